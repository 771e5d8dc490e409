/** A set of offences and how much time and area it could have come from. */
export interface CountedSet {
  readonly count: number
  /** Periods x squares x hours of the week. */
  readonly exposure: number
}

/** Two sets side by side: what B would be at A's exposure, how far apart they are, and what that means. */
export interface Verdict {
  readonly scaled: number
  readonly z: number
  readonly ordinary: boolean
}

/** Below this, two counts differ no more than counts of the same thing do by chance (about 1 in 30). */
const ORDINARY = 3

/**
 * Compares two counts: z = 2 (sqrt(a) - sqrt(b)) for equal exposure. With exposure r times as large for A as
 * for B, b is scaled by r and the difference by sqrt(2 / (1 + r)), which keeps the spread of z that of equal
 * exposure (the square root of a Poisson count has variance 1/4 whatever its mean; Anscombe 1948).
 *
 * @example compareSets({ count: 49, exposure: 1 }, { count: 36, exposure: 1 }).z === 2
 */
export function compareSets(a: CountedSet, b: CountedSet): Verdict {
  const ratio = b.exposure > 0 ? a.exposure / b.exposure : 1
  const scaled = b.count * ratio
  const z = 2 * (Math.sqrt(a.count) - Math.sqrt(scaled)) * Math.sqrt(2 / (1 + ratio))
  return { scaled, z, ordinary: Math.abs(z) < ORDINARY }
}
