import type { Careers } from './careers.ts'
import { chargesOn } from './harm.ts'
import type { PeopleSettings } from './people-settings.ts'
import { countedCharges } from './person-features.ts'

/**
 * How many people with a unit were charged within the time that keeps a person on a list, and have no charge
 * that counts when a day begins: all that they were charged with was acquitted or discontinued. They are on
 * no list and have no probability.
 *
 * @example leftLists(careers, epochDay('2026-11-16'), settings)
 */
export function leftLists(careers: Careers, day: number, { listedDays }: PeopleSettings): number {
  const { charge, lomu } = careers
  let left = 0
  for (let p = 0; p < careers.people; p++) {
    const charged = chargesOn(careers, p, day).some(i => day - charge.day[i]! <= listedDays)
    if (lomu[p] && charged && countedCharges(careers, p, day).length === 0) left++
  }
  return left
}
