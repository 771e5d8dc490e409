import type { Duck } from '../lib/duck.ts'
import { isoDate } from '../lib/week.ts'

/** Patrol of a square over the last four weeks: visits and minutes delivered, and minutes planned. */
export interface PatrolTime {
  readonly visits: number
  readonly minutes: number
  readonly planned: number
}

/** An area that an analyst has set aside on the day of the forecast; the forecast beneath stays. */
export interface Exclusion {
  readonly kind: string
  /** First and last day, ISO; null is without end. */
  readonly from: string
  readonly until: string | null
}

/** What lies over the squares, by their ids; `patrols` is null where the extract has no such table. */
export interface Overlays {
  readonly patrols: ReadonlyMap<string, PatrolTime> | null
  readonly exclusions: ReadonlyMap<string, readonly Exclusion[]>
}

const DAYS = 28

/**
 * Patrols planned and delivered in the four weeks before a day, and the exclusions that hold on it, by the id
 * of the square that they name.
 *
 * @param asAt epoch day of the forecast
 */
export async function readOverlays(store: Duck, asAt: number): Promise<Overlays> {
  const tables = await store.rows<{ name: string; field: string }>(
    `SELECT table_name AS name, column_name AS field FROM information_schema.columns
     WHERE table_name IN ('patrols', 'exclusions')`,
  )
  const has = (table: string, column?: string) =>
    tables.some(({ name, field }) => name === table && (column === undefined || field === column))
  return {
    patrols: has('patrols') ? await readPatrols(store, asAt, has('patrols', 'kind')) : null,
    exclusions: has('exclusions') ? await readExclusions(store, asAt) : new Map(),
  }
}

async function readPatrols(
  store: Duck,
  asAt: number,
  hasKind: boolean,
): Promise<Map<string, PatrolTime> | null> {
  const [all] = await store.rows<{ n: number }>('SELECT count(*)::INTEGER AS n FROM patrols')
  if (all!.n === 0) return null
  const planned = hasKind ? "coalesce(kind, 'delivered') = 'planned'" : 'false'
  const rows = await store.rows<PatrolTime & { cell: string }>(
    `SELECT cell, count(*) FILTER (NOT ${planned})::INTEGER AS visits,
       coalesce(round(sum(minutes) FILTER (NOT ${planned})), 0)::INTEGER AS minutes,
       coalesce(round(sum(minutes) FILTER (${planned})), 0)::INTEGER AS planned
     FROM patrols WHERE started_at >= $from::TIMESTAMP AND started_at < $to::TIMESTAMP
     GROUP BY cell ORDER BY cell`,
    { from: isoDate(asAt - DAYS), to: isoDate(asAt) },
  )
  return new Map(rows.map(({ cell, ...time }) => [cell, time]))
}

async function readExclusions(store: Duck, asAt: number): Promise<Map<string, Exclusion[]>> {
  const rows = await store.rows<Exclusion & { area: string }>(
    `SELECT area, lower(kind) AS kind, strftime("from", '%Y-%m-%d') AS "from",
       strftime("until", '%Y-%m-%d') AS "until" FROM exclusions
     WHERE "from" <= $day::DATE AND coalesce("until" >= $day::DATE, true) ORDER BY ALL`,
    { day: isoDate(asAt) },
  )
  const byArea = new Map<string, Exclusion[]>()
  for (const { area, kind, from, until } of rows)
    byArea.set(area, [...(byArea.get(area) ?? []), { kind, from, until }])
  return byArea
}
