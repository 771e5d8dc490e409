import type { ListedPerson } from '../../../pipeline/bake/contract/vocabulary.ts'
import { formatDay, formatShare, formatWhole } from '../../shared/format.ts'
import type { Kind } from '../words/kinds.ts'
import { NO_PROBABILITY_SHORT } from '../words/no-probability.ts'
import type { Sort } from './roster.ts'

/** One column of a unit's list: what the heading says, what a cell shows and what an export holds. */
export interface Column {
  readonly id: Sort | 'interval'
  readonly title: string
  /** Null where the column has no order of its own. */
  readonly sort: Sort | null
  readonly numeric: boolean
  /** Whether it holds a recorded fact, a derived score or a prediction. */
  readonly kind: Kind
  show(person: ListedPerson): string
  /** What an export holds of it: one column, or one for each number. */
  readonly file: readonly FileColumn[]
}

/** A column of an export. */
interface FileColumn {
  readonly title: string
  value(person: ListedPerson): string
}

const KINDS: Partial<Record<Column['id'], Kind>> = {
  band: 'score',
  harm: 'score',
  transition: 'prediction',
  interval: 'prediction',
}

const text = (id: Column['id'], title: string, show: (person: ListedPerson) => string): Column => ({
  id,
  title,
  sort: id === 'interval' ? null : id,
  numeric: false,
  kind: KINDS[id] ?? 'fact',
  show,
  file: [{ title, value: show }],
})

const amount = (id: Column['id'], title: string, cell: AmountCell): Column => ({
  ...text(id, title, cell.show),
  file: [{ title, value: cell.export }],
  numeric: true,
})

/** What a cell of numbers shows, and the plain number of it for an export. */
interface AmountCell {
  show(person: ListedPerson): string
  export(person: ListedPerson): string
}

const bound = (title: string, pick: 'low' | 'high'): FileColumn => ({
  title,
  value: ({ transition }) => (transition.kind === 'probability' ? String(transition[pick]) : ''),
})

/** The columns of a unit's list, in order. The first is the link to the person and is always shown. */
export const COLUMNS: readonly Column[] = [
  text('reference', 'CONNECT reference', person => person.reference),
  text('band', 'Band', person => person.band),
  amount('harm', 'Harm score', {
    show: person => formatHarm(person.harm),
    export: person => String(person.harm),
  }),
  amount('transition', 'Becomes high harm', {
    show: ({ transition }) =>
      transition.kind === 'probability'
        ? formatShare(transition.expected)
        : NO_PROBABILITY_SHORT[transition.reason],
    export: ({ transition }) => (transition.kind === 'probability' ? String(transition.expected) : ''),
  }),
  {
    ...text('interval', 'Range of outcomes', ({ transition }) =>
      transition.kind === 'probability'
        ? `${formatShare(transition.low)} to ${formatShare(transition.high)}`
        : 'none',
    ),
    file: [bound('Range of outcomes from', 'low'), bound('Range of outcomes to', 'high')],
    numeric: true,
  },
  {
    ...text('last', 'Last charge', person => formatDay(person.lastChargeOn)),
    file: [{ title: 'Last charge', value: person => person.lastChargeOn }],
  },
  amount('year', 'Charges in a year', {
    show: person => formatWhole(person.chargesInYear),
    export: person => String(person.chargesInYear),
  }),
  amount('ever', 'Charges ever', {
    show: person => formatWhole(person.chargesEver),
    export: person => String(person.chargesEver),
  }),
  text('age', 'Age band', person => person.ageBand),
  text('custody', 'Custody', person => (person.inCustody ? 'in custody' : 'at liberty')),
]

/**
 * A harm score or a part of one: one decimal, halves away from zero as a reader rounds, thousands marked.
 * @example formatHarm(1234.56) === '1,234.6'
 */
export function formatHarm(value: number): string {
  const tenths = Math.sign(value) * Math.round(Math.abs(value) * 10)
  const [whole = '0', tenth = '0'] = (tenths / 10).toFixed(1).split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${tenth}`
}
