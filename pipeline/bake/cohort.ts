import { type AuditColumns, type Careers, readCareers } from '../features/careers.ts'
import { harmAt, landmarkDays, landmarkRows } from '../features/landmarks.ts'
import { personFeatures } from '../features/person-features.ts'
import type { LoadedForce } from '../force/load.ts'
import { ONS_2020, weightByCode } from '../force/weights.ts'
import type { Duck } from '../lib/duck.ts'
import { type AdditiveModel, explainRow } from '../models/additive.ts'
import { bandIndex } from '../models/bands.ts'
import { numericTable, type Table } from '../models/table.ts'
import { fitTransition, predictIntervals, type RiskInterval, sampleRows } from '../models/transition.ts'

/** The people of a week, scored: everything that their files are written from. */
export interface Cohort {
  readonly careers: Careers
  readonly audit: AuditColumns
  /** Person indexes on a list. */
  readonly listed: readonly number[]
  /** Harm score and band index of every person. */
  readonly harm: Float64Array
  readonly band: Uint8Array
  readonly model: AdditiveModel
  /** Share of the people at stake that reached high within the horizon, over the latest matured year. */
  readonly baseRate: number
  /** People with a prediction, by person index. */
  readonly predictions: ReadonlyMap<number, Prediction>
}

export interface Prediction extends RiskInterval {
  readonly baseline: number
  readonly logit: number
  readonly factors: readonly { feature: string; value: number; contribution: number; support: number }[]
}

/** Weeks since the last charge after which a person below high-medium leaves the lists. */
const LIST_WEEKS = 104

/**
 * Scores everyone as known when `asAt` begins: harm, band, and for the listed people below high, at liberty and living,
 * the probability of becoming high harm.
 *
 * On a list stands a living person with a unit who was charged within the last two years or who is in high-medium or above.
 */
export async function scoreCohort(store: Duck, { force }: LoadedForce, asAt: number): Promise<Cohort> {
  const { careers, audit } = await readCareers(store, asAt, weightByCode(ONS_2020))
  const { cuts, halfLifeYears, transitionWeeks } = force.harm
  const settings = { halfLifeYears, highCut: cuts.high, horizonDays: transitionWeeks * 7 }
  const harm = Float64Array.from({ length: careers.people }, (_value, p) => harmAt(careers, p, asAt, halfLifeYears))
  const band = Uint8Array.from(harm, score => bandIndex(score, cuts))
  const listed = listedPeople(careers, band, asAt)
  const trained = trainTransition(careers, asAt, settings)
  const atStake = listed.filter(p => band[p]! < 3 && !(careers.custodyUntil[p]! >= asAt))
  const table = featureTable(careers, Int32Array.from(atStake), new Int32Array(atStake.length).fill(asAt), settings)
  const intervals = predictIntervals(trained.model, table)
  const predictions = new Map(atStake.map((p, row) => [p, prediction(trained.model, table, row, intervals[row]!)]))
  return { careers, audit, listed, harm, band, ...trained, predictions }
}

function listedPeople(careers: Careers, band: Uint8Array, asAt: number): number[] {
  const listed: number[] = []
  for (let p = 0; p < careers.people; p++) {
    const lastDay = careers.charge.day[careers.start[p + 1]! - 1]!
    const current = band[p]! >= 2 || lastDay >= asAt - LIST_WEEKS * 7
    if (current && !careers.deceased[p] && careers.lomu[p]) listed.push(p)
  }
  return listed
}

type Settings = { halfLifeYears: number; highCut: number; horizonDays: number }

function featureTable(careers: Careers, persons: Int32Array, days: Int32Array, settings: Settings): Table {
  return numericTable(personFeatures(careers, persons, days, settings))
}

function trainTransition(careers: Careers, asAt: number, settings: Settings) {
  const firstDay = careers.charge.day.reduce((first, day) => Math.min(first, day), asAt)
  const days = landmarkDays(asAt, firstDay, settings)
  const rows = landmarkRows(careers, days, settings)
  const sample = sampleRows(rows.high)
  const persons = sample.rows.map(r => rows.person[r]!)
  const table = featureTable(
    careers,
    persons,
    sample.rows.map(r => rows.day[r]!),
    settings,
  )
  const labels = Uint8Array.from(sample.rows, r => rows.high[r]!)
  const model = fitTransition(table, labels, { weights: sample.weights, persons })
  let [recent, recentHigh] = [0, 0]
  for (let r = 0; r < rows.rows; r++) {
    if (rows.day[r]! < (days[3] ?? 0)) continue
    recent++
    recentHigh += rows.high[r]!
  }
  return { model, baseRate: recentHigh / recent }
}

function prediction(model: AdditiveModel, table: Table, row: number, interval: RiskInterval): Prediction {
  const { baseline, factors } = explainRow(model, table, row)
  return {
    ...interval,
    baseline,
    logit: factors.reduce((sum, { contribution }) => sum + contribution, baseline),
    factors: factors.map(({ name, contribution, support }, j) => {
      const column = table.columns[j]!
      return {
        feature: name,
        value: column.kind === 'numeric' ? column.values[row]! : Number.NaN,
        contribution,
        support,
      }
    }),
  }
}
