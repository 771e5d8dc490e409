/**
 * Adds one count to a histogram of the probability integral transform: its mass is spread evenly over [P(Y <
 * count), P(Y <= count)]. Over many calibrated forecasts all bins are equal (not randomised: Czado, Gneiting
 * and Held 2009, Biometrics 65).
 *
 * @param histogram bins of equal width from 0 to 1, changed in place and returned
 * @param probabilities of the counts 0, 1, 2 ...
 * @example addPit([0, 0, 0, 0], [0.5, 0.25, 0.25], 0) // [0.5, 0.5, 0, 0]
 */
export function addPit<T extends { readonly length: number; [bin: number]: number }>(
  histogram: T,
  probabilities: ArrayLike<number>,
  count: number,
): T {
  let from = 0
  for (let c = 0; c < count; c++) from += probabilities[c]!
  const to = Math.min(1, from + Math.max(probabilities[count]!, 1e-12))
  const bins = histogram.length
  for (let b = 0; b < bins; b++) {
    const overlap = Math.min(to, (b + 1) / bins) - Math.max(from, b / bins)
    if (overlap > 0) histogram[b]! += overlap / (to - from)
  }
  return histogram
}
