import type { Careers } from '../../features/careers.ts'
import { type Landmarks, landmarkDays, landmarkRows, STRATA } from '../../features/landmarks.ts'
import type { PeopleSettings } from '../../features/people-settings.ts'
import type { PersonDays } from '../../features/person-features.ts'
import { sum } from '../../lib/sums.ts'
import { type LabelledRows, takeLabelled, takeRows } from './columns.ts'
import { PERSON_FOLDS, type Split, TEST_LANDMARKS, temporalSplits } from './folds.ts'
import { type AdditiveModel, predictLogits } from './gam.ts'
import { INTERVAL_BAGS } from './intervals.ts'
import { levelled } from './level.ts'
import { personTable, takePersonDays } from './person-table.ts'
import { fitSmooth } from './risk.ts'
import { sampleRows } from './sample.ts'
import type { Choice } from './select-recipe.ts'

/** What the model was learnt from, for whoever judges it. */
export interface Training {
  /** Everyone who was scored on every landmark. */
  readonly landmarks: Landmarks
  /** Landmark days, latest first. */
  readonly days: readonly number[]
  /** Models that know half the people and the past alone; null when the history is too short for them. */
  readonly held: HeldModels | null
}

/** Rows learnt from, the splits that hold some apart, and what was predicted of the rows held apart. */
export interface Selection {
  readonly rows: LabelledRows
  readonly splits: readonly Split[]
  readonly choice: Pick<Choice, 'lambdas' | 'logits' | 'additiveLogits'>
}

/** The same with the models themselves, one a split: each saw its training rows and nothing else. */
export interface HeldModels extends Selection {
  /** Who and when each of the rows is. */
  readonly personDays: PersonDays
  readonly models: readonly AdditiveModel[]
}

/** What else training needs to know. */
export interface TrainOptions<T> {
  /** Epoch day on which the known facts end. */
  readonly asAt: number
  readonly settings: PeopleSettings
  /**
   * Called before the last fit: what judges the held-out predictions on another thread can begin then.
   */
  readonly beside: (selection: Selection) => Promise<T>
}

/** People scored and those of them who became high harm. */
export interface Tally {
  readonly people: number
  readonly high: number
}

/** The transition model of a week with what it rests on. */
export interface TrainedPeople {
  /** Null where too few people became high harm, or too few did not, to learn from. */
  readonly model: AdditiveModel | null
  /**
   * Share of the people scored who became high harm, over the last four matured landmarks; null where none
   * was scored on them.
   */
  readonly baseRate: number | null
  /** The same people by unit. */
  readonly units: ReadonlyMap<string, Tally>
  /** Landmarks used, latest first, with people scored and how many became high. */
  readonly landmarks: readonly (Tally & { readonly day: number })[]
  readonly training: Training
}

/** Fewest rows of people who became high that a half may hold for being learnt from or judged by. */
const MIN_EVENTS = 30
/** Fewest people of each kind that a probability may be learnt from: no figure rests on fewer. */
const MIN_LEARNT = 10

/**
 * Learns the transition model from the careers: everyone who stood on a list below the high cut, 13 weeks
 * apart, as far back as the history goes. The rows are a weighted sample when there are many. Penalties
 * and level (`levelled`) come from the rows that a model is fitted to; nothing else is tuned, so nothing is
 * learnt from rows held apart.
 * With fewer than ten people who became high harm, or who did not, there is no model.
 *
 * @example (await trainPeople(careers, { asAt, settings, beside: async () => null })).trained.baseRate
 */
export async function trainPeople<T>(
  careers: Careers,
  { asAt, settings, beside }: TrainOptions<T>,
): Promise<{ trained: TrainedPeople; beside: Promise<T> | null }> {
  const days = landmarkDays(asAt, careers.firstDay, settings)
  const landmarks = landmarkRows(careers, days, settings)
  const { rows, weights } = sampleRows(landmarks.high, landmarks.stratum, { count: STRATA })
  const personDays = takePersonDays(landmarks, rows)
  const labels = Uint8Array.from(rows, r => landmarks.high[r]!)
  const table = personTable(careers, personDays, settings)
  const sample = { table, labels, weights, groups: personDays.person }
  const splits = temporalSplits(personDays, days, settings.horizonDays).filter(split => enough(labels, split))
  const held = splits.length === PERSON_FOLDS ? holdApart(sample, splits, personDays) : null
  const begun = held && beside({ rows: held.rows, splits, choice: held.choice })
  const units = (r: number) => careers.lomu[landmarks.person[r]!]!
  const recent = new Set(days.slice(0, TEST_LANDMARKS))
  const judged = tally(landmarks, units, r => recent.has(landmarks.day[r]!))
  const byDay = tally(landmarks, r => landmarks.day[r]!)
  const trained = {
    model: learnable(sample)
      ? levelled(fitSmooth(sample, { bags: INTERVAL_BAGS }), sample, personDays.day)
      : null,
    baseRate: rateOf([...judged.values()]),
    units: judged,
    landmarks: days.map(day => ({ day, ...(byDay.get(day) ?? { people: 0, high: 0 }) })),
    training: { landmarks, days, held },
  }
  return { trained, beside: begun }
}

function holdApart(rows: LabelledRows, splits: readonly Split[], personDays: PersonDays): HeldModels {
  const models = splits.map(({ train }) => {
    const known = takeLabelled(rows, train)
    return levelled(fitSmooth(known), known, takePersonDays(personDays, train).day)
  })
  const logits = Float64Array.from(
    models.flatMap((model, s) => [...predictLogits(model, takeRows(rows.table, splits[s]!.test))]),
  )
  return {
    rows,
    splits,
    models,
    personDays,
    choice: { lambdas: models[0]!.lambdas, logits, additiveLogits: logits },
  }
}

/** Whether enough people became high harm, and enough did not. */
function learnable({ labels, groups }: { labels: Uint8Array; groups: Int32Array }): boolean {
  return [0, 1].every(kind => new Set(groups.filter((_p, r) => labels[r] === kind)).size >= MIN_LEARNT)
}

function enough(labels: Uint8Array, { train, test }: Split): boolean {
  const events = (rows: Int32Array) => rows.reduce((count, r) => count + labels[r]!, 0)
  return events(train) >= MIN_EVENTS && events(test) >= MIN_EVENTS / 2
}

function tally<K>(
  { rows, high }: Landmarks,
  keyOf: (r: number) => K,
  counts: (r: number) => boolean = () => true,
): Map<K, Tally> {
  const tallies = new Map<K, Tally>()
  for (let r = 0; r < rows; r++) {
    if (!counts(r)) continue
    const before = tallies.get(keyOf(r)) ?? { people: 0, high: 0 }
    tallies.set(keyOf(r), { people: before.people + 1, high: before.high + high[r]! })
  }
  return tallies
}

function rateOf(tallies: readonly Tally[]): number | null {
  const people = sum(tallies.map(tally => tally.people))
  return people > 0 ? sum(tallies.map(({ high }) => high)) / people : null
}
