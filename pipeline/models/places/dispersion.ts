import type { PastWindow } from './share-fit.ts'

/** Inverse sizes tried: 0 is no spread beyond that of the rates. */
const INVERSE_SIZES = [0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2]
const WINDOWS = 13

/**
 * Extra spread of the counts of a cell, as an inverse size 1 / r: by maximum likelihood of past windows'
 * counts, given the shares then forecast, the number that fell and the shapes of the rates. Variance of a
 * count = mean + mean^2 (1 / shape + 1 / r). Returns 0 without past events.
 */
export function fitCellSize(past: readonly PastWindow[], shape: Float64Array): number {
  const windows = past.slice(-WINDOWS).filter(window => window.events > 0)
  if (windows.length === 0) return 0
  const counts = windows.map(window => {
    const count = new Float64Array(shape.length)
    for (let e = 0; e < window.cells.length; e++) count[window.cells[e]!]! += window.weights[e]!
    return count
  })
  const score = (inverse: number) =>
    windows.reduce((sum, window, w) => sum + windowScore(window, counts[w]!, { shape, inverse }), 0)
  let [best, highest] = [0, Number.NEGATIVE_INFINITY]
  for (const inverse of INVERSE_SIZES) {
    const value = score(inverse)
    if (value > highest) [best, highest] = [inverse, value]
  }
  return best
}

/**
 * Negative-binomial log-likelihood up to terms without the size: sum_j<y log(size + j) - (y + size) log(size
 * + mean) + size log(size).
 */
function windowScore(
  window: PastWindow,
  counts: Float64Array,
  { shape, inverse }: { shape: Float64Array; inverse: number },
): number {
  let score = 0
  for (let i = 0; i < shape.length; i++) {
    const mean = window.share[i]! * window.events
    const size = 1 / (1 / shape[i]! + inverse)
    const y = Math.round(counts[i]!)
    score -= size * Math.log1p(mean / size)
    if (y === 0) continue
    score -= y * Math.log(size + mean)
    for (let j = 0; j < y; j++) score += Math.log(size + j)
  }
  return score
}
