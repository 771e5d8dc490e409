import type { Careers } from './careers.ts'
import { harmAt } from './harm.ts'
import type { PeopleSettings } from './people-settings.ts'
import { lastCounted } from './person-features.ts'

/** How a person stands on a day, from what is known when it begins. */
export interface Standing {
  readonly harm: number
  /** Days since the last charge that counts. */
  readonly daysSinceCharge: number
}

/**
 * How person p stands on a day if on a list then, null otherwise. On a list stands whoever has a unit and at
 * least one charge that counts, and was charged so within the last 52 weeks or is at high-medium or above.
 * An acquittal takes away all that its charge added, the place on the list with it. The same rule makes the
 * lists of a week and the rows that the model learns from and is judged by.
 *
 * Assumption A32: a unit and a death carry no date in the extract, so past lists go by the unit recorded now
 * and hold people who have died since; whoever is recorded as deceased is on no list of the day.
 *
 * @example listedOn(careers, p, day, settings)?.harm
 */
export function listedOn(
  careers: Careers,
  p: number,
  { day, settings }: { day: number; settings: PeopleSettings },
): Standing | null {
  if (!careers.lomu[p]) return null
  const last = lastCounted(careers, p, day)
  if (last === undefined) return null
  const daysSinceCharge = day - careers.charge.day[last]!
  const harm = harmAt(careers, p, { day, halfLifeYears: settings.halfLifeYears })
  const listed = daysSinceCharge <= settings.listedDays || harm >= settings.listCut
  return listed ? { harm, daysSinceCharge } : null
}
