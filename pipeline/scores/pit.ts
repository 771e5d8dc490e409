/** Where one count fell within its forecast: [P(Y < count), P(Y <= count)]. */
export interface PitInterval {
  readonly from: number
  readonly to: number
}

/** A count that was given no chance at all has at least this width, so that it can be spread. */
const NARROWEST = 1e-12

/**
 * Probability integral transform of one count, as the interval over which its mass is spread (not randomised:
 * Czado, Gneiting and Held 2009, Biometrics 65).
 *
 * @param probabilities of the counts 0, 1, 2 ...
 * @example pitInterval([0.5, 0.25, 0.25], 1) // { from: 0.5, to: 0.75 }
 */
export function pitInterval(probabilities: ArrayLike<number>, count: number): PitInterval {
  let from = 0
  for (let c = 0; c < count; c++) from += probabilities[c]!
  from = Math.min(from, 1 - NARROWEST)
  return { from, to: Math.min(1, from + Math.max(probabilities[count]!, NARROWEST)) }
}

/**
 * Adds one count to a histogram of the transform. Over many calibrated forecasts all bins are equal, whatever
 * the weights, so long as these were known beforehand: weighted by the expected number, the many cells in
 * which next to nothing is expected cannot hide the others.
 *
 * @param histogram bins of equal width from 0 to 1, changed in place and returned
 * @example addPit([0, 0, 0, 0], { from: 0, to: 0.5 }, 3) // [1.5, 1.5, 0, 0]
 */
export function addPit<T extends { readonly length: number; [bin: number]: number }>(
  histogram: T,
  { from, to }: PitInterval,
  weight: number,
): T {
  const bins = histogram.length
  for (let b = 0; b < bins; b++) {
    const overlap = Math.min(to, (b + 1) / bins) - Math.max(from, b / bins)
    if (overlap > 0) histogram[b]! += (weight * overlap) / (to - from)
  }
  return histogram
}
