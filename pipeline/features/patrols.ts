import type { Duck } from '../lib/duck.ts'

/** Minutes and results of patrols in one square on one day, hour by hour. */
export interface PatrolHour {
  /** Id of the square, as the extract names it. */
  readonly cell: string
  /** Epoch day and hour in which the visits began. */
  readonly day: number
  readonly hour: number
  readonly kind: 'planned' | 'delivered'
  readonly visits: number
  readonly minutes: number
  /** Minutes times officers; null where an extract does not say how many. */
  readonly officerMinutes: number | null
  /** Null where nobody counted. */
  readonly arrests: number | null
  readonly searches: number | null
  readonly weapons: number | null
}

const SQL = `select cell, (started_at::date - date '1970-01-01')::integer as day,
    hour(started_at)::integer as hour, kind, count(*)::integer as visits, sum(minutes)::double as minutes,
    case when count(officers) = count(*) then sum(minutes * officers)::double end as "officerMinutes",
    sum(arrests)::double as arrests, sum(searches)::double as searches, sum(weapons)::double as weapons
  from patrols where started_at < make_timestamp($1::bigint * 86400000000)
  group by cell, day, hour, kind order by cell, day, hour, kind`

const COLUMNS = ['kind', 'officers', 'arrests', 'searches', 'weapons']

/**
 * Patrols that began before a day, by square, day, hour and kind, in that order.
 *
 * @param store holds the accepted rows of the extract
 * @param asAt epoch day; plans for it and later are not read
 * @returns null where the extract has no patrols
 * @example (await readPatrols(store, asAt))?.[0]?.minutes
 */
export async function readPatrols(store: Duck, asAt: number): Promise<readonly PatrolHour[] | null> {
  const columns = await store.rows<{ name: string }>(
    "select column_name as name from information_schema.columns where table_name = 'patrols'",
  )
  const there = new Set(columns.map(({ name }) => name))
  if (!COLUMNS.every(name => there.has(name))) return null
  const rows = await store.rows<PatrolHour>(SQL, [asAt])
  return rows.length === 0 ? null : rows
}
