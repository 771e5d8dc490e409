import { SQUARE_PERIODS } from '../../../pipeline/bake/contract/vocabulary.ts'

/** One choice of a filter: its text in the address and its words on the page. */
export interface Choice {
  readonly value: string
  readonly label: string
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** Whether all squares stay on the map, or one kind. */
export const SQUARES = [
  { value: '', label: 'All squares' },
  { value: 'budget', label: 'Within the area budget' },
  { value: 'patches', label: 'In patches' },
  { value: 'core', label: 'Stable core of the patches' },
  { value: 'flare', label: 'Flare-ups' },
] as const satisfies readonly Choice[]

/** Periods for which recorded offences are counted, the whole history first. */
export const PERIODS: readonly Choice[] = [...SQUARE_PERIODS]
  .sort((a, b) => a - b)
  .map(weeks => ({ value: weeks === 0 ? '' : String(weeks), label: periodWords(weeks) }))

/** Days of the week, alone or together. */
export const DAYS: readonly Choice[] = [
  { value: '', label: 'Any day' },
  { value: 'weekdays', label: 'Monday to Friday' },
  { value: 'weekend', label: 'Saturday and Sunday' },
  ...weekdays.map((label, i) => ({ value: String(i + 1), label })),
]

/** Quarters of the day. */
export const HOURS: readonly Choice[] = [
  { value: '', label: 'Any hour' },
  { value: '0-6', label: '00:00 to 06:00' },
  { value: '6-12', label: '06:00 to 12:00' },
  { value: '12-18', label: '12:00 to 18:00' },
  { value: '18-24', label: '18:00 to 24:00' },
]

function periodWords(weeks: number): string {
  if (weeks === 0) return 'Whole history'
  return weeks > 52 ? `Last ${weeks / 52} years` : `Last ${weeks} weeks`
}
