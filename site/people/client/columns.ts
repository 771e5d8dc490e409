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
  export(person: ListedPerson): string
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
  export: show,
})

const amount = (id: Column['id'], title: string, cell: Pick<Column, 'show' | 'export'>): Column => ({
  ...text(id, title, cell.show),
  ...cell,
  numeric: true,
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
  amount('interval', 'Range of outcomes', {
    show: ({ transition }) =>
      transition.kind === 'probability'
        ? `${formatShare(transition.low)} to ${formatShare(transition.high)}`
        : 'none',
    export: ({ transition }) =>
      transition.kind === 'probability' ? `${transition.low} to ${transition.high}` : '',
  }),
  {
    ...text('last', 'Last charge', person => formatDay(person.lastChargeOn)),
    export: person => person.lastChargeOn,
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
 * A harm score or a part of one: one decimal, thousands marked.
 * @example formatHarm(1234.56) === '1,234.6'
 */
export function formatHarm(value: number): string {
  const [whole = '0', tenth = '0'] = value.toFixed(1).split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${tenth}`
}
