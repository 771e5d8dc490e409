import type { Careers } from './careers.ts'
import { harmAt } from './harm.ts'
import type { PeopleSettings } from './people-settings.ts'
import { listedOn } from './population.ts'

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
 * All rows person x landmark that were scored: on a list that day (`listedOn`) and below the high cut. Nobody
 * is dropped for what happens later: custody or death within the horizon simply makes a first crossing less
 * likely.
 *
 * Assumption A31: past spells of custody are not known (the extract keeps the last one only), so past
 * landmarks hold people in custody too; on the day of the forecast they get no prediction.
 */
export function landmarkRows(careers: Careers, days: readonly number[], settings: PeopleSettings): Landmarks {
  const { highCut, horizonDays } = settings
  const rising = [...days].sort((a, b) => a - b)
  const rows = { person: [] as number[], day: [] as number[], high: [] as number[], stratum: [] as number[] }
  for (let p = 0; p < careers.people; p++) {
    const crossings = highDays(careers, p, settings)
    for (const day of rising) {
      const standing = listedOn(careers, p, { day, settings })
      if (!standing || standing.harm >= highCut) continue
      rows.person.push(p)
      rows.day.push(day)
      rows.high.push(crossings.some(crossing => crossing >= day && crossing < day + horizonDays) ? 1 : 0)
      rows.stratum.push(stratumOf(standing.daysSinceCharge, standing.harm / highCut))
    }
  }
  return {
    rows: rows.person.length,
    person: Int32Array.from(rows.person),
    day: Int32Array.from(rows.day),
    high: Uint8Array.from(rows.high),
    stratum: Uint8Array.from(rows.stratum),
  }
}

function stratumOf(daysSinceCharge: number, harmShare: number): number {
  const level = harmShare < 0.02 ? 0 : harmShare < 0.1 ? 1 : harmShare < 0.3 ? 2 : 3
  return 3 * level + (daysSinceCharge <= 91 ? 0 : daysSinceCharge <= 182 ? 1 : 2)
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
