import type { Careers } from '../../features/careers.ts'
import { type Landmarks, landmarkDays, landmarkRows, STRATA } from '../../features/landmarks.ts'
import type { PeopleSettings } from '../../features/people-settings.ts'
import type { LabelledRows } from './columns.ts'
import { PERSON_FOLDS, type Split, TEST_LANDMARKS, temporalSplits } from './folds.ts'
import type { AdditiveModel } from './gam.ts'
import { INTERVAL_BAGS } from './intervals.ts'
import { personTable, takePersonDays } from './person-table.ts'
import { fitRisk, type Recipe } from './risk.ts'
import { sampleRows } from './sample.ts'
import { type Choice, chooseRecipe } from './select-recipe.ts'

/** What the model was learnt from, for whoever judges it. */
export interface Training {
  /** Everyone at stake on every landmark. */
  readonly landmarks: Landmarks
  /** Landmark days, latest first. */
  readonly days: readonly number[]
  /**
   * Splits by people and time, and the recipe chosen on them; null when the history is too short to hold a
   * year apart.
   */
  readonly selection: Selection | null
}

/**
 * The rows learnt from (all that became high, a weighted share of the others), the splits that hold some
 * apart, and the recipe that was chosen on them.
 */
export interface Selection {
  readonly rows: LabelledRows
  readonly splits: readonly Split[]
  readonly choice: Choice
}

/** What else training needs to know. */
export interface TrainOptions<T> {
  /** Epoch day on which the known facts end. */
  readonly asAt: number
  readonly settings: PeopleSettings
  /**
   * Called once the recipe is chosen, before the last fit: what judges the choice on another thread can begin
   * then.
   */
  readonly beside: (selection: Selection) => Promise<T>
}

/** The transition model of a week with what it rests on. */
export interface TrainedPeople {
  readonly model: AdditiveModel
  readonly recipe: Recipe
  /** Share of the people at stake who became high harm, over the last four matured landmarks. */
  readonly baseRate: number
  /** Landmarks used, latest first, with people at stake and how many became high. */
  readonly landmarks: readonly LandmarkTally[]
  readonly training: Training
}

interface LandmarkTally {
  readonly day: number
  readonly people: number
  readonly high: number
}

/** Events that a split must hold to learn from; half of it to judge by. */
const MIN_EVENTS = 50
/** The recipe without a year to choose by: the smooth model as it is. */
const PLAIN: Recipe = { boostShare: 0, boostingRounds: 0, pairs: false, intercept: 0, slope: 1 }

/**
 * Trains the transition model on person x landmark rows: the recipe is chosen on people it has not seen, at
 * landmarks that begin one horizon after the last one learnt from (so that no outcome window overlaps); then
 * all rows are used.
 *
 * Throws RangeError when nobody, or everybody, became high harm in the whole history.
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
  const selection = splits.length === PERSON_FOLDS ? await select(sample, splits) : null
  const begun = selection && beside(selection)
  const recipe = selection?.choice.recipe ?? PLAIN
  const penalties = selection ? { lambdas: selection.choice.lambdas } : {}
  const trained = {
    model: fitRisk(sample, recipe, { ...penalties, bags: INTERVAL_BAGS }),
    recipe,
    baseRate: baseRate(landmarks, days),
    landmarks: tally(landmarks, days),
    training: { landmarks, days, selection },
  }
  return { trained, beside: begun }
}

async function select(rows: LabelledRows, splits: readonly Split[]): Promise<Selection> {
  return { rows, splits, choice: await chooseRecipe(rows, splits) }
}

function enough(labels: Uint8Array, { train, test }: Split): boolean {
  const events = (rows: Int32Array) => rows.reduce((sum, r) => sum + labels[r]!, 0)
  return events(train) >= MIN_EVENTS && events(test) >= MIN_EVENTS / 2
}

function tally(rows: Landmarks, days: readonly number[]): LandmarkTally[] {
  const people = new Map(days.map(day => [day, { people: 0, high: 0 }]))
  for (let r = 0; r < rows.rows; r++) {
    const here = people.get(rows.day[r]!)!
    here.people++
    here.high += rows.high[r]!
  }
  return days.map(day => ({ day, ...people.get(day)! }))
}

function baseRate(rows: Landmarks, days: readonly number[]): number {
  const recent = tally(rows, days).slice(0, TEST_LANDMARKS)
  const sum = (pick: 'people' | 'high') => recent.reduce((total, landmark) => total + landmark[pick], 0)
  return sum('high') / Math.max(sum('people'), 1)
}
