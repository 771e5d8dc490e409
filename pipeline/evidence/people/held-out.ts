import type { Careers } from '../../features/careers.ts'
import type { PeopleSettings } from '../../features/people-settings.ts'
import { rowsWhere } from '../../lib/rows.ts'
import { type RulesOfThumb, rulesOfThumb } from '../../models/people/baselines.ts'
import { takeLabelled } from '../../models/people/columns.ts'
import { PERSON_FOLDS, personFold } from '../../models/people/folds.ts'
import { predictProbabilities } from '../../models/people/gam.ts'
import { personTable, takePersonDays } from '../../models/people/person-table.ts'
import { fitRisk } from '../../models/people/risk.ts'
import type { TrainedPeople } from '../../models/people/train.ts'
import { auc } from '../../scores/auc.ts'
import { type Quality, qualityOf } from './quality.ts'

/**
 * One person at the latest landmark whose horizon is over, predicted by a model that knew neither the person
 * nor the time.
 */
export interface HeldOut {
  /** The landmark, an epoch day. */
  readonly day: number
  readonly person: Int32Array
  readonly outcome: Uint8Array
  readonly probability: Float64Array
}

/** Held-out predictions, how good they are, and how good simpler rules are on the same rows. */
export interface HeldOutEvidence {
  readonly heldOut: HeldOut
  readonly quality: Quality
  readonly baselines: readonly { readonly name: string; readonly quality: Quality }[]
}

/**
 * Judges the model as it is used: everyone at stake on the latest landmark, each half of the people predicted
 * by the same recipe learnt from the other half at landmarks whose horizon was over by then. Null when the
 * history is too short.
 *
 * @example judgeHeldOut(careers, trained, settings)?.quality.auc
 */
export function judgeHeldOut(
  careers: Careers,
  { recipe, training }: TrainedPeople,
  settings: PeopleSettings,
): HeldOutEvidence | null {
  const { landmarks, days, selection } = training
  if (!selection) return null
  const day = days[0]!
  const { lambdas } = selection.choice
  const parts = selection.splits.map((split, fold) => {
    const inFold = (r: number) => personFold(landmarks.person[r]!, PERSON_FOLDS) === fold
    const which = rowsWhere(landmarks.rows, r => landmarks.day[r] === day && inFold(r))
    const test = personTable(careers, takePersonDays(landmarks, which), settings)
    const train = takeLabelled(selection.rows, split.train)
    const probability = predictProbabilities(fitRisk(train, recipe, { lambdas }), test)
    return { which, probability, rules: rulesOfThumb(train, test) }
  })
  const which = Int32Array.from(parts.flatMap(part => [...part.which]))
  const outcome = Uint8Array.from(which, r => landmarks.high[r]!)
  const probability = joined(parts, part => part.probability)
  return {
    heldOut: { day, person: which.map(r => landmarks.person[r]!), outcome, probability },
    quality: qualityOf(probability, outcome),
    baselines: ruleQualities(rule => joined(parts, ({ rules }) => rules[rule]), outcome),
  }
}

function ruleQualities(valuesOf: (rule: keyof RulesOfThumb) => Float64Array, outcome: Uint8Array) {
  const rate = qualityOf(valuesOf('baseRate'), outcome)
  return [
    { name: 'base rate', quality: { ...rate, auc: 0.5 } },
    { name: 'gap to the cut-point only', quality: qualityOf(valuesOf('gapOnly'), outcome) },
    { name: 'Copas rate and age', quality: qualityOf(valuesOf('copasAge'), outcome) },
    { name: 'harm rank', quality: { ...rate, auc: auc(valuesOf('harmRank'), outcome) } },
  ]
}

function joined<T>(parts: readonly T[], pick: (part: T) => Float64Array): Float64Array {
  return Float64Array.from(parts.flatMap(part => [...pick(part)]))
}
