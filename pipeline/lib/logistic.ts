/** Probability of a log-odds. @example sigmoid(0) === 0.5 */
export function sigmoid(logit: number): number {
  return logit >= 0 ? 1 / (1 + Math.exp(-logit)) : 1 - 1 / (1 + Math.exp(logit))
}

/** Log-odds of a probability strictly between 0 and 1. @example logit(0.5) === 0 */
export function logit(probability: number): number {
  return Math.log(probability / (1 - probability))
}
