import type { Careers } from '../../features/careers.ts'
import { harmAt } from '../../features/harm.ts'
import { peopleSettings } from '../../features/people-settings.ts'
import { ageOn } from '../../features/person.ts'
import type { PersonDays } from '../../features/person-features.ts'
import type { Force } from '../../force/schema.ts'
import { rowsWhere } from '../../lib/rows.ts'
import { bandIndex } from '../../models/people/bands.ts'
import { type RulesOfThumb, rulesOfThumb } from '../../models/people/baselines.ts'
import { takeLabelled } from '../../models/people/columns.ts'
import { PERSON_FOLDS, personFold, TEST_LANDMARKS } from '../../models/people/folds.ts'
import { predictProbabilities } from '../../models/people/gam.ts'
import { personTable, ruleTable, takePersonDays } from '../../models/people/person-table.ts'
import type { TrainedPeople } from '../../models/people/train.ts'

/**
 * Everyone who was scored on the last year of landmarks whose horizon is over: a row a person and day,
 * predicted by a model that knew neither the person nor the time. These are the people of the lists as they
 * would have been delivered on those days.
 */
export interface HeldOut extends PersonDays {
  /** The landmarks, latest first. */
  readonly days: readonly number[]
  readonly outcome: Uint8Array
  readonly probability: Float64Array
  /** What simple rules say of the same rows. */
  readonly rules: RulesOfThumb
  readonly unit: readonly string[]
  /** Index of the harm band on the day. */
  readonly band: Uint8Array
  /** 1 for people known to be under 18 on the day: a list of their own. */
  readonly child: Uint8Array
}

/**
 * Predicts what is over: the scored of the latest four landmarks, each half of the people by a model learnt
 * from the other half at landmarks whose horizon was over before the first of the four. Null when the history
 * is too short.
 *
 * @example heldOutPeople(careers, trained, force)?.probability
 */
export function heldOutPeople(careers: Careers, { training }: TrainedPeople, force: Force): HeldOut | null {
  const { landmarks, held } = training
  if (!held) return null
  const settings = peopleSettings(force)
  const days = training.days.slice(0, TEST_LANDMARKS)
  const first = days.at(-1)!
  const parts = held.models.map((model, fold) => {
    const inFold = (r: number) => personFold(landmarks.person[r]!, PERSON_FOLDS) === fold
    const which = rowsWhere(landmarks.rows, r => landmarks.day[r]! >= first && inFold(r))
    const rows = takePersonDays(landmarks, which)
    const train = takeLabelled(held.rows, held.splits[fold]!.train)
    const learnt = takePersonDays(held.personDays, held.splits[fold]!.train)
    const simple = { ...train, table: ruleTable(careers, learnt, settings) }
    return {
      which,
      probability: predictProbabilities(model, personTable(careers, rows, settings)),
      rules: rulesOfThumb(simple, ruleTable(careers, rows, settings)),
    }
  })
  const which = Int32Array.from(parts.flatMap(part => [...part.which]))
  const join = (pick: (part: (typeof parts)[number]) => Float64Array) =>
    Float64Array.from(parts.flatMap(part => [...pick(part)]))
  const rows = takePersonDays(landmarks, which)
  return {
    ...rows,
    ...standingsOf(careers, rows, force),
    days,
    outcome: Uint8Array.from(which, r => landmarks.high[r]!),
    probability: join(part => part.probability),
    rules: {
      baseRate: join(({ rules }) => rules.baseRate),
      gapOnly: join(({ rules }) => rules.gapOnly),
      copasAge: join(({ rules }) => rules.copasAge),
      harmRank: join(({ rules }) => rules.harmRank),
    },
  }
}

function standingsOf(careers: Careers, { person, day }: PersonDays, { harm }: Force) {
  const { halfLifeYears, cuts } = harm
  return {
    unit: Array.from(person, p => careers.lomu[p]!),
    band: Uint8Array.from(person, (p, r) =>
      bandIndex(harmAt(careers, p, { day: day[r]!, halfLifeYears }), cuts),
    ),
    child: Uint8Array.from(person, (p, r) => (ageOn(careers.birthDay[p]!, day[r]!) < 18 ? 1 : 0)),
  }
}
