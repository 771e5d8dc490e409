import { sigmoid } from '../lib/logistic.ts'
import { random, SEED } from '../lib/seed.ts'
import { type AdditiveModel, predictBags, predictLogits } from './additive.ts'
import type { Table } from './table.ts'

/** A sample of rows with weights that restore the whole. */
export interface Sample {
  readonly rows: Int32Array
  readonly weights: Float64Array
}

/** Rows that a fit needs at most: beyond it more negatives add nearly nothing. */
const MAX_ROWS = 120_000

/**
 * All positives and a random share of the negatives (weighted by the inverse share), so that a fit stays fast and its
 * probabilities right (case-control sampling with weights).
 */
export function sampleRows(labels: Uint8Array, maxRows = MAX_ROWS): Sample {
  let positives = 0
  for (const label of labels) positives += label
  const negatives = labels.length - positives
  const share = Math.min(1, Math.max(maxRows - positives, positives) / Math.max(negatives, 1))
  const source = random(SEED, 'sample')
  const kept = new Int32Array(labels.length)
  let n = 0
  for (let r = 0; r < labels.length; r++) if (source.next() < share || labels[r]) kept[n++] = r
  const rows = kept.slice(0, n)
  return { rows, weights: Float64Array.from(rows, r => (labels[r] ? 1 : 1 / share)) }
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
