import { logit, sigmoid } from '../lib/logistic.ts'

/** (Weighted) mean squared difference between probabilities and labels (Brier 1950); lower is better. */
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

/**
 * Area under the ROC curve: the chance that a random positive outranks a random negative, ties counting half. NaN when
 * one class is absent. @example auc([0.1, 0.9], [0, 1]) === 1
 */
export function auc(values: ArrayLike<number>, labels: ArrayLike<number>): number {
  const order = Uint32Array.from({ length: labels.length }, (_value, i) => i).sort(
    (a, b) => values[a]! - values[b]!,
  )
  let [rankSum, positives, i] = [0, 0, 0]
  while (i < order.length) {
    let end = i
    while (end < order.length && values[order[end]!] === values[order[i]!]) end++
    for (let k = i; k < end; k++) {
      if (labels[order[k]!]) {
        rankSum += (i + end + 1) / 2
        positives++
      }
    }
    i = end
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (order.length - positives))
}

/**
 * Calibration line: labels ~ sigmoid(intercept + slope x logit p), by weighted maximum likelihood (Cox 1958), with the
 * slope's standard error. A slope under 1 means predictions too extreme.
 */
export function calibrationLine(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights?: ArrayLike<number>,
): { intercept: number; slope: number; slopeError: number } {
  const x = Float64Array.from(probabilities, p => logit(Math.min(Math.max(p, 1e-9), 1 - 1e-9)))
  let [a, b, slopeError] = [0, 1, Infinity]
  for (let iteration = 0; iteration < 50; iteration++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 1e-9, 0, 1e-9]
    for (let i = 0; i < x.length; i++) {
      const p = sigmoid(a + b * x[i]!)
      const weight = weights ? weights[i]! : 1
      const [residual, w] = [weight * (labels[i]! - p), weight * p * (1 - p)]
      ga += residual
      gb += residual * x[i]!
      haa += w
      hab += w * x[i]!
      hbb += w * x[i]! ** 2
    }
    const determinant = haa * hbb - hab * hab
    if (!(determinant > 1e-12 * haa * hbb)) break
    const [da, db] = [(hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant]
    a += Math.max(-2, Math.min(2, da))
    b += Math.max(-2, Math.min(2, db))
    slopeError = Math.sqrt(haa / determinant)
    if (Math.abs(da) + Math.abs(db) < 1e-10) break
  }
  return { intercept: a, slope: b, slopeError }
}
