import { random, SEED } from '../../lib/seed.ts'

const DRAWS = 200

/**
 * Ranks between which each cell stands in 80 % of draws: every cell's rate is drawn from a gamma with its
 * mean and shape, all cells are ranked (1 is the highest), 200 times. A cell whose `rankHigh` is within the
 * top 20 is certainly there; one whose `rankLow` is within but not its `rankHigh` is borderline.
 */
export function rankIntervals(
  mean: Float64Array,
  shape: Float64Array,
): { rankLow: Int32Array; rankHigh: Int32Array } {
  const cells = mean.length
  const source = random(SEED, 'ranks')
  const ranks = new Int32Array(cells * DRAWS)
  const rate = new Float64Array(cells)
  const order = new Uint32Array(cells)
  for (let d = 0; d < DRAWS; d++) {
    for (let i = 0; i < cells; i++) {
      order[i] = i
      rate[i] = (mean[i]! * source.gamma(Math.max(shape[i]!, 1e-3))) / Math.max(shape[i]!, 1e-3)
    }
    order.sort((a, b) => rate[b]! - rate[a]! || a - b)
    for (let r = 0; r < cells; r++) ranks[order[r]! * DRAWS + d] = r + 1
  }
  const [rankLow, rankHigh] = [new Int32Array(cells), new Int32Array(cells)]
  for (let i = 0; i < cells; i++) {
    const own = ranks.subarray(i * DRAWS, (i + 1) * DRAWS).sort()
    rankLow[i] = own[Math.floor(0.1 * DRAWS)]!
    rankHigh[i] = own[Math.ceil(0.9 * DRAWS) - 1]!
  }
  return { rankLow, rankHigh }
}
