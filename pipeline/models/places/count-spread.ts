import type { Dispersion } from './dispersion.ts'

/** How the counts of the cells spread around their means. */
export interface CountSpread {
  /** Size of each cell's negative binomial: variance = mean + mean^2 / size. */
  readonly size: Float64Array
  /** Coefficient of variation of the total: what all cells share. */
  readonly cv: number
  /** What spreads counts beyond what their rates are known to. */
  readonly dispersion: Dispersion
}

/** What the spread of counts is made of. */
export interface SpreadParts {
  /** Shape of each cell's posterior gamma: what its rate rests on. */
  readonly shape: Float64Array
  readonly dispersion: Dispersion
  /** Coefficient of variation of the total. */
  readonly cv: number
}

/**
 * Spread of the counts of cells: 1 / size = 1 / shape + 1 / r + cv^2 + phi / mean.
 *
 * @example mean 2, shape 4, 1 / r 0.25, cv 0, phi 1: size 1
 */
export function spreadCounts(mean: Float64Array, { shape, dispersion, cv }: SpreadParts): CountSpread {
  const { inverseSize, phi } = dispersion
  const size = mean.map((m, i) => 1 / (1 / shape[i]! + inverseSize + cv * cv + phi / m))
  return { size, cv, dispersion }
}

/**
 * The spread of the counts over a time that is longer or shorter: only phi / mean changes with the mean.
 *
 * @param mean means over the first time; over the other they are `factor` times as much
 */
export function stretchSpread(spread: CountSpread, mean: Float64Array, factor: number): CountSpread {
  const { size, dispersion } = spread
  const change = dispersion.phi * (1 / factor - 1)
  return { ...spread, size: size.map((r, i) => 1 / (1 / r + change / mean[i]!)) }
}

/** Some cells taken together: their mean and the size of their joint count. */
export interface JointCount {
  readonly mean: number
  readonly size: number
}

/**
 * The joint count of some cells as a negative binomial of the same mean and variance: what is each cell's own
 * averages out, what all share (the total) does not. Assumption A10: given the total, cells vary each on its
 * own. Variance = sum of (mean_i + mean_i^2 (1 / size_i -
 * cv^2)) + cv^2 mean^2.
 *
 * @example two cells of mean 1 and size 2, cv 0: mean 2 and size 4
 */
export function jointCount(
  mean: Float64Array,
  { size, cv }: Pick<CountSpread, 'size' | 'cv'>,
  cells: ArrayLike<number>,
): JointCount {
  let [all, own] = [0, 0]
  for (let k = 0; k < cells.length; k++) {
    const m = mean[cells[k]!]!
    all += m
    own += m * m * (1 / size[cells[k]!]! - cv * cv)
  }
  return { mean: all, size: 1 / (own / (all * all) + cv * cv) }
}
