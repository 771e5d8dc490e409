/** What may be counted in a cell: mean, 80 % interval and the chances of at least one and at least two. */
export interface CountForecast {
  readonly low: Float64Array
  readonly high: Float64Array
  readonly pAny: Float64Array
  readonly pTwo: Float64Array
}

const [LOWER, UPPER] = [0.1, 0.9]

/**
 * Negative-binomial counts of each cell: variance mean + mean^2 / size. The interval runs from the 10 % to
 * the 90 % quantile of whole counts. A size of Infinity is Poisson.
 *
 * @param mean expected number, cell by cell
 * @param size size (r) of each cell, above 0
 */
export function countForecast(mean: Float64Array, size: Float64Array): CountForecast {
  const blank = () => new Float64Array(mean.length)
  const out = { low: blank(), high: blank(), pAny: blank(), pTwo: blank() }
  for (let i = 0; i < mean.length; i++) {
    const zero = probabilityOfNone(mean[i]!, size[i]!)
    const one = zero * step(mean[i]!, size[i]!, 1)
    out.pAny[i] = 1 - zero
    out.pTwo[i] = Math.max(0, 1 - zero - one)
    out.low[i] = quantile(mean[i]!, size[i]!, LOWER)
    out.high[i] = quantile(mean[i]!, size[i]!, UPPER)
  }
  return out
}

/**
 * Probabilities of 0, 1, ... `most` events; the rest of the tail is 1 minus their sum.
 *
 * @example probabilities(1, Infinity, 1)[0] // e^-1
 */
export function probabilities(mean: number, size: number, most: number): Float64Array {
  const p = new Float64Array(most + 1)
  p[0] = probabilityOfNone(mean, size)
  for (let k = 1; k <= most; k++) p[k] = p[k - 1]! * step(mean, size, k)
  return p
}

/**
 * Size of the sum of independent sources of spread: 1 / size = sum of their 1 / r (Infinity adds nothing).
 */
export function combineSizes(...inverseSizes: readonly number[]): number {
  const sum = inverseSizes.reduce((a, b) => a + b, 0)
  return sum > 0 ? 1 / sum : Number.POSITIVE_INFINITY
}

function probabilityOfNone(mean: number, size: number): number {
  return size === Number.POSITIVE_INFINITY ? Math.exp(-mean) : Math.exp(-size * Math.log1p(mean / size))
}

/** P(k) / P(k - 1). */
function step(mean: number, size: number, k: number): number {
  if (size === Number.POSITIVE_INFINITY) return mean / k
  return (((k - 1 + size) / k) * mean) / (size + mean)
}

function quantile(mean: number, size: number, level: number): number {
  let p = probabilityOfNone(mean, size)
  let below = p
  let k = 0
  while (below < level && k < 100_000) {
    k++
    p *= step(mean, size, k)
    below += p
  }
  return k
}
