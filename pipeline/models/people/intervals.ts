import { sigmoid } from '../../lib/logistic.ts'
import type { Table } from './columns.ts'
import { type AdditiveModel, predictBags, predictLogits } from './gam.ts'

/**
 * A probability with its range of outcomes: of `PEOPLE_ALIKE` people with it, from `low` to `high` (as shares
 * of them, whole people) become high harm four times in five.
 */
export interface Outlook {
  readonly expected: number
  readonly low: number
  readonly high: number
}

/** Resamples behind each range. */
export const INTERVAL_BAGS = 40
/** People of whom a range of outcomes speaks. */
const PEOPLE_ALIKE = 100

/**
 * Probability of each row with its range of outcomes: the 10% and 90% quantiles of a binomial count among
 * 100 people whose probability is as uncertain as the bags say. It holds both how unsure the estimate is and
 * how chance would fall, and is wider than either.
 */
export function predictOutlooks(model: AdditiveModel, table: Table): Outlook[] {
  const logits = predictLogits(model, table)
  const bags = predictBags(model, table)
  return Array.from(logits, (logit, r) => {
    const [low, high] = outcomeRange(bags.length > 0 ? bags.map(bag => sigmoid(bag[r]!)) : [sigmoid(logit)])
    return { expected: sigmoid(logit), low, high }
  })
}

/**
 * The 10% and 90% quantiles, as shares, of the number of people out of 100 that something happens to, its
 * probability being any of those given with equal chance.
 *
 * @example outcomeRange([0.5]) // [0.44, 0.56]
 * @internal
 */
export function outcomeRange(probabilities: readonly number[]): [number, number] {
  const n = PEOPLE_ALIKE
  const odds = probabilities.map(p => p / (1 - p))
  let mass = probabilities.map(p => (1 - p) ** n)
  let [below, low] = [0, -1]
  for (let k = 0; k <= n; k++) {
    below += mass.reduce((sum, m) => sum + m, 0) / mass.length
    if (low < 0 && below >= 0.1) low = k / n
    if (below >= 0.9) return [Math.max(low, 0), k / n]
    mass = mass.map((m, b) => (m * (n - k) * odds[b]!) / (k + 1))
  }
  return [Math.max(low, 0), 1]
}
