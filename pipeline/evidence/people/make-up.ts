import { disclosed } from '../../data/pseudonym.ts'
import type { AuditColumns, Careers } from '../../features/careers.ts'
import { chargesOn } from '../../features/harm.ts'
import { ageBand, ageOn } from '../../features/person.ts'
import { isoDate } from '../../lib/week.ts'
import { MIN_PEOPLE } from './fairness.ts'

const QUARTERS = 12

/** Person p's group by a characteristic on a day. */
export type GroupOf = (p: number, day: number) => string

/** People charged for the first time in a quarter. */
export interface QuarterCount {
  readonly quarter: string
  readonly people: number
}

/** The same for one group; null under ten. */
export interface MakeUp {
  readonly quarter: string
  readonly characteristic: string
  readonly group: string
  readonly people: number | null
}

/**
 * The characteristics of the fairness audit. Ethnicity is the recorded code; 'other values' for what is no
 * code (a letter or two and a number) and stands with fewer than ten people, since such a text could tell of
 * a person.
 *
 * @example characteristics(careers, audit).sex(p, day) === 'not recorded'
 */
export function characteristics(careers: Careers, audit: AuditColumns): Readonly<Record<string, GroupOf>> {
  const sex = audit.sex.map(value => disclosed(value) || 'not recorded')
  const ethnicities = ethnicityGroups(audit)
  return {
    sex: p => sex[p]!,
    'age band': (p, day) => ageBand(ageOn(careers.birthDay[p]!, day)),
    ethnicity: p => ethnicities[p]!,
  }
}

function ethnicityGroups({ ethnicity }: AuditColumns): string[] {
  const groups = ethnicity.map(value => disclosed(value) || 'not recorded')
  const sizes = new Map<string, number>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  return groups.map(group =>
    sizes.get(group)! < MIN_PEOPLE && !/^[A-Z]{1,2}\d{1,2}$/.test(group) ? 'other values' : group,
  )
}

/**
 * People charged for the first time in the last three years, by quarter, earliest first.
 *
 * @example newByQuarter(careers, asAt) // [{ quarter: '2023-Q4', people: 31 }, ...]
 */
export function newByQuarter(careers: Careers, asAt: number): QuarterCount[] {
  const counts = new Map<string, number>()
  for (const { quarter } of newcomers(careers, asAt)) counts.set(quarter, (counts.get(quarter) ?? 0) + 1)
  return [...counts]
    .map(([quarter, people]) => ({ quarter, people }))
    .sort((a, b) => (a.quarter < b.quarter ? -1 : 1))
}

/**
 * The same by characteristic and group on the day of the first charge; counts under ten are null. Sorted.
 *
 * @example makeUpByQuarter(careers, asAt, characteristics(careers, audit))[0].people
 */
export function makeUpByQuarter(
  careers: Careers,
  asAt: number,
  groupsOf: Readonly<Record<string, GroupOf>>,
): MakeUp[] {
  const counts = new Map<string, number>()
  for (const { p, quarter, day } of newcomers(careers, asAt)) {
    for (const [characteristic, groupOf] of Object.entries(groupsOf)) {
      const key = JSON.stringify([quarter, characteristic, groupOf(p, day)])
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  return [...counts.keys()].sort().map(key => {
    const [quarter, characteristic, group] = JSON.parse(key) as [string, string, string]
    const people = counts.get(key)!
    return { quarter, characteristic, group, people: people < MIN_PEOPLE ? null : people }
  })
}

function newcomers(careers: Careers, asAt: number) {
  return Array.from({ length: careers.people }, (_value, p) => p).flatMap(p => {
    const [first] = chargesOn(careers, p, asAt)
    if (first === undefined) return []
    const day = careers.charge.day[first]!
    if (day < asAt - QUARTERS * 91) return []
    const date = isoDate(day)
    return [{ p, day, quarter: `${date.slice(0, 4)}-Q${Math.floor((Number(date.slice(5, 7)) + 2) / 3)}` }]
  })
}
