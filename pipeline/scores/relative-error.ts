/**
 * Absolute error relative to what happened, pooled: sum of `|expected - actual|` over the sum of `actual`, so
 * that a window in which nothing happened counts like any other.
 *
 * @returns NaN where nothing ever happened
 * @example relativeError([{ expected: 12, actual: 10 }, { expected: 3, actual: 0 }]) // 0.5
 */
export function relativeError(
  pairs: readonly { readonly expected: number; readonly actual: number }[],
): number {
  let [error, happened] = [0, 0]
  for (const { expected, actual } of pairs) {
    error += Math.abs(expected - actual)
    happened += actual
  }
  return happened > 0 ? error / happened : Number.NaN
}
