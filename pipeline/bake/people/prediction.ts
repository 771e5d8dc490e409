import type { Prediction } from '../../models/people/score.ts'
import type { ListedPerson, PersonFile } from '../contract/people.ts'
import { HIGH, type NoProbability } from '../contract/vocabulary.ts'
import { round, type Scored } from './listed.ts'
import { reasonGroups } from './reasons.ts'

/**
 * The probability of becoming high harm as a list shows it, or why there is none. Shares to four decimals.
 */
export function transition(scored: Scored, p: number): ListedPerson['transition'] {
  const prediction = scored.cohort.predictions.get(p)
  if (!prediction) return { kind: 'none', reason: reasonWithout(scored, p) }
  return { kind: 'probability', ...interval(prediction) }
}

/** The probability with everything that adds up to it, as a person's page shows it, or why there is none. */
export function predictionSection(scored: Scored, p: number): PersonFile['prediction'] {
  const { cohort, force } = scored
  const prediction = cohort.predictions.get(p)
  if (!prediction) return { kind: 'none', reason: reasonWithout(scored, p) }
  return {
    kind: 'probability',
    weeks: force.harm.transitionWeeks,
    probability: interval(prediction),
    baseRate: unitRate(scored, cohort.careers.lomu[p]!),
    baseline: prediction.baseline,
    logit: prediction.logit,
    groups: reasonGroups(prediction.factors),
  }
}

/**
 * Base rate of a unit: of those scored on its lists of a year ago, the share that became high harm; the
 * force's where its lists held nobody.
 */
export function unitRate({ cohort }: Scored, code: string): number {
  const tally = cohort.trained.units.get(code)
  return tally ? tally.high / tally.people : cohort.trained.baseRate
}

/**
 * Everyone listed is predicted but for two kinds of people; who is both is named as high, which custody does
 * not change.
 */
function reasonWithout({ cohort }: Scored, p: number): NoProbability {
  return cohort.band[p]! >= HIGH ? 'already-high' : 'in-custody'
}

function interval({ expected, low, high }: Prediction) {
  return { expected: round(expected, 4), low: round(low, 4), high: round(high, 4) }
}
