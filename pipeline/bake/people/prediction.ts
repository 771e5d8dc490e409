import { DECIMALS, type PackedPage, packReason } from '../contract/person-page.ts'
import type { Chance } from '../contract/roster-row.ts'
import { HIGH, type NoProbability } from '../contract/vocabulary.ts'
import { custodyUntil, type Lists, round, type Scored } from './listed.ts'
import { reasonGroups } from './reasons.ts'

/**
 * The probability of becoming high harm as lists and pages show it, or why there is none. Shares to four
 * decimals.
 */
export function chanceOf(scored: Lists, p: number): Chance {
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
 * Base rate of a unit: of those scored on its lists of a year ago, the share that became high harm; the
 * force's where its lists held nobody, null where no list did.
 */
export function unitRate({ cohort }: Scored, code: string): number | null {
  const tally = cohort.trained.units.get(code)
  return tally ? tally.high / tally.people : cohort.trained.baseRate
}

/**
 * Everyone listed is predicted but for two kinds of people, unless there was too little to learn from; who is
 * high and in custody is named as high, which custody does not change.
 */
function reasonWithout(scored: Lists, p: number): NoProbability {
  if (scored.cohort.band[p]! >= HIGH) return 'already-high'
  return custodyUntil(scored, p) === null ? 'not-learnt' : 'in-custody'
}
