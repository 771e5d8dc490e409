import { sigmoid } from '../../lib/logistic.ts'
import type { Table } from './columns.ts'
import { type AdditiveModel, predictBags, predictLogits } from './gam.ts'

/** A probability with its 80 % interval. */
export interface RiskInterval {
  readonly expected: number
  readonly low: number
  readonly high: number
}

/** Resamples behind each interval. */
export const INTERVAL_BAGS = 40

/**
 * Probability of each row with the 10 % and 90 % quantiles over the bags (linear interpolation on log-odds is
 * not needed: quantiles move with any rising function).
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
