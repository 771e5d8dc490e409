import type { Careers } from '../../features/careers.ts'
import { harmAt } from '../../features/harm.ts'
import { peopleSettings } from '../../features/people-settings.ts'
import { listedOn } from '../../features/population.ts'
import type { PersonFeature } from '../../force/factors.ts'
import type { Force } from '../../force/schema.ts'
import { bandIndex, HIGH } from './bands.ts'
import type { Table } from './columns.ts'
import { type AdditiveModel, explainRow } from './gam.ts'
import { type Outlook, predictOutlooks } from './intervals.ts'
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
  /** People with a prediction, by person index; none without a model. */
  readonly predictions: ReadonlyMap<number, Prediction>
}

/** The probability of becoming high harm with its range of outcomes and what it is made of; log-odds. */
export interface Prediction extends Outlook {
  readonly baseline: number
  readonly logit: number
  readonly factors: readonly {
    feature: PersonFeature
    value: number
    contribution: number
    support: number
  }[]
}

/**
 * Scores everyone as known when `asAt` begins: harm, band, and for the listed people below high and at
 * liberty the probability of becoming high harm. On a list stands whoever the rule says (`listedOn`) and is
 * not recorded as deceased.
 * Without a model (`TrainedPeople`) nobody has a probability.
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
  const listed = Array.from({ length: careers.people }, (_value, p) => p).filter(
    p => !careers.deceased[p] && listedOn(careers, p, { day: asAt, settings }),
  )
  const { trained, beside } = await trainPeople(careers, { asAt, settings, beside: begin })
  const atStake = listed.filter(p => band[p]! < HIGH && !(careers.custodyUntil[p]! >= asAt))
  const table = personTable(careers, peopleOn(Int32Array.from(atStake), asAt), settings)
  const predictions = trained.model ? predicted(trained.model, table, atStake) : new Map()
  return { asAt, careers, listed, harm, band, trained, predictions, beside }
}

function predicted(model: AdditiveModel, table: Table, people: readonly number[]): Map<number, Prediction> {
  const outlooks = predictOutlooks(model, table)
  return new Map(people.map((p, row) => [p, { ...outlooks[row]!, ...explained(model, table, row) }]))
}

function explained(model: AdditiveModel, table: Table, row: number): Omit<Prediction, keyof Outlook> {
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
