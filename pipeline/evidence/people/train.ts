import type { Careers } from '../../features/careers.ts'
import { type Landmarks, landmarkDays, landmarkRows, STRATA } from '../../features/landmarks.ts'
import { type PersonFeatures, personFeatures } from '../../features/person-features.ts'
import { rowsWhere } from '../../lib/rows.ts'
import { numericTable, type Table, takeRows } from '../../models/people/columns.ts'
import { personFold } from '../../models/people/folds.ts'
import { type AdditiveModel, fitAdditive, predictProbabilities } from '../../models/people/gam.ts'
import { INTERVAL_BAGS, sampleRows } from '../../models/people/intervals.ts'
import { fitRisk, type Recipe } from '../../models/people/risk.ts'
import type { Choice, Split } from '../../models/people/select-recipe.ts'
import { auc } from '../../scores/auc.ts'
import { type Quality, qualityOf } from './cross-validate.ts'
import type { LeakReport } from './leak.ts'
import { chooseInParallel, leakAlarmApart } from './parallel.ts'

export interface PeopleSettings {
  readonly halfLifeYears: number
  readonly highCut: number
  readonly horizonDays: number
}

/** One person at the latest landmark whose horizon is over, predicted by a model that knew neither the person nor the time. */
export interface HeldOut {
  /** The landmark, an epoch day. */
  readonly day: number
  readonly person: Int32Array
  readonly outcome: Uint8Array
  readonly probability: Float64Array
}

/** The transition model of a week with what it rests on. */
export interface TrainedPeople {
  readonly model: AdditiveModel
  readonly recipe: Recipe
  /** Share of the people at stake who became high harm, over the last four matured landmarks. */
  readonly baseRate: number
  /** Landmarks used, latest first, with people at stake and how many became high. */
  readonly landmarks: readonly { readonly day: number; readonly people: number; readonly high: number }[]
  /** Null when the history is too short to hold a year apart. */
  readonly heldOut: HeldOut | null
  readonly quality: Quality | null
  readonly baselines: readonly { readonly name: string; readonly quality: Quality }[]
  readonly leak: LeakReport | null
  /** Held-out log-loss of the kinds of model that were tried. */
  readonly tried: Choice['tried']
}

const FOLDS = 2
const TEST_LANDMARKS = 4
const MIN_EVENTS = 50
const PLAIN: Recipe = { boostShare: 0, rounds: 0, pairs: false, intercept: 0, slope: 1 }

/**
 * Trains the transition model on person x landmark rows and judges it as it will be used: on people it has not seen, at
 * landmarks that begin one horizon after the last one it learnt from (so that no outcome window overlaps).
 *
 * Throws RangeError when nobody, or everybody, became high harm in the whole history.
 */
export async function trainPeople(
  careers: Careers,
  asAt: number,
  settings: PeopleSettings,
): Promise<TrainedPeople> {
  const firstDay = careers.charge.day.reduce((first, day) => Math.min(first, day), asAt)
  const days = landmarkDays(asAt, firstDay, settings)
  const rows = landmarkRows(careers, days, settings)
  const sample = sampleRows(rows.high, rows.stratum, STRATA)
  const table = tableAt(careers, rows, sample.rows, settings)
  const labels = Uint8Array.from(sample.rows, r => rows.high[r]!)
  const groups = sample.rows.map(r => rows.person[r]!)
  const splits = temporalSplits(
    groups,
    sample.rows.map(r => rows.day[r]!),
    days,
    settings.horizonDays,
  ).filter(split => enough(labels, split))
  const options = { weights: sample.weights, groups }
  const choice = splits.length === FOLDS ? await chooseInParallel(table, labels, splits, options) : null
  const listening = choice && leakAlarmApart({ table, labels, splits, choice, ...options })
  const recipe = choice?.recipe ?? PLAIN
  const penalties = choice ? { lambdas: choice.lambdas } : {}
  const latest = { careers, rows, day: days[0]!, settings }
  const judged =
    choice &&
    judge({ table, labels, weights: sample.weights, splits, recipe, lambdas: choice.lambdas }, latest)
  return {
    model: fitRisk(table, labels, recipe, { ...options, ...penalties, bags: INTERVAL_BAGS }),
    recipe,
    landmarks: tally(rows, days),
    baseRate: baseRate(rows, days),
    heldOut: judged?.heldOut ?? null,
    quality: judged?.quality ?? null,
    baselines: judged?.baselines ?? [],
    tried: choice?.tried ?? [],
    leak: await listening,
  }
}

function enough(labels: Uint8Array, { train, test }: Split): boolean {
  const events = (rows: Int32Array) => rows.reduce((sum, r) => sum + labels[r]!, 0)
  return events(train) >= MIN_EVENTS && events(test) >= MIN_EVENTS / 2
}

