/** What predictions are held against: labels 0 or 1 and the weight of each row. */
export interface Truth {
  readonly labels: Uint8Array
  readonly weights: Float64Array
}

/**
 * Log-loss of one row in nats: ln(1 + e^-logit) where the label is 1, ln(1 + e^logit) where it is 0.
 *
 * @example rowLoss(0, 1) === Math.LN2
 */
export function rowLoss(logit: number, label: number): number {
  const z = label ? -logit : logit
  return z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z))
}

/**
 * Weighted mean log-loss of log-odds, in nats.
 *
 * @example logLoss(new Float64Array(2), { labels, weights }) === Math.LN2
 */
export function logLoss(logits: Float64Array, { labels, weights }: Truth): number {
  let [sum, total] = [0, 0]
  for (let r = 0; r < labels.length; r++) {
    sum += weights[r]! * rowLoss(logits[r]!, labels[r]!)
    total += weights[r]!
  }
  return sum / total
}
