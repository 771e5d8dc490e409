import { PERSON_FEATURES, type PersonFeature } from '../force/factors.ts'
import type { Careers } from './careers.ts'
import { FAMILIES, type Family, familyOf } from './families.ts'
import { countsOn, DAYS_PER_YEAR, harmAt } from './harm.ts'
import type { PeopleSettings } from './people-settings.ts'
import { ageOn } from './person.ts'

/** Families of offences of which the model counts the charges, each in a feature of its own. */
const KINDS = PERSON_FEATURES.filter((name): name is PersonFeature & Family =>
  (FAMILIES as readonly string[]).includes(name),
)

/** One column of numbers for each allowed feature; NaN is missing. */
export type PersonFeatures = Readonly<Record<PersonFeature, Float64Array>>

/** Rows as people on days: an index of a person and an epoch day for each. */
export interface PersonDays {
  readonly person: Int32Array
  readonly day: Int32Array
}

/** Weeks that stand for never: twenty years. */
export const NEVER_WEEKS = 1040

/** Ages of a charge in days up to which it stands in each window: weeks 0-13, 14-26, 27-52, 53-104. */
const WINDOW_DAYS = [91, 182, 364, 728] as const
const WINDOWS = ['charges13', 'charges26', 'charges52', 'charges104', 'chargesEarlier'] as const

/**
 * Features of each person-day, from facts known when the day begins only: charges before it that count then
 * (`countsOn`). A charge that has failed leaves nothing behind.
 *
 * charges13 counts those of weeks 0 to 13, charges26 of weeks 14 to 26, charges52 of 27 to 52, charges104 of
 * 53 to 104, chargesEarlier the rest; pending those without an outcome; violence to drugs those of a family.
 * gap = ln((cut + 1) / (harm + 1)); heaviest = ln(1 + greatest weight). Weeks and years are exact fractions
 * of days; weeks since the last charge and the one before it are `NEVER_WEEKS` where there is none, and at
 * most; age is missing without a month of birth.
 *
 * @example personFeatures(careers, { person: Int32Array.of(0), day: Int32Array.of(20773) }, settings).gap[0]
 */
export function personFeatures(
  careers: Careers,
  { person, day }: PersonDays,
  { halfLifeYears, highCut }: Pick<PeopleSettings, 'halfLifeYears' | 'highCut'>,
): PersonFeatures {
  const names = PERSON_FEATURES.map(name => [name, new Float64Array(person.length)] as const)
  const columns = Object.fromEntries(names) as Record<PersonFeature, Float64Array>
  const kindOf = careers.codes.map(code => KINDS.find(kind => kind === familyOf(code)))
  for (let r = 0; r < person.length; r++) {
    const p = person[r]!
    const on = day[r]!
    const counted = countedCharges(careers, p, on)
    for (const i of counted) addCharge(columns, r, { careers, i, on, kindOf })
    const weeksSince = (i: number | undefined) =>
      i === undefined ? NEVER_WEEKS : Math.min((on - careers.charge.day[i]!) / 7, NEVER_WEEKS)
    columns.weeksSinceCharge[r] = weeksSince(counted.at(-1))
    columns.weeksSinceSecond[r] = weeksSince(counted.at(-2))
    const harm = harmAt(careers, p, { day: on, halfLifeYears })
    columns.gap[r] = Math.log((highCut + 1) / (harm + 1))
    columns.heaviest[r] = Math.log1p(columns.heaviest[r]!)
    columns.age[r] = ageOn(careers.birthDay[p]!, on)
  }
  return columns
}

/** Numbers of person p's charges that are known when the day begins and count then, oldest first. */
export function countedCharges(careers: Careers, p: number, day: number): number[] {
  const { charge, start } = careers
  const counted: number[] = []
  for (let i = start[p]!; i < start[p + 1]! && charge.day[i]! < day; i++) {
    if (countsOn(careers, i, day)) counted.push(i)
  }
  return counted
}

/** The last of `countedCharges`; undefined where there is none. @example lastCounted(careers, 0, 20773) */
export function lastCounted(careers: Careers, p: number, day: number): number | undefined {
  const { charge, start } = careers
  let last: number | undefined
  for (let i = start[p]!; i < start[p + 1]! && charge.day[i]! < day; i++) {
    if (countsOn(careers, i, day)) last = i
  }
  return last
}

interface Charge {
  readonly careers: Careers
  readonly i: number
  /** The day of the row. */
  readonly on: number
  /** Kind of each offence code, by its number. */
  readonly kindOf: readonly (PersonFeature | undefined)[]
}

function addCharge(columns: Record<PersonFeature, Float64Array>, r: number, of: Charge): void {
  const { charge } = of.careers
  const age = of.on - charge.day[of.i]!
  const window = WINDOW_DAYS.findIndex(days => age <= days)
  columns[WINDOWS[window < 0 ? WINDOW_DAYS.length : window]!][r]!++
  columns.heaviest[r] = Math.max(columns.heaviest[r]!, charge.weight[of.i]!)
  if (!(charge.outcomeDay[of.i]! < of.on)) columns.pending[r]!++
  const kind = of.kindOf[charge.code[of.i]!]
  if (kind) columns[kind][r]!++
}

/** Years added to the denominator of the Copas rate, so that a first charge yesterday is no infinite rate. */
const COPAS_BOOST = 10

/**
 * Copas rate of each person-day: ln((1 + n) / (years since the first charge + 10)), n the counted charges
 * (Copas and Marshall 1998). A yardstick that the model is held against, not a feature of it.
 *
 * @example copasRates(careers, { person: Int32Array.of(0), day: Int32Array.of(20773) })[0]
 */
export function copasRates(careers: Careers, { person, day }: PersonDays): Float64Array {
  return Float64Array.from(person, (p, r) => {
    const counted = countedCharges(careers, p, day[r]!)
    const first = counted.length > 0 ? careers.charge.day[counted[0]!]! : day[r]!
    return Math.log((1 + counted.length) / ((day[r]! - first) / DAYS_PER_YEAR + COPAS_BOOST))
  })
}
