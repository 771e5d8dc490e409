/** Frozen cut-points of the harm score: the lowest score of each band above low. */
export interface Cuts {
  readonly lowMedium: number
  readonly highMedium: number
  readonly high: number
  readonly superHigh: number
}

/** How many bands there are: 0 low, 1 low-medium, 2 high-medium, 3 high, 4 super high. */
const BAND_COUNT = 5
/** Index of the band that is high harm. */
export const HIGH = 3

/**
 * Band of a score from frozen cut-points: 0 low to 4 super high. A score on a cut is in the band above it.
 *
 * @example bandIndex(700, { lowMedium: 60, highMedium: 250, high: 700, superHigh: 2000 }) === 3
 */
export function bandIndex(score: number, cuts: Cuts): number {
  if (score >= cuts.superHigh) return 4
  if (score >= cuts.high) return 3
  if (score >= cuts.highMedium) return 2
  return score >= cuts.lowMedium ? 1 : 0
}

/** Shares of all harm that the people in and above each band hold. */
const HARM_SHARES = { superHigh: 0.5, high: 0.8, highMedium: 0.92, lowMedium: 0.98 } as const

/**
 * Cut-points proposed from a reference population: super high is the smallest group that holds 50% of all
 * harm, high 80%, high-medium 92%, low-medium 98%. Each cut is the score of the last person needed. Throws
 * RangeError when fewer than four different scores are above zero, for then the cut-points would not rise.
 */
export function proposeCuts(scores: ArrayLike<number>): Cuts {
  const sorted = Float64Array.from(scores).filter(score => score > 0)
  sorted.sort()
  sorted.reverse()
  const total = sorted.reduce((sum, score) => sum + score, 0)
  const cutAt = (share: number) => {
    let held = 0
    for (const score of sorted) {
      held += score
      if (held >= share * total - 1e-9 * total) return score
    }
    return 0
  }
  const cuts = {
    lowMedium: cutAt(HARM_SHARES.lowMedium),
    highMedium: cutAt(HARM_SHARES.highMedium),
    high: cutAt(HARM_SHARES.high),
    superHigh: cutAt(HARM_SHARES.superHigh),
  }
  if (
    !(
      0 < cuts.lowMedium &&
      cuts.lowMedium < cuts.highMedium &&
      cuts.highMedium < cuts.high &&
      cuts.high < cuts.superHigh
    )
  ) {
    throw new RangeError('too few different harm scores to place four cut-points')
  }
  return cuts
}

/**
 * Flow table between two ways to band the same people: `flow[i][j]` people go from band i to band j. The two
 * arrays hold the band index of each person; -1 means not on that side.
 */
export function bandFlow(before: ArrayLike<number>, after: ArrayLike<number>): number[][] {
  const flow = Array.from({ length: BAND_COUNT }, () => new Array<number>(BAND_COUNT).fill(0))
  for (let i = 0; i < before.length; i++) {
    const [from, to] = [before[i]!, after[i]!]
    if (from >= 0 && to >= 0) flow[from]![to]!++
  }
  return flow
}
