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
    baseRate: cohort.trained.baseRate,
    baseline: prediction.baseline,
    logit: prediction.logit,
    groups: reasonGroups(prediction.factors),
  }
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
