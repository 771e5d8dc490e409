import { DECIMALS, type PackedPage, packReason } from '../contract/person-page.ts'
import type { Chance } from '../contract/roster-row.ts'
import { HIGH, type NoProbability } from '../contract/vocabulary.ts'
import { round, type Scored } from './listed.ts'
import { reasonGroups } from './reasons.ts'

/**
 * The probability of becoming high harm as lists and pages show it, or why there is none. Shares to four
 * decimals.
 */
export function chanceOf(scored: Scored, p: number): Chance {
  const prediction = scored.cohort.predictions.get(p)
  if (!prediction) return { kind: 'none', reason: reasonWithout(scored, p) }
  const [expected, low, high] = [prediction.expected, prediction.low, prediction.high]
  return { kind: 'probability', expected: round(expected, 4), low: round(low, 4), high: round(high, 4) }
}

/** Everything that adds up to a person's probability, in log-odds; null for a person without one. */
export function sumOf({ cohort }: Scored, p: number): PackedPage['sum'] {
  const prediction = cohort.predictions.get(p)
  if (!prediction) return null
  return {
    baseline: round(prediction.baseline, DECIMALS),
    logit: round(prediction.logit, DECIMALS),
    reasons: reasonGroups(prediction.factors).map(packReason),
  }
}

/**
 * Everyone listed is predicted but for two kinds of people; who is both is named as high, which custody does
 * not change.
 */
function reasonWithout({ cohort }: Scored, p: number): NoProbability {
  return cohort.band[p]! >= HIGH ? 'already-high' : 'in-custody'
}
