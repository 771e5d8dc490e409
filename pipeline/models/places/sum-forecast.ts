import { jointCount } from './count-spread.ts'
import { countInterval, probabilities } from './negative-binomial.ts'

/** A square in a sum: its expected number, the size of its count's negative binomial, and how much of it. */
export interface SquarePart {
  readonly expected: number
  readonly size: number
  /** Share of the square that belongs to the sum; default all of it. */
  readonly share?: number
}

/** What may be counted in some squares together. */
export interface SumForecast {
  readonly expected: number
  /** Whole numbers that hold the count with a chance of `mass`: 80% or more, for counts are whole. */
  readonly low: number
  readonly high: number
  readonly mass: number
  /** Chance of at least one. */
  readonly pAny: number
}

/**
 * The forecast of any set of squares, or of parts of them: the interval of a sum is not the sum of intervals.
 * What is each square's own averages out, what all share (the level of the whole force) does not. A part of a
 * square takes its share of the expected number; its spread is that of the square thinned by the share.
 * Variance = sum of (a m + (a m)^2 (1 / size - cv^2)) + cv^2 (sum of a m)^2.
 *
 * @param cv coefficient of variation of the force's total (`spread.cv` of a target's file)
 * @example forecastOfSum([{ expected: 1, size: 2 }, { expected: 1, size: 2 }], 0) // mean 2 of size 4
 */
export function forecastOfSum(parts: readonly SquarePart[], cv: number): SumForecast {
  const mean = Float64Array.from(parts, ({ expected, share = 1 }) => expected * share)
  const size = Float64Array.from(parts, part => part.size)
  const joint = jointCount(
    mean,
    { size, cv },
    Array.from(parts, (_, i) => i),
  )
  if (!(joint.mean > 0)) return { expected: 0, low: 0, high: 0, mass: 1, pAny: 0 }
  const none = probabilities(joint.mean, joint.size, 0)[0]!
  return { expected: joint.mean, ...countInterval(joint.mean, joint.size), pAny: 1 - none }
}
