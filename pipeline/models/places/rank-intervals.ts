import { random, SEED } from '../../lib/seed.ts'

const DRAWS = 200

/** How sure the rank of each cell is. */
export interface RankIntervals {
  /** Ranks between which the cell stands in 80% of draws; 1 is the highest. */
  readonly rankLow: Int32Array
  readonly rankHigh: Int32Array
  /** Part of the draws in which it stands among the first `TOP_RANKS`. */
  readonly topShare: Float64Array
}

/** Ranks that are asked about most: as many places as a meeting goes through. */
export const TOP_RANKS = 20

/**
 * Ranks of the cells when their rates are drawn from what is known of them: every rate from a gamma with its
 * mean and shape, all cells ranked (1 is the highest), 200 times.
 *
 * Assumption A14: what is not known about one cell's rate says nothing about another's.
 *
 * @param shape shape of each cell's rate, what the spread of past counts says of rates included:
 * 1 / (1 / shape of the posterior + 1 / r)
 */
export function rankIntervals(mean: Float64Array, shape: Float64Array): RankIntervals {
  const cells = mean.length
  const source = random(SEED, 'ranks')
  const ranks = new Int32Array(cells * DRAWS)
  const rate = new Float64Array(cells)
  const topShare = new Float64Array(cells)
  for (let d = 0; d < DRAWS; d++) {
    for (let i = 0; i < cells; i++) {
      rate[i] = (mean[i]! * source.gamma(Math.max(shape[i]!, 1e-3))) / Math.max(shape[i]!, 1e-3)
    }
    const rising = rate.slice().sort()
    for (let i = 0; i < cells; i++) {
      const rank = cells - positionOf(rising, rate[i]!)
      ranks[i * DRAWS + d] = rank
      if (rank <= TOP_RANKS) topShare[i]! += 1 / DRAWS
    }
  }
  return { ...intervalsOf(ranks, cells), topShare }
}

/** Where a value stands in a rising list that holds it, by halving. */
function positionOf(rising: Float64Array, value: number): number {
  let [low, high] = [0, rising.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (rising[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

function intervalsOf(ranks: Int32Array, cells: number): Pick<RankIntervals, 'rankLow' | 'rankHigh'> {
  const [rankLow, rankHigh] = [new Int32Array(cells), new Int32Array(cells)]
  for (let i = 0; i < cells; i++) {
    const own = ranks.subarray(i * DRAWS, (i + 1) * DRAWS).sort()
    rankLow[i] = own[Math.floor(0.1 * DRAWS)]!
    rankHigh[i] = own[Math.ceil(0.9 * DRAWS) - 1]!
  }
  return { rankLow, rankHigh }
}
