import type { Careers } from './careers.ts'
import { harmAt } from './harm.ts'
import type { PeopleSettings } from './people-settings.ts'

/**
 * A person on a day, with what happened next. `high` is 1 when the harm score first reached the high cut
 * within the horizon.
 */
export interface Landmarks {
  readonly rows: number
  readonly person: Int32Array
  readonly day: Int32Array
  readonly high: Uint8Array
  /** How close to high harm by a crude look, 0 to `STRATA` - 1: for sampling rows, not for predicting. */
  readonly stratum: Uint8Array
}

/** Days of history that must stand before a landmark: a year, so that recent charges are known. */
const BURN_IN_DAYS = 364

/** Number of strata: four levels of harm by three of time since the last charge. */
export const STRATA = 12

/**
 * Landmark days for training: every `everyDays` back from the last day whose horizon is complete when `asAt`
 * begins, as long as a year of history stands before. Latest first.
 *
 * @example landmarkDays(20773, 19000, { horizonDays: 364 })[0] === 20409
 */
export function landmarkDays(
  asAt: number,
  firstDay: number,
  { horizonDays, everyDays = 91 }: { horizonDays: number; everyDays?: number },
): number[] {
  const days: number[] = []
  for (let day = asAt - horizonDays; day >= firstDay + BURN_IN_DAYS; day -= everyDays) days.push(day)
  return days
}

/**
 * All rows person x landmark that are at stake: charged at least once before the day, below the high cut on
 * it, not recorded as deceased. Nobody is dropped for what happens later: custody within the horizon simply
 * makes a first crossing less likely. A death has no date in the extract, so deceased people are censored
 * throughout.
 *
 * Assumption A31: past spells of custody are not known (the extract keeps the last one only), so past
 * landmarks hold people in custody too; on the day of the forecast they get no prediction.
 */
export function landmarkRows(careers: Careers, days: readonly number[], settings: PeopleSettings): Landmarks {
  const { halfLifeYears, highCut, horizonDays } = settings
  const rising = [...days].sort((a, b) => a - b)
  const capacity = countRows(careers, rising)
  const rows = {
    person: new Int32Array(capacity),
    day: new Int32Array(capacity),
    high: new Uint8Array(capacity),
  }
  const stratum = new Uint8Array(capacity)
  let n = 0
  for (let p = 0; p < careers.people; p++) {
    if (careers.deceased[p]) continue
    const crossings = highDays(careers, p, settings)
    const first = careers.charge.day[careers.start[p]!]!
    for (const day of rising) {
      if (first >= day) continue
      const harm = harmAt(careers, p, { day, halfLifeYears })
      if (harm >= highCut) continue
      stratum[n] = stratumOf(day - lastChargeBefore(careers, p, day), harm / highCut)
      rows.person[n] = p
      rows.day[n] = day
      rows.high[n] = crossings.some(crossing => crossing >= day && crossing < day + horizonDays) ? 1 : 0
      n++
    }
  }
  return {
    rows: n,
    person: rows.person.slice(0, n),
    day: rows.day.slice(0, n),
    high: rows.high.slice(0, n),
    stratum: stratum.slice(0, n),
  }
}

function lastChargeBefore({ charge, start }: Careers, p: number, day: number): number {
  let last = start[p]!
  while (last + 1 < start[p + 1]! && charge.day[last + 1]! < day) last++
  return charge.day[last]!
}

function stratumOf(daysSinceCharge: number, harmShare: number): number {
  const level = harmShare < 0.02 ? 0 : harmShare < 0.1 ? 1 : harmShare < 0.3 ? 2 : 3
  return 3 * level + (daysSinceCharge <= 182 ? 0 : daysSinceCharge <= 728 ? 1 : 2)
}

function countRows(careers: Careers, rising: readonly number[]): number {
  let count = 0
  for (let p = 0; p < careers.people; p++) {
    const first = careers.charge.day[careers.start[p]!]!
    for (const day of rising) if (first < day) count++
  }
  return count
}

/** Days of charges on whose evening the person's harm score, as known then, is at or above the high cut. */
function highDays(careers: Careers, p: number, { halfLifeYears, highCut }: PeopleSettings): number[] {
  const { charge, start } = careers
  const days: number[] = []
  let possible = 0
  for (let i = start[p]!; i < start[p + 1]!; i++) {
    possible += charge.weight[i]! || 0
    const today = charge.day[i]!
    if (possible < highCut || days.at(-1) === today) continue
    const evening = { day: today + 1, fadedTo: today, halfLifeYears }
    if (harmAt(careers, p, evening) >= highCut) days.push(today)
  }
  return days
}
