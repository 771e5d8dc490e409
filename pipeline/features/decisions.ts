import type { Duck } from '../lib/duck.ts'

/** Decisions of one unit about the people on its list; `unit` is empty where none is recorded. */
export interface UnitDecisions {
  readonly unit: string
  readonly agree: number
  readonly disagree: number
  readonly moreNeeded: number
}

const DECISIONS_SQL = `select coalesce(unit, '') as unit,
    cast(count(*) filter (agreed = 'agree') as integer) as agree,
    cast(count(*) filter (agreed = 'disagree') as integer) as disagree,
    cast(count(*) filter (agreed = 'more_needed') as integer) as "moreNeeded"
  from decisions where decided_at < make_timestamp($1::bigint * 86400000000)
  group by coalesce(unit, '') order by nullif(coalesce(unit, ''), '') nulls last`

/**
 * Decisions made before `asAt` (an epoch day) by the deciding unit, in the order of the units, those without
 * a unit last.
 *
 * @example (await readDecisions(store, asAt))[0].disagree
 */
export async function readDecisions(store: Duck, asAt: number): Promise<readonly UnitDecisions[]> {
  return store.rows<{ unit: string; agree: number; disagree: number; moreNeeded: number }>(DECISIONS_SQL, [
    asAt,
  ])
}
