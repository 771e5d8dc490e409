/**
 * Brier score: the (weighted) mean squared difference between probabilities and what happened,
 * `sum w (p - y)^2 / sum w`; 0 is perfect, lower is better (Brier 1950, Monthly Weather Review 78).
 *
 * @param probabilities one for each row, from 0 to 1
 * @param labels 1 where it happened, else 0
 * @param weights weight of each row; default 1
 * @returns NaN without rows
 * @example brier([0.2, 0.9], [0, 1]) // 0.025
 */
export function brier(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  let [sum, total] = [0, 0]
  for (let i = 0; i < labels.length; i++) {
    const w = weights ? weights[i]! : 1
    sum += w * (probabilities[i]! - labels[i]!) ** 2
    total += w
  }
  return sum / total
}
