import { sigmoid } from '../../lib/logistic.ts'
import { random, SEED } from '../../lib/seed.ts'
import type { Table } from './columns.ts'
import { type AdditiveModel, predictBags, predictLogits } from './gam.ts'

/** A sample of rows with weights that restore the whole. */
export interface Sample {
  readonly rows: Int32Array
  readonly weights: Float64Array
}

/** Rows that a fit needs at most: beyond it more negatives add nearly nothing. */
const MAX_ROWS = 60_000

/**
 * All positives and a random share of the negatives of each stratum (weighted by the inverse share), so that a fit stays
 * fast and its probabilities right. The share rises with the square root of the stratum's rate of positives, which makes
 * the weighted sums least noisy for their size (Neyman 1934).
 *
 * @param strata stratum of each row, 0 to `count` - 1
 */
export function sampleRows(
  labels: Uint8Array,
  strata: Uint8Array,
  count: number,
  maxRows = MAX_ROWS,
): Sample {
  const positives = new Float64Array(count)
  const negatives = new Float64Array(count)
  for (let r = 0; r < labels.length; r++) (labels[r] ? positives : negatives)[strata[r]!]!++
  const pull = negatives.map((n, s) => Math.sqrt((positives[s]! + 1) / (n + positives[s]! + 1)))
  const room = Math.max(maxRows - positives.reduce((sum, n) => sum + n, 0), maxRows / 4)
  const shares = sharesFor(pull, negatives, room)
  const source = random(SEED, 'sample')
  const kept: number[] = []
  for (let r = 0; r < labels.length; r++) if (source.next() < shares[strata[r]!]! || labels[r]) kept.push(r)
  const rows = Int32Array.from(kept)
  return { rows, weights: Float64Array.from(rows, r => (labels[r] ? 1 : 1 / shares[strata[r]!]!)) }
}

/** Shares proportional to `pull`, at most 1, that keep about `room` negatives in all. */
function sharesFor(pull: Float64Array, negatives: Float64Array, room: number): Float64Array {
  let [low, high] = [0, 1e6]
  const keep = (scale: number) => pull.map(p => Math.min(1, scale * p))
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    const total = keep(middle).reduce((sum, share, s) => sum + share * negatives[s]!, 0)
    if (total > room) high = middle
    else low = middle
  }
  return keep(low)
}

/** A probability with its 80 % interval. */
export interface RiskInterval {
  readonly expected: number
  readonly low: number
  readonly high: number
}

/** Resamples behind each interval. */
export const INTERVAL_BAGS = 40

/**
 * Probability of each row with the 10 % and 90 % quantiles over the bags (linear interpolation on log-odds is not needed:
 * quantiles move with any rising function).
 */
export function predictIntervals(model: AdditiveModel, table: Table): RiskInterval[] {
  const logits = predictLogits(model, table)
  const bags = predictBags(model, table)
  const low = Math.floor(0.1 * (bags.length - 1))
  const high = Math.ceil(0.9 * (bags.length - 1))
  return Array.from(logits, (logit, r) => {
    const sorted = Float64Array.from(bags, bag => bag[r]!).sort()
    return {
      expected: sigmoid(logit),
      low: Math.min(sigmoid(logit), sigmoid(sorted[low] ?? logit)),
      high: Math.max(sigmoid(logit), sigmoid(sorted[high] ?? logit)),
    }
  })
}
