import { BANDS, type ListedPerson } from '../../../pipeline/bake/contract/vocabulary.ts'
import { formatDay, formatShare, formatWhole } from '../../shared/format.ts'
import { RECORDS } from '../../shared/words/records.ts'
import { DECISIONS } from '../words/decisions.ts'
import type { Kind } from '../words/kinds.ts'
import { NO_PROBABILITY_SHORT } from '../words/no-probability.ts'
import { changeOf, type Sort } from './roster.ts'

/** A person and the day of the forecast, ISO. */
type Show = (person: ListedPerson, asAt: string) => string

/** One column of a unit's list: what the heading says, what a cell shows and what an export holds. */
export interface Column {
  readonly id: Sort | 'interval'
  readonly title: string
  /** Null where the column has no order of its own. */
  readonly sort: Sort | null
  readonly numeric: boolean
  /** Whether it holds a recorded fact, a derived score or a prediction. */
  readonly kind: Kind
  readonly show: Show
  /** What an export holds of it: one column, or one for each value. */
  readonly file: readonly FileColumn[]
}

/** A column of an export. */
interface FileColumn {
  readonly title: string
  readonly value: Show
}

const KINDS: Partial<Record<Column['id'], Kind>> = {
  moved: 'score',
  band: 'score',
  harm: 'score',
  falls: 'score',
  transition: 'prediction',
  interval: 'prediction',
  change: 'prediction',
}

const text = (id: Column['id'], title: string, show: Show): Column => ({
  id,
  title,
  sort: id === 'interval' ? null : id,
  numeric: false,
  kind: KINDS[id] ?? 'fact',
  show,
  file: [{ title, value: show }],
})

/** A column of numbers: what a cell shows, and the plain number of it for an export. */
const amount = (id: Column['id'], title: string, cell: { show: Show; export: Show }): Column => ({
  ...text(id, title, cell.show),
  file: [{ title, value: cell.export }],
  numeric: true,
})

/** A column of dates: words on the screen, ISO in an export. */
const date = (id: Column['id'], title: string, cell: { show: Show; export: Show }): Column => ({
  ...text(id, title, cell.show),
  file: [{ title, value: cell.export }],
})

const bound = (title: string, pick: 'low' | 'high'): FileColumn => ({
  title,
  value: ({ transition }) => (transition.kind === 'probability' ? String(transition[pick]) : ''),
})

/** The columns of a unit's list, in order. The first is the link to the person and is always shown. */
export const COLUMNS: readonly Column[] = [
  text('reference', `${RECORDS} reference`, person => person.reference),
  date('review', 'Review due', { show: reviewWords, export: ({ decision }) => decision?.reviewOn ?? '' }),
  text('moved', 'Since last week', movedWords),
  text('band', 'Band', person => person.band),
  amount('harm', 'Harm score', {
    show: person => formatHarm(person.harm),
    export: person => String(person.harm),
  }),
  date('falls', 'Band falls on', {
    show: ({ bandFallsOn }) => (bandFallsOn === null ? 'lowest band' : formatDay(bandFallsOn)),
    export: ({ bandFallsOn }) => bandFallsOn ?? '',
  }),
  amount('clean', 'Weeks without a charge', {
    show: ({ lastCountedOn }, asAt) => formatWhole(weeksBetween(lastCountedOn, asAt)),
    export: ({ lastCountedOn }, asAt) => String(weeksBetween(lastCountedOn, asAt)),
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
  amount('change', 'Change in points', { show: changeWords, export: changeNumber }),
  date('last', 'Last charge', {
    show: person => formatDay(person.lastChargeOn),
    export: person => person.lastChargeOn,
  }),
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
  text('managed', 'Managed now', person => (person.managed ? 'yes' : 'no')),
  {
    ...text('decision', 'Last decision', decisionShort),
    file: [
      { title: 'Last decision', value: ({ decision }) => answerWords(decision) },
      { title: 'Decided on', value: ({ decision }) => decision?.decidedOn ?? '' },
    ],
  },
]

/** What stood otherwise a week ago, in words. @example movedWords(person) === 'up from low' */
function movedWords({ before, band }: ListedPerson): string {
  if (before.kind === 'unknown') return 'no last week'
  if (before.kind === 'new') return 'new'
  if (before.band === band) return 'same band'
  const up = BANDS.indexOf(band) > BANDS.indexOf(before.band)
  return `${up ? 'up' : 'down'} from ${before.band}`
}

/** Points of 100 by which the probability moved, with a sign. */
function changeWords(person: ListedPerson): string {
  const change = changeOf(person)
  if (change === null) return person.before.kind === 'new' ? 'new' : 'none'
  const points = Math.round(change * 1000) / 10
  if (points === 0) return 'same'
  return `${points > 0 ? '+' : '−'}${Math.abs(points).toFixed(1)}`
}

function changeNumber(person: ListedPerson): string {
  const change = changeOf(person)
  return change === null ? '' : String(Math.round(change * 10_000) / 100)
}

function answerWords(decision: ListedPerson['decision']): string {
  return DECISIONS.find(({ code }) => code === decision?.answer)?.words ?? ''
}

function decisionShort({ decision }: ListedPerson, asAt: string): string {
  if (!decision) return 'none'
  const weeks = weeksBetween(decision.decidedOn, asAt)
  return `${answerWords(decision)}, ${weeks === 1 ? '1 week' : `${formatWhole(weeks)} weeks`} ago`
}

function reviewWords({ decision }: ListedPerson, asAt: string): string {
  if (!decision?.reviewOn) return decision ? 'no date set' : 'none'
  return `${formatDay(decision.reviewOn)}${decision.reviewOn < asAt ? ', overdue' : ''}`
}

/** Whole weeks from one ISO day to another. */
function weeksBetween(from: string, to: string): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / (7 * 86_400_000))
}

/**
 * A harm score or a part of one: one decimal, halves away from zero as a reader rounds, thousands marked.
 * @example formatHarm(1234.56) === '1,234.6'
 */
export function formatHarm(value: number): string {
  const tenths = Math.sign(value) * Math.round(Math.abs(value) * 10)
  const [whole = '0', tenth = '0'] = (tenths / 10).toFixed(1).split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${tenth}`
}
