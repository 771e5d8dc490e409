import { logit, sigmoid } from '../lib/logistic.ts'

/**
 * Calibration line: labels ~ sigmoid(intercept + slope x logit p) by weighted maximum likelihood, with the
 * slope's standard error (Cox 1958, Biometrika 45). Calibrated predictions have intercept 0 and slope 1; a
 * slope under 1 means predictions too extreme.
 *
 * @param probabilities one for each row; held within 1e-9 of 0 and 1
 * @param labels 1 where it happened, else 0
 * @param weights weight of each row; default 1
 * @example calibrationLine([0.25, 0.25, 0.25, 0.25, 0.75, 0.75, 0.75, 0.75], [0, 0, 0, 1, 0, 1, 1, 1]).slope
 * // 1
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
