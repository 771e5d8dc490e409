import { sum } from 'd3-array'
import { isoDate } from '../../lib/week.ts'
import type { TargetFile } from '../contract/areas.ts'
import type { OwnRow } from './recorded.ts'

type Counted = Pick<OwnRow, 'day' | 'offences'>

/** 52 whole weeks, so that the same weekdays stand against each other. */
const YEAR_DAYS = 364
/** More years would compare with a past whose level is another. */
const MAX_YEARS = 3
/** One year alone is chance. */
const MIN_YEARS = 2
/** Under this mean, chance alone moves a count by more than a fifth. */
const MIN_MEAN = 20

/**
 * The usual number for the weeks of a forecast: what was recorded in the same weeks of up to three past
 * years, all of which are recorded in full by now. There is none with fewer than two such years, or where
 * their mean is under 20.
 */
export function usualOf(
  rows: readonly Counted[],
  { asAt, horizonDays }: { readonly asAt: number; readonly horizonDays: number },
): TargetFile['usual'] {
  const first = rows.reduce((least, { day }) => Math.min(least, day), Number.POSITIVE_INFINITY)
  const starts = Array.from({ length: MAX_YEARS }, (_, k) => asAt - (k + 1) * YEAR_DAYS)
  const years = starts
    .filter(from => from >= first)
    .map(from => ({ from: isoDate(from), count: countOf(rows, from, from + horizonDays) }))
  if (years.length < MIN_YEARS) return { kind: 'none', reason: 'short-history' }
  const mean = sum(years, ({ count }) => count) / years.length
  return mean < MIN_MEAN ? { kind: 'none', reason: 'too-few' } : { kind: 'known', years, mean }
}

/**
 * How many offences of the last weeks there will be once late reports are in: what is recorded of each week
 * over the share of it that is usually recorded by now.
 *
 * @param complete shares, the latest week first
 */
export function lastWeeksComplete(
  rows: readonly Counted[],
  { asAt, complete }: { readonly asAt: number; readonly complete: readonly number[] },
): number {
  return sum(complete, (share, week) => countOf(rows, asAt - 7 * (week + 1), asAt - 7 * week) / share)
}

function countOf(rows: readonly Counted[], from: number, to: number): number {
  return sum(rows, ({ day, offences }) => (day >= from && day < to ? offences : 0))
}
