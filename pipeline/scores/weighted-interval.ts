/**
 * Weighted interval score of quantiles, which is twice the mean pinball loss; 0 is perfect, and it is in the
 * units of the count (Bracher, Ray, Gneiting and Reich 2021, PLOS Computational Biology 17).
 *
 * @param levels of the quantiles, between 0 and 1
 * @param values the quantiles, in the same order
 * @example weightedInterval([0.25, 0.5, 0.75], [1, 2, 3], 4) // 1.6666667
 */
export function weightedInterval(
  levels: readonly number[],
  values: ArrayLike<number>,
  actual: number,
): number {
  let loss = 0
  for (let k = 0; k < levels.length; k++) {
    const short = actual - values[k]!
    loss += short >= 0 ? levels[k]! * short : (levels[k]! - 1) * short
  }
  return (2 * loss) / levels.length
}
