/** What may be counted in a cell: an interval of whole numbers and the chances of at least one and two. */
export interface CountForecast {
  readonly low: Float64Array
  readonly high: Float64Array
  /** Chance that the count lies within the interval, ends included: 80% or more, for counts are whole. */
  readonly mass: Float64Array
  readonly pAny: Float64Array
  readonly pTwo: Float64Array
}

const [LOWER, UPPER] = [0.1, 0.9]
/** Below this logarithm a probability is no number any more. */
const SMALLEST_LOG = -600

/**
 * Negative-binomial counts of each cell: variance mean + mean^2 / size. The interval runs from the 10% to
 * the 90% quantile of whole counts, the least that hold these parts, so that it holds at least 80%. A size
 * of Infinity is Poisson.
 *
 * @param mean expected number, cell by cell
 * @param size size (r) of each cell, above 0
 */
export function countForecast(mean: Float64Array, size: Float64Array): CountForecast {
  const blank = () => new Float64Array(mean.length)
  const out = { low: blank(), high: blank(), mass: blank(), pAny: blank(), pTwo: blank() }
  for (let i = 0; i < mean.length; i++) {
    const zero = Math.exp(logOfNone(mean[i]!, size[i]!))
    const one = zero * step(mean[i]!, size[i]!, 1)
    out.pAny[i] = 1 - zero
    out.pTwo[i] = Math.max(0, 1 - zero - one)
    const { low, high, mass } = countInterval(mean[i]!, size[i]!)
    out.low[i] = low
    out.high[i] = high
    out.mass[i] = mass
  }
  return out
}

/**
 * Probabilities of 0, 1, ... `max` events; the rest of the tail is 1 minus their sum. In logarithms where
 * none at all is too unlikely for a number.
 *
 * @example probabilities(1, Infinity, 1)[0] // e^-1
 */
export function probabilities(mean: number, size: number, max: number): Float64Array {
  const p = new Float64Array(max + 1)
  let log = logOfNone(mean, size)
  if (log > SMALLEST_LOG) {
    p[0] = Math.exp(log)
    for (let k = 1; k <= max; k++) p[k] = p[k - 1]! * step(mean, size, k)
    return p
  }
  for (let k = 1; k <= max; k++) {
    log += Math.log(step(mean, size, k))
    p[k] = Math.exp(log)
  }
  return p
}

/** A count that is hardly ever passed: eight standard deviations above the mean. */
export function reachOf(mean: number, size: number): number {
  return Math.ceil(mean + 8 * Math.sqrt(mean + (mean * mean) / size)) + 4
}

/**
 * The whole numbers between the 10% and the 90% quantile of a count, and the mass that they hold.
 *
 * @example countInterval(0.5, Infinity) // { low: 0, high: 1, mass: 0.91 }: e^-0.5 (1 + 0.5)
 */
export function countInterval(mean: number, size: number): { low: number; high: number; mass: number } {
  const p = probabilities(mean, size, reachOf(mean, size))
  let [low, outside, below, k] = [0, 0, p[0]!, 0]
  while (below < UPPER && k + 1 < p.length) {
    if (below < LOWER) [low, outside] = [k + 1, below]
    below += p[++k]!
  }
  return { low, high: k, mass: Math.min(1, below - outside) }
}

function logOfNone(mean: number, size: number): number {
  return size === Number.POSITIVE_INFINITY ? -mean : -size * Math.log1p(mean / size)
}

/** P(k) / P(k - 1). */
function step(mean: number, size: number, k: number): number {
  if (size === Number.POSITIVE_INFINITY) return mean / k
  return (((k - 1 + size) / k) * mean) / (size + mean)
}
