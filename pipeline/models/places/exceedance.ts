import { probabilities } from './negative-binomial.ts'

/** A cell with more recent offences than its own past explains. */
export interface Exceedance {
  readonly cell: number
  readonly weeks: number
  readonly count: number
  readonly expected: number
  /** Chance of so many or more, had nothing changed. */
  readonly tail: number
}

const FALSE_DISCOVERY = 0.1

/**
 * Cells whose count of the last weeks is surprising against a forecast made without them: tail probability
 * P(Y >= count) of the negative binomial, and the Benjamini-Hochberg procedure at 10 % over all cells (1995).
 * Shown apart, never part of the ranks.
 *
 * @param before the forecast made `weeks` weeks ago: expected numbers over the time since, and the size of
 * each cell
 * @param recent the events since then, cell by cell
 */
export function findExceedances(
  before: { readonly expected: Float64Array; readonly size: Float64Array; readonly weeks: number },
  recent: Float64Array,
): Exceedance[] {
  const tails = Array.from(recent, (count, cell) => ({
    cell,
    tail: upperTail(before, cell, Math.floor(count + 1e-9)),
  }))
  tails.sort((a, b) => a.tail - b.tail || a.cell - b.cell)
  let last = -1
  tails.forEach(({ tail }, k) => {
    if (tail <= (FALSE_DISCOVERY * (k + 1)) / recent.length) last = k
  })
  return tails.slice(0, last + 1).map(({ cell, tail }) => ({
    cell,
    weeks: before.weeks,
    count: recent[cell]!,
    expected: before.expected[cell]!,
    tail,
  }))
}

function upperTail(
  { expected, size }: { expected: Float64Array; size: Float64Array },
  cell: number,
  count: number,
) {
  if (count <= 0) return 1
  const below = probabilities(expected[cell]!, size[cell]!, count - 1)
  return Math.max(0, 1 - below.reduce((a, b) => a + b, 0))
}
