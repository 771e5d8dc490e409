import { type CountTable, FIELDS } from './count-table.ts'

/** What spreads the counts of squares beyond what their rates are known to. */
export interface Dispersion {
  /** Inverse size 1 / r: squares that differ from their means in ways that no map knew. */
  readonly inverseSize: number
  /** Events that come together, several victims of one crime: variance phi x mean. */
  readonly phi: number
}

/** Before any window is over: no more spread than that of the rates. */
const NONE: Dispersion = { inverseSize: 0, phi: 0 }

/** Steps of the search, widest first: down to two thousandths. From a start that is near, it begins near. */
const [WIDEST, NEAR, FINEST] = [0.256, 0.032, 0.002]
/**
 * Ways to go from a point of (1 / r, phi): along each and along both, for the one can stand for the other.
 */
const DIRECTIONS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, -1],
  [-1, 1],
] as const

/** Squares alike: how many, their mean, the inverse shape of their rates, and the count that each had. */
interface Alike {
  readonly squares: number
  readonly mean: number
  readonly overShape: number
  readonly count: number
}

/**
 * Spread of the counts of squares beyond that of their rates: (phi, r) by maximum likelihood of past windows'
 * counts under a negative binomial with inverse size 1 / shape + 1 / r + phi / mean, that is with variance
 * mean (1 + phi) + mean^2 (1 / shape + 1 / r). A pattern search over both, at least 0 each, to two
 * thousandths.
 *
 * @param table counts of past windows, each by the means forecast before it (given the number that fell) and
 * the shapes of that day
 * @param start where the search begins: the spread of the window before
 * @example fitDispersion(mergeTables([])) // { inverseSize: 0, phi: 0 }
 */
export function fitDispersion({ groups }: CountTable, start: Dispersion = NONE): Dispersion {
  if (groups.size === 0) return NONE
  const alike = Array.from(groups.values(), alikeOf)
  let best = start
  let highest = logLikelihood(alike, best)
  for (let step = start === NONE ? WIDEST : NEAR; step >= FINEST; ) {
    let moved = false
    for (const [a, b] of DIRECTIONS) {
      const tried = { inverseSize: best.inverseSize + a * step, phi: best.phi + b * step }
      if (tried.inverseSize < 0 || tried.phi < 0) continue
      const reached = logLikelihood(alike, tried)
      if (reached <= highest) continue
      best = tried
      highest = reached
      moved = true
    }
    if (!moved) step /= 2
  }
  return best
}

function alikeOf(group: Float64Array): Alike {
  const squares = group[FIELDS.squares]!
  const overShape = group[FIELDS.overShape]! / group[FIELDS.square]!
  return { squares, mean: group[FIELDS.mean]! / squares, overShape, count: group[FIELDS.count]! }
}

/**
 * Log-likelihood up to terms without the spread: for a square of mean m, inverse size v and count y, the sum
 * over j < y of log(1 + j v), less (y + 1 / v) log(1 + m v). A group counts by its mean square.
 */
function logLikelihood(groups: readonly Alike[], { inverseSize, phi }: Dispersion): number {
  let score = 0
  for (const { squares, mean, overShape, count } of groups) {
    const v = overShape + inverseSize + phi / mean
    let part = -(count + 1 / v) * Math.log1p(mean * v)
    for (let j = 1; j < count; j++) part += Math.log1p(j * v)
    score += squares * part
  }
  return score
}