/** Features of some landmark rows as a table for the model. */
export function tableAt(
  careers: Careers,
  rows: Pick<Landmarks, 'person' | 'day'>,
  which: Int32Array,
  settings: PeopleSettings,
): Table {
  const features: PersonFeatures = personFeatures(
    careers,
    which.map(r => rows.person[r]!),
    which.map(r => rows.day[r]!),
    settings,
  )
  return numericTable(features)
}

/**
 * Splits that hold apart both people and time: tested on the latest four landmarks of one half of the people, trained on the
 * other half at landmarks whose horizon ends before the first of these.
 */
export function temporalSplits(
  persons: Int32Array,
  rowDays: Int32Array,
  days: readonly number[],
  horizonDays: number,
): Split[] {
  const firstTest = days[Math.min(TEST_LANDMARKS, days.length) - 1] ?? Infinity
  return Array.from({ length: FOLDS }, (_value, fold) => ({
    train: rowsWhere(
      persons.length,
      r => personFold(persons[r]!, FOLDS) !== fold && rowDays[r]! + horizonDays <= firstTest,
    ),
    test: rowsWhere(persons.length, r => personFold(persons[r]!, FOLDS) === fold && rowDays[r]! >= firstTest),
  }))
}

interface Sampled {
  readonly table: Table
  readonly labels: Uint8Array
  readonly weights: Float64Array
  readonly splits: readonly Split[]
  readonly recipe: Recipe
  readonly lambdas: ReadonlyMap<string, number>
}

interface Latest {
  readonly careers: Careers
  readonly rows: Landmarks
  readonly day: number
  readonly settings: PeopleSettings
}

function judge(sampled: Sampled, { careers, rows, day, settings }: Latest) {
  const parts = sampled.splits.map(({ train }, fold) => {
    const which = rowsWhere(
      rows.rows,
      r => rows.day[r] === day && personFold(rows.person[r]!, FOLDS) === fold,
    )
    const test = tableAt(careers, rows, which, settings)
    return { which, test, ...models(sampled, train, test) }
  })
  const which = Int32Array.from(parts.flatMap(part => [...part.which]))
  const outcome = Uint8Array.from(which, r => rows.high[r]!)
  const joined = (pick: (part: (typeof parts)[number]) => Float64Array) =>
    Float64Array.from(parts.flatMap(part => [...pick(part)]))
  const probability = joined(part => part.model)
  const rate = joined(part => new Float64Array(part.which.length).fill(part.rate))
  const gap = joined(part => part.gapOnly)
  const rank = joined(part => gapColumn(part.test).map(value => -value))
  const copas = joined(part => part.copasAge)
  return {
    heldOut: { day, person: which.map(r => rows.person[r]!), outcome, probability },
    quality: qualityOf(probability, outcome),
    baselines: [
      { name: 'base rate', quality: { ...qualityOf(rate, outcome), auc: 0.5 } },
      { name: 'gap to the cut-point only', quality: qualityOf(gap, outcome) },
      { name: 'Copas rate and age', quality: qualityOf(copas, outcome) },
      { name: 'harm rank', quality: { ...qualityOf(rate, outcome), auc: auc(rank, outcome) } },
    ],
  }
}

function models({ table, labels, weights, recipe, lambdas }: Sampled, train: Int32Array, test: Table) {
  const part = takeRows(table, train)
  const y = Uint8Array.from(train, r => labels[r]!)
  const w = Float64Array.from(train, r => weights[r]!)
  const only = (names: readonly string[]) => (whole: Table) => ({
    ...whole,
    columns: whole.columns.filter(({ name }) => names.includes(name)),
  })
  const simple = (names: readonly string[]) =>
    predictProbabilities(fitAdditive(only(names)(part), y, { weights: w }), only(names)(test))
  const total = w.reduce((sum, weight) => sum + weight, 0)
  return {
    model: predictProbabilities(fitRisk(part, y, recipe, { weights: w, lambdas }), test),
    gapOnly: simple(['gap']),
    copasAge: simple(['copas', 'age']),
    rate: y.reduce((sum, label, i) => sum + label * w[i]!, 0) / total,
  }
}

function gapColumn(table: Table): Float64Array {
  const column = table.columns.find(({ name }) => name === 'gap')!
  return column.kind === 'numeric' ? column.values : new Float64Array(table.rows)
}

function tally(rows: Landmarks, days: readonly number[]) {
  const people = new Map<number, { people: number; high: number }>(
    days.map(day => [day, { people: 0, high: 0 }]),
  )
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
