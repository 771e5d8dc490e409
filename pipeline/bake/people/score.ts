import { type HorizonEvidence, shorterHorizons } from '../../evidence/people/horizons.ts'
import { type TrainedPeople, tableAt, trainPeople } from '../../evidence/people/train.ts'
import { type AuditColumns, type Careers, readCareers } from '../../features/careers.ts'
import { harmAt } from '../../features/landmarks.ts'
import type { LoadedForce } from '../../force/load.ts'
import { ONS_2020, weightByCode } from '../../force/weights.ts'
import type { Duck } from '../../lib/duck.ts'
import { EXIT, PipelineError } from '../../lib/error.ts'
import { rowsWhere } from '../../lib/rows.ts'
import { bandIndex } from '../../models/people/bands.ts'
import type { Table } from '../../models/people/columns.ts'
import { type AdditiveModel, explainRow } from '../../models/people/gam.ts'
import { predictIntervals, type RiskInterval } from '../../models/people/intervals.ts'

/** The people of a week, scored: everything that their files are written from. */
export interface Cohort {
  readonly careers: Careers
  readonly audit: AuditColumns
  /** Person indexes on a list. */
  readonly listed: readonly number[]
  /** Harm score and band index of every person. */
  readonly harm: Float64Array
  readonly band: Uint8Array
  readonly trained: TrainedPeople
  /** Shorter horizons, judged beside the model's own. */
  readonly horizons: readonly HorizonEvidence[]
  /** People with a prediction, by person index. */
  readonly predictions: ReadonlyMap<number, Prediction>
}

export interface Prediction extends RiskInterval {
  readonly baseline: number
  readonly logit: number
  readonly factors: readonly { feature: string; value: number; contribution: number; support: number }[]
}

/** Weeks since the last charge after which a person below high-medium leaves the lists. */
const LIST_WEEKS = 52

/**
 * Scores everyone as known when `asAt` begins: harm, band, and for the listed people below high, at liberty and living,
 * the probability of becoming high harm.
 *
 * On a list stands a living person with a unit who was charged within the last 52 weeks or who is in high-medium or above.
 */
export async function scoreCohort(
  store: Duck,
  { settings: force }: LoadedForce,
  asAt: number,
): Promise<Cohort> {
  const { careers, audit } = await readCareers(store, asAt, weightByCode(ONS_2020))
  const { cuts, halfLifeYears, transitionWeeks } = force.harm
  const settings = { halfLifeYears, highCut: cuts.high, horizonDays: transitionWeeks * 7 }
  const harm = Float64Array.from({ length: careers.people }, (_value, p) =>
    harmAt(careers, p, asAt, halfLifeYears),
  )
  const band = Uint8Array.from(harm, score => bandIndex(score, cuts))
  const listed = listedPeople(careers, band, asAt)
  const trained = await trainPeople(careers, asAt, settings)
  refuseLeak(trained)
  const atStake = listed.filter(p => band[p]! < 3 && !(careers.custodyUntil[p]! >= asAt))
  const now = { person: Int32Array.from(atStake), day: new Int32Array(atStake.length).fill(asAt) }
  const table = tableAt(
    careers,
    now,
    rowsWhere(atStake.length, () => true),
    settings,
  )
  const intervals = predictIntervals(trained.model, table)
  const predictions = new Map(
    atStake.map((p, row) => [p, prediction(trained.model, table, row, intervals[row]!)]),
  )
  const horizons = trained.heldOut ? shorterHorizons(careers, asAt, settings, trained.model.lambdas) : []
  return { careers, audit, listed, harm, band, trained, horizons, predictions }
}

function refuseLeak({ leak }: TrainedPeople): void {
  if (!leak?.alarm) return
  const columns = [...new Set(leak.findings.flatMap(finding => finding.columns))].join(', ')
  throw new PipelineError(
    `leak alarm: ${columns} (transition model)`,
    EXIT.refusedData,
    `prove when these features are measured: ${leak.findings.map(({ detail }) => detail).join('; ')}`,
  )
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
        value: column?.kind === 'numeric' ? column.values[row]! : Number.NaN,
        contribution,
        support,
      }
    }),
  }
}
