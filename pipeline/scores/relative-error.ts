/**
 * Mean absolute error relative to what happened: the mean of `|expected - actual| / actual` where anything
 * happened.
 *
 * @returns NaN where nothing ever happened
 * @example relativeError([{ expected: 12, actual: 10 }, { expected: 3, actual: 4 }]) // 0.225
 */
export function relativeError(
  pairs: readonly { readonly expected: number; readonly actual: number }[],
): number {
  let [sum, happened] = [0, 0]
  for (const { expected, actual } of pairs) {
    if (!(actual > 0)) continue
    sum += Math.abs(expected - actual) / actual
    happened++
  }
  return sum / happened
}
