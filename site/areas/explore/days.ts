import { type History, HOUR_NOT_SHOWN, PERIOD_DAYS } from '../../../pipeline/bake/contract/vocabulary.ts'
import type { Rows } from './rows.ts'

/** A run of days that the view of time shows one by one, from the start of the history on; both included. */
export interface Days {
  readonly first: number
  readonly last: number
}

/** What an address says of time: periods counted back, whether day by day, and the first and last date. */
export interface TimeWords {
  readonly time: string
  readonly by: string
  readonly dates: string
}

/** Periods of four weeks that are shown day by day at most: a year. */
const MAX_PERIODS = 13
const DAY_MS = 86_400_000

/** The days that are shown one by one: of the chosen periods, or of the last year; null where none are. */
export function daysOf({ time, by, dates }: TimeWords, { header }: History): Days | null {
  if (!by && !dates) return null
  const newest = header.periods - 1
  const [a = 0, b = 0] = time ? time.split('-').map(Number) : [0, MAX_PERIODS - 1]
  const last = Math.max(0, newest - Math.min(a, b))
  const first = Math.max(0, newest - Math.max(a, b), last - MAX_PERIODS + 1)
  return { first: first * PERIOD_DAYS, last: (last + 1) * PERIOD_DAYS - 1 }
}

/**
 * The rows with a bin of time for each day; the last bin holds what lies outside and what has no day here.
 *
 * @param rows the bins of all other views
 */
export function dayRowsOf(rows: Rows, { columns }: History, { first, last }: Days): Rows {
  const size = last - first + 1
  const time = new Uint16Array(rows.n)
  for (let i = 0; i < rows.n; i++) {
    const at = columns.day[i]! - first
    time[i] = at < 0 || at >= size || columns.hour[i] === HOUR_NOT_SHOWN ? size : at
  }
  return { ...rows, bins: { ...rows.bins, time }, sizes: { ...rows.sizes, time: size + 1 } }
}

/** The date of a day of the history, ISO. */
export function dateOf({ header }: History, day: number): string {
  return new Date(Date.parse(header.from) + day * DAY_MS).toISOString().slice(0, 10)
}

/** First and last bin that dates choose; null where there are none, or none of them is shown. */
export function datesBins(
  dates: string,
  { header }: History,
  { first, last }: Days,
): readonly [number, number] | null {
  if (!dates) return null
  const start = Date.parse(header.from)
  const bins = dates.split('.').map(date => (Date.parse(date) - start) / DAY_MS - first)
  const [from, to] = [Math.max(0, Math.min(...bins)), Math.min(last - first, Math.max(...bins))]
  return from <= to ? [from, to] : null
}
