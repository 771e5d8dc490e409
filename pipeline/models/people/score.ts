import type { Careers } from '../../features/careers.ts'
import { harmAt } from '../../features/harm.ts'
import { peopleSettings } from '../../features/people-settings.ts'
import type { PersonFeature } from '../../features/person-features.ts'
import type { Force } from '../../force/schema.ts'
import { bandIndex, HIGH, HIGH_MEDIUM } from './bands.ts'
import type { Table } from './columns.ts'
import { type AdditiveModel, explainRow } from './gam.ts'
import { predictIntervals, type RiskInterval } from './intervals.ts'
import { peopleOn, personTable } from './person-table.ts'
import { type TrainedPeople, type TrainOptions, trainPeople } from './train.ts'

/** The people of a week, scored. */
export interface ScoredPeople {
  readonly asAt: number
  readonly careers: Careers
  /** Person indexes on a list. */
  readonly listed: readonly number[]
  /** Harm score and band index of every person. */
  readonly harm: Float64Array
  readonly band: Uint8Array
  readonly trained: TrainedPeople
  /** People with a prediction, by person index. */
  readonly predictions: ReadonlyMap<number, Prediction>
}

/** The probability of becoming high harm with its 80 % interval and what it is made of; log-odds. */
export interface Prediction extends RiskInterval {
  readonly baseline: number
  readonly logit: number
  readonly factors: readonly {
    feature: PersonFeature
    value: number
    contribution: number
    support: number
  }[]
}

/** Weeks since the last charge after which a person below high-medium leaves the lists. */
const LIST_WEEKS = 52

/**
 * Scores everyone as known when `asAt` begins: harm, band, and for the listed people below high, at liberty
 * and living, the probability of becoming high harm.
 *
 * On a list stands a living person with a unit who was charged within the last 52 weeks or who is in
 * high-medium or above. Throws RangeError when nobody, or everybody, became high harm in the whole history.
 *
 * @param beside see `TrainOptions`: what begins on another thread once the recipe is chosen
 * @example (await scorePeople(careers, force, { asAt, beside: leakAlarmApart })).predictions.get(p)?.expected
 */
export async function scorePeople<T>(
  careers: Careers,
  force: Force,
  { asAt, beside: begin }: Omit<TrainOptions<T>, 'settings'>,
): Promise<ScoredPeople & { beside: Promise<T> | null }> {
  const settings = peopleSettings(force)
  const { halfLifeYears } = settings
  const harm = Float64Array.from({ length: careers.people }, (_value, p) =>
    harmAt(careers, p, { day: asAt, halfLifeYears }),
  )
  const band = Uint8Array.from(harm, score => bandIndex(score, force.harm.cuts))
  const listed = listedPeople(careers, band, asAt)
  const { trained, beside } = await trainPeople(careers, { asAt, settings, beside: begin })
  const atStake = listed.filter(p => band[p]! < HIGH && !(careers.custodyUntil[p]! >= asAt))
  const table = personTable(careers, peopleOn(Int32Array.from(atStake), asAt), settings)
  const intervals = predictIntervals(trained.model, table)
  const predictions = new Map(
    atStake.map((p, row) => [p, { ...intervals[row]!, ...explained(trained.model, table, row) }]),
  )
  return { asAt, careers, listed, harm, band, trained, predictions, beside }
}

function listedPeople(careers: Careers, band: Uint8Array, asAt: number): number[] {
  const listed: number[] = []
  for (let p = 0; p < careers.people; p++) {
    const lastDay = careers.charge.day[careers.start[p + 1]! - 1]!
    const current = band[p]! >= HIGH_MEDIUM || lastDay >= asAt - LIST_WEEKS * 7
    if (current && !careers.deceased[p] && careers.lomu[p]) listed.push(p)
  }
  return listed
}

function explained(model: AdditiveModel, table: Table, row: number): Omit<Prediction, keyof RiskInterval> {
  const { baseline, factors } = explainRow(model, table, row)
  return {
    baseline,
    logit: factors.reduce((sum, { contribution }) => sum + contribution, baseline),
    factors: factors.map(({ name, contribution, support }, j) => {
      const column = table.columns[j]
      const value = column?.kind === 'numeric' ? column.values[row]! : Number.NaN
      return { feature: name as PersonFeature, value, contribution, support }
    }),
  }
}
