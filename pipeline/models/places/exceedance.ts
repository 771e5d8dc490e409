import { sum } from '../../lib/sums.ts'
import { probabilities } from './negative-binomial.ts'

/** A cell with more recent offences than its own past explains. */
export interface Exceedance {
  readonly cell: number
  readonly weeks: number
  readonly count: number
  readonly expected: number
  /** Chance of so many or more in these weeks, had nothing changed. */
  readonly tail: number
}

/** A look back: what a forecast made some weeks ago expected since, and what came. */
export interface LookBack {
  readonly weeks: number
  /** Expected numbers over these weeks, and the size of each cell's negative binomial. */
  readonly expected: Float64Array
  readonly size: Float64Array
  /** Events since then, cell by cell. */
  readonly recent: Float64Array
}

/** Of the cells found, the part that may be there by chance alone. */
const FALSE_DISCOVERY = 0.1

/**
 * Cells whose count of the last weeks is surprising against forecasts made without them: the tail probability
 * P(Y >= count) of the negative binomial in each look back; the smallest of a cell times the number of looks
 * (Bonferroni), so that a cell is found once however often it was looked at; and the Benjamini-Hochberg
 * procedure at 10% over all cells (1995). Counts are whole, so that tails are larger than they need be:
 * where nothing has changed, anything at all is found in at most one week of ten. Shown apart, never part of
 * the ranks.
 *
 * @param looks over the same cells; the result names the look in which a cell surprises most
 */
export function findExceedances(looks: readonly LookBack[]): Exceedance[] {
  const cells = looks[0]?.recent.length ?? 0
  const found = Array.from({ length: cells }, (_, cell) => mostSurprising(looks, cell))
  found.sort((a, b) => a.tail - b.tail || a.cell - b.cell)
  let last = -1
  found.forEach(({ tail }, k) => {
    if (tail * looks.length <= (FALSE_DISCOVERY * (k + 1)) / cells) last = k
  })
  return found.slice(0, last + 1)
}

function mostSurprising(looks: readonly LookBack[], cell: number): Exceedance {
  const tails = looks.map(({ weeks, expected, size, recent }) => {
    const [count, mean] = [recent[cell]!, expected[cell]!]
    return { cell, weeks, count, expected: mean, tail: upperTail(mean, size[cell]!, count) }
  })
  return tails.reduce((best, one) => (one.tail < best.tail ? one : best))
}

/**
 * P(Y >= count) of a negative binomial; a part of an event (a date range) does not count before it is whole.
 *
 * @example upperTail(1, Infinity, 1) // 0.632: 1 - e^-1
 */
export function upperTail(mean: number, size: number, count: number): number {
  const whole = Math.floor(count + 1e-9)
  return whole <= 0 ? 1 : Math.max(0, 1 - sum(probabilities(mean, size, whole - 1)))
}
