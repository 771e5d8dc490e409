import { type History, HOUR_NOT_SHOWN, PERIOD_DAYS } from '../../../pipeline/bake/contract/vocabulary.ts'

/** What a reader can brush: squares, time, hours of the week, venues and clauses. */
export const VIEWS = ['map', 'time', 'hours', 'venue', 'clause'] as const
export type ViewName = (typeof VIEWS)[number]

/** Rows of a history with the bin of each row in every view. */
export interface Rows {
  readonly n: number
  readonly bins: Readonly<Record<ViewName, Uint16Array>>
  /** How many bins each view has. */
  readonly sizes: Readonly<Record<ViewName, number>>
}

/** A night belongs to the day on which it began: the day of 24 bins begins at this hour. */
export const DAY_STARTS = 6
export const WEEK_BINS = 168

/**
 * The bin of an hour of the week: 0 is Monday 06:00, 23 is Tuesday 05:00.
 *
 * @param weekday 0 is Monday
 * @example weekBin(0, 6) === 0; weekBin(1, 5) === 23
 * @internal
 */
export function weekBin(weekday: number, hour: number): number {
  return (weekday * 24 + hour - DAY_STARTS + WEEK_BINS) % WEEK_BINS
}

/**
 * The bins of every row: a time bin is four weeks, oldest first; hours and venues end with "not shown". All
 * are of one type, so that one compiled loop serves every view.
 */
export function rowsOf({ header, columns }: History): Rows {
  const n = header.rows
  const first = (Math.floor(Date.parse(header.from) / 86_400_000) + 3) % 7
  const time = new Uint16Array(n)
  const hours = new Uint16Array(n)
  for (let i = 0; i < n; i++) {
    const day = columns.day[i]!
    time[i] = Math.floor(day / PERIOD_DAYS)
    const hour = columns.hour[i]!
    hours[i] = hour === HOUR_NOT_SHOWN ? WEEK_BINS : weekBin((first + day) % 7, hour)
  }
  return {
    n,
    bins: {
      map: columns.cell,
      time,
      hours,
      venue: Uint16Array.from(columns.venue),
      clause: Uint16Array.from(columns.clause),
    },
    sizes: {
      map: header.squares.length,
      time: header.periods,
      hours: WEEK_BINS + 1,
      venue: header.venues.length + 1,
      clause: header.clauses.length,
    },
  }
}
