import { ageBand, ageOn } from '../../features/person.ts'
import type { Duck } from '../../lib/duck.ts'
import { isoDate } from '../../lib/week.ts'
import type { Cohort } from './score.ts'

/** Groups smaller than this are named without a figure. */
export const FEW = 10
const QUARTERS = 12

/** People charged for the first time in the last three years, by quarter. */
export function newByQuarter(cohort: Cohort, asAt: number): { quarter: string; people: number }[] {
  const counts = new Map<string, number>()
  for (const { quarter } of newcomers(cohort, asAt)) counts.set(quarter, (counts.get(quarter) ?? 0) + 1)
  return [...counts]
    .map(([quarter, people]) => ({ quarter, people }))
    .sort((a, b) => (a.quarter < b.quarter ? -1 : 1))
}

/** The same by sex, age band at the first charge and ethnicity; counts under ten are null. Sorted. */
export function makeUpByQuarter(cohort: Cohort, asAt: number) {
  const { audit, careers } = cohort
  const ethnicities = ethnicityGroups(audit)
  const counts = new Map<string, number>()
  for (const { p, quarter, day } of newcomers(cohort, asAt)) {
    const groups = {
      sex: audit.sex[p] || 'not recorded',
      'age band': ageBand(ageOn(careers.birthDay[p]!, day)),
      ethnicity: ethnicities[p]!,
    }
    for (const [characteristic, group] of Object.entries(groups)) {
      const key = JSON.stringify([quarter, characteristic, group])
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  return [...counts.keys()].sort().map(key => {
    const [quarter, characteristic, group] = JSON.parse(key) as [string, string, string]
    const people = counts.get(key)!
    return { quarter, characteristic, group, people: people < FEW ? null : people }
  })
}

/**
 * The ethnicity group of every person, for the audit alone: the recorded code; 'other values' for what is no code (a letter or
 * two and a number) and stands with fewer than ten people, since such a text could tell of a person.
 */
export function ethnicityGroups({ ethnicity }: Cohort['audit']): string[] {
  const groups = ethnicity.map(value => value || 'not recorded')
  const sizes = new Map<string, number>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  return groups.map(group =>
    sizes.get(group)! < FEW && !/^[A-Z]{1,2}\d{1,2}$/.test(group) ? 'other values' : group,
  )
}

function newcomers({ careers }: Cohort, asAt: number) {
  return Array.from({ length: careers.people }, (_value, p) => p).flatMap(p => {
    const day = careers.charge.day[careers.start[p]!]!
    if (day < asAt - QUARTERS * 91) return []
    const date = isoDate(day)
    return [{ p, day, quarter: `${date.slice(0, 4)}-Q${Math.floor((Number(date.slice(5, 7)) + 2) / 3)}` }]
  })
}

/** Decisions made before `asAt`: in all, by the deciding unit, and the share of all that disagreed (null under ten). */
export async function decisionsOf(store: Duck, asAt: number) {
  const rows = await store.rows<{ unit: string | null; agreed: string; n: number }>(
    `select unit, agreed, count(*) as n from decisions
     where decided_at < make_timestamp($1::bigint * 86400000000) group by unit, agreed order by unit, agreed`,
    [asAt],
  )
  const count = (some: typeof rows, agreed: string) =>
    some.filter(row => row.agreed === agreed).reduce((sum, { n }) => sum + Number(n), 0)
  const tally = (some: typeof rows) => {
    const [agree, disagree, moreNeeded] = [
      count(some, 'agree'),
      count(some, 'disagree'),
      count(some, 'more_needed'),
    ]
    return { total: agree + disagree + moreNeeded, agree, disagree, moreNeeded }
  }
  const rate = ({ total, disagree }: { total: number; disagree: number }) =>
    total < FEW ? null : disagree / total
  const all = tally(rows)
  const units = [...new Set(rows.map(({ unit }) => unit ?? ''))]
  const byUnit = units.map(unit => {
    const own = tally(rows.filter(row => (row.unit ?? '') === unit))
    const { total: decisions, disagree, moreNeeded } = own
    return { unit: unit || 'not recorded', decisions, disagree, moreNeeded, overrideRate: rate(own) }
  })
  return { all, byUnit, overrideRate: rate(all) }
}
