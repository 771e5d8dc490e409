import type { Careers } from './careers.ts'
import { FAMILIES, type Family, familyOf } from './families.ts'
import { countsOn, DAYS_PER_YEAR, harmAt } from './harm.ts'
import type { PeopleSettings } from './people-settings.ts'
import { ageOn } from './person.ts'

/**
 * The features that the transition model may read, and no others. Sex, ethnicity, religion, place, stop and
 * search, intelligence, victims and associates are not here, and `Careers` holds none of them.
 */
export const PERSON_FEATURES = [
  'gap',
  'charges13',
  'charges26',
  'charges52',
  'charges104',
  'chargesEver',
  'copas',
  'weeksSinceCharge',
  'weeksSinceFirst',
  'lastWeight',
  'heaviestWeight',
  'undecayed',
  'diversity',
  'shareViolence',
  'shareWeapons',
  'shareRobbery',
  'shareAcquisitive',
  'shareDrugs',
  'violenceTrend',
  'age',
  'ageAtFirst',
  'pending',
] as const

export type PersonFeature = (typeof PERSON_FEATURES)[number]

/** One column of numbers for each allowed feature; NaN is missing. */
export type PersonFeatures = Readonly<Record<PersonFeature, Float64Array>>

/** Rows as people on days: an index of a person and an epoch day for each. */
export interface PersonDays {
  readonly person: Int32Array
  readonly day: Int32Array
}

/** Years added to the denominator of the Copas rate, so that a first charge yesterday is no infinite rate. */
const COPAS_BOOST = 10
const RECENT_DAYS = 728

/**
 * Features of each person-day, from facts known when the day begins only: charges before it that are not then
 * known to have failed.
 *
 * gap = ln((cut + 1) / (harm + 1)); copas = ln((1 + n) / (years since first charge + 10)) (Copas and Marshall
 * 1998); weights in ln(1 + w); shares of counted charges by family; violenceTrend = share of violence among
 * charges of the last two years minus that before (missing without both). Weeks and years are exact fractions
 * of days.
 *
 * @example personFeatures(careers, { person: Int32Array.of(0), day: Int32Array.of(20773) }, settings).gap[0]
 */
export function personFeatures(
  careers: Careers,
  { person, day }: PersonDays,
  { halfLifeYears, highCut }: Omit<PeopleSettings, 'horizonDays'>,
): PersonFeatures {
  const n = person.length
  const columns = Object.fromEntries(PERSON_FEATURES.map(name => [name, new Float64Array(n)])) as Record<
    PersonFeature,
    Float64Array
  >
  const family = Uint8Array.from(careers.codes, code => FAMILIES.indexOf(familyOf(code)))
  for (let r = 0; r < n; r++) {
    const facts = startFacts(day[r]!, careers.charge.day[careers.start[person[r]!]!]!, family)
    addCharges(facts, careers, person[r]!)
    const harm = harmAt(careers, person[r]!, { day: day[r]!, halfLifeYears })
    columns.gap[r] = Math.log((highCut + 1) / (harm + 1))
    fillHistory(columns, r, facts)
    fillMix(columns, r, facts)
    const birth = careers.birthDay[person[r]!]!
    columns.age[r] = ageOn(birth, day[r]!)
    columns.ageAtFirst[r] = ageOn(birth, facts.firstDay)
  }
  return columns
}

interface Facts {
  readonly day: number
  /** Family of each offence code, by its number. */
  readonly family: Uint8Array
  n: number
  recent: [number, number, number, number]
  readonly firstDay: number
  lastDay: number
  lastWeight: number
  heaviest: number
  undecayed: number
  pending: number
  readonly byFamily: Float64Array
  readonly recentByFamily: Float64Array
  recentN: number
}

function startFacts(day: number, firstDay: number, family: Uint8Array): Facts {
  return {
    day,
    family,
    n: 0,
    recent: [0, 0, 0, 0],
    firstDay,
    lastDay: Number.NaN,
    lastWeight: 0,
    heaviest: 0,
    undecayed: 0,
    pending: 0,
    byFamily: new Float64Array(FAMILIES.length),
    recentByFamily: new Float64Array(FAMILIES.length),
    recentN: 0,
  }
}

/** Adds the charges of person p that are known when the facts' day begins and count then. */
function addCharges(facts: Facts, careers: Careers, p: number): void {
  const { charge, start } = careers
  for (let i = start[p]!; i < start[p + 1]! && charge.day[i]! < facts.day; i++) {
    if (countsOn(careers, i, facts.day)) addCharge(facts, careers, i)
  }
}

function addCharge(facts: Facts, { charge }: Careers, i: number): void {
  const family = facts.family[charge.code[i]!]!
  const age = facts.day - charge.day[i]!
  const weight = charge.weight[i]!
  facts.n++
  facts.lastWeight = charge.day[i] === facts.lastDay ? Math.max(facts.lastWeight, weight) : weight
  facts.lastDay = charge.day[i]!
  facts.heaviest = Math.max(facts.heaviest, weight)
  facts.undecayed += weight
  facts.byFamily[family]!++
  if (age <= 91) facts.recent[0]++
  if (age <= 182) facts.recent[1]++
  if (age <= 364) facts.recent[2]++
  if (age <= RECENT_DAYS) {
    facts.recent[3]++
    facts.recentByFamily[family]!++
    facts.recentN++
  }
  if (!(charge.outcomeDay[i]! < facts.day)) facts.pending++
}

function fillHistory(columns: Record<PersonFeature, Float64Array>, r: number, facts: Facts): void {
  const sinceFirst = facts.day - facts.firstDay
  columns.charges13[r] = facts.recent[0]
  columns.charges26[r] = facts.recent[1]
  columns.charges52[r] = facts.recent[2]
  columns.charges104[r] = facts.recent[3]
  columns.chargesEver[r] = facts.n
  columns.copas[r] = Math.log((1 + facts.n) / (sinceFirst / DAYS_PER_YEAR + COPAS_BOOST))
  columns.weeksSinceCharge[r] = (facts.day - facts.lastDay) / 7
  columns.weeksSinceFirst[r] = sinceFirst / 7
  columns.lastWeight[r] = Math.log1p(facts.lastWeight)
  columns.heaviestWeight[r] = Math.log1p(facts.heaviest)
  columns.undecayed[r] = Math.log1p(facts.undecayed)
  columns.pending[r] = facts.pending
}

function fillMix(columns: Record<PersonFeature, Float64Array>, r: number, facts: Facts): void {
  const share = (name: Family) => facts.byFamily[FAMILIES.indexOf(name)]! / facts.n
  columns.diversity[r] = facts.byFamily.reduce((kinds, count) => kinds + (count > 0 ? 1 : 0), 0)
  columns.shareViolence[r] = share('violence')
  columns.shareWeapons[r] = share('weapons')
  columns.shareRobbery[r] = share('robbery')
  columns.shareAcquisitive[r] = share('acquisitive')
  columns.shareDrugs[r] = share('drugs')
  const violence = FAMILIES.indexOf('violence')
  const olderN = facts.n - facts.recentN
  const older = (facts.byFamily[violence]! - facts.recentByFamily[violence]!) / olderN
  columns.violenceTrend[r] =
    facts.recentN > 0 && olderN > 0 ? facts.recentByFamily[violence]! / facts.recentN - older : Number.NaN
}
