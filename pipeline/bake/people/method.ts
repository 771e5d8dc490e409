import type { JudgedPeople } from '../../evidence/people/judge.ts'
import type { Settings } from '../../force/schema.ts'
import { PeopleMethodFile } from '../contract/method.ts'
import type { FairnessFile, PeopleEvidenceFile } from '../contract/people.ts'
import { decimals, whole } from '../figures.ts'
import { decisionsAbout } from '../public-record.ts'
import { peopleCard } from './card.ts'
import { peopleRecord } from './record.ts'

/** What the method page says beside the files of evidence and fairness: how many people it is about. */
export interface MethodOf {
  readonly cohort: JudgedPeople
  readonly settings: Settings
  readonly evidence: PeopleEvidenceFile
  readonly fairness: FairnessFile
  readonly listed: number
}

/** `method/people.json`: tuned values, model card and public record; figures of groups, nobody's record. */
export function peopleMethodFile(made: MethodOf): PeopleMethodFile {
  const { cohort, settings, evidence, fairness, listed } = made
  const { careers, predictions } = cohort
  const facts = {
    ...{ settings, evidence, fairness, listed },
    weights: `${careers.weights.source}, ${careers.weights.vintage}`,
    charged: careers.people,
    predicted: predictions.size,
    charges: chargesNow(careers.charge),
  }
  return PeopleMethodFile.parse({
    kind: 'people-method',
    values: [...setValues(made), ...learntValues(cohort)],
    decided: decidedIn(settings),
    reviewer: settings.harm.redLines.reviewer,
    card: peopleCard(facts),
    record: peopleRecord(facts),
  })
}

/** Charges as they are now: what was known of one before is no other charge. */
function chargesNow({ day, known }: MethodOf['cohort']['careers']['charge']): number {
  return known ? known.until.filter(until => until === Number.POSITIVE_INFINITY).length : day.length
}

function setValues({ settings, cohort }: MethodOf): PeopleMethodFile['values'] {
  const { harm, lomuCapacity } = settings
  const { cuts } = harm
  const cut = (value: number) => `from ${whole(value)}`
  const how = `frozen on ${cuts.frozenOn}`
  const set = 'setting of the force'
  const { weights } = cohort.careers
  return [
    { what: 'Harm weights', value: `${weights.source}, ${weights.vintage}`, how: set },
    { what: 'Half-life of a charge', value: `${harm.halfLifeYears} years`, how: set },
    { what: 'Band low-medium', value: cut(cuts.lowMedium), how },
    { what: 'Band high-medium', value: cut(cuts.highMedium), how },
    { what: 'Band high', value: cut(cuts.high), how },
    { what: 'Band super high', value: cut(cuts.superHigh), how },
    { what: 'People on whom the cut-points were found', value: cuts.reference, how },
    { what: 'How far ahead the chance looks', value: `${harm.transitionWeeks} weeks`, how: set },
    { what: 'People that a unit can look at', value: whole(lomuCapacity), how: `${set}; units may differ` },
  ]
}

function learntValues({ trained }: JudgedPeople): PeopleMethodFile['values'] {
  const { model, landmarks } = trained
  if (!model)
    return [
      { what: 'Model', value: 'none', how: 'too few people became high harm, or did not, to learn from' },
    ]
  const how = 'estimated from the rows that it learns from'
  return [
    { what: 'Past days learnt from', value: whole(landmarks.length), how: '13 weeks apart' },
    { what: 'Log-odds of the average row', value: decimals(3)(model.intercept), how },
    { what: 'Factors with a curve of their own', value: whole(model.terms.length), how: 'a closed list' },
    {
      what: 'Models fitted again on resampled people',
      value: whole(model.bags.length),
      how: 'for intervals',
    },
    ...[...model.lambdas].map(([group, lambda]) => ({
      what: `Strength of the penalty: ${group}`,
      value: lambda.toPrecision(3),
      how,
    })),
  ]
}

/** Decisions that stand in the settings: those stated, and proofs of the timing of factors. */
function decidedIn(settings: Settings): PeopleMethodFile['decided'] {
  const proofs = settings.harm.provenFeatures.map(({ feature, on, by, how }) => ({
    on,
    by,
    what: `Proved that "${feature}" is known on its day: ${how}`,
  }))
  return [...decisionsAbout(settings, 'people'), ...proofs]
}
