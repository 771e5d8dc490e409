import { random, SEED } from '../../lib/seed.ts'

/** A sample of rows with weights that restore the whole. */
export interface Sample {
  readonly rows: Int32Array
  readonly weights: Float64Array
}

/** Rows that a fit needs at most: beyond it more negatives add nearly nothing. */
const MAX_ROWS = 60_000

/**
 * All positives and a random share of the negatives of each stratum (weighted by the inverse share), so that
 * a fit stays fast and its probabilities right. The share rises with the square root of the stratum's rate of
 * positives, which makes the weighted sums least noisy for their size (Neyman 1934).
 *
 * @param strata stratum of each row, 0 to `count` - 1
 * @example sampleRows(labels, strata, { count: 12 }).rows.length <= 60_000 + positives
 */
export function sampleRows(
  labels: Uint8Array,
  strata: Uint8Array,
  { count, maxRows = MAX_ROWS }: { count: number; maxRows?: number },
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
