/** A count that a forecast holds for impossible is scored as if it had this probability. */
const LOWEST = 1e-300

/**
 * Log score of one count: the natural logarithm of the probability that it was given; nearer 0 is better
 * (Good 1952, Journal of the Royal Statistical Society B 14).
 *
 * @param probabilities of the counts 0, 1, 2 ...
 * @example logScore([0.5, 0.25, 0.25], 1) // -1.3862944
 */
export function logScore(probabilities: ArrayLike<number>, count: number): number {
  return Math.log(Math.max(probabilities[count]!, LOWEST))
}
