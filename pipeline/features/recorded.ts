import { targetSql } from '../data/target.ts'
import type { Target } from '../force/schema.ts'
import type { Duck } from '../lib/duck.ts'
import type { AreaGrid } from './grid.ts'
import { type HistoryDays, historySql } from './place-history.ts'

/** Recorded offences of one cell, day, hour and venue. */
export interface RecordedRow {
  readonly cell: number
  /** Epoch day on which they began, and the Monday of its week as an ISO date. */
  readonly day: number
  readonly week: string
  /** 1 is Monday. */
  readonly weekday: number
  readonly hour: number
  readonly venue: string
  readonly offences: number
}

/**
 * Recorded offences of a target as at a day. Counts are exact: what a reader may see of them is chosen later.
 */
export interface RecordedFacts {
  /** Offences with a position inside the area. */
  readonly rows: readonly RecordedRow[]
  /** Crimes of the history that each clause of the definition lets in, wherever they were. */
  readonly clauses: readonly { readonly name: string; readonly count: number }[]
}

/**
 * Counts the recorded offences of a target as at a day, by cell, day, hour and venue, and by clause of its
 * definition.
 *
 * @param options.asAt epoch day; crimes recorded before it count, as they stood then
 */
export async function readRecorded(
  store: Duck,
  target: Target,
  options: HistoryDays & { readonly grid: AreaGrid },
): Promise<RecordedFacts> {
  return {
    rows: await readRows(store, target, options),
    clauses: await countClauses(store, target, options),
  }
}

async function readRows(
  store: Duck,
  target: Target,
  { grid, ...days }: HistoryDays & { readonly grid: AreaGrid },
): Promise<RecordedRow[]> {
  const history = historySql(days)
  const clause = targetSql(target)
  const lattice = { west: grid.west, south: grid.south, metres: grid.cellMetres }
  const rows = await store.rows<Omit<RecordedRow, 'cell'> & { column: number; row: number }>(
    `SELECT floor((easting - $west) / $metres)::INTEGER AS column,
       floor((northing - $south) / $metres)::INTEGER AS row,
       strftime(date_trunc('week', occurred_from), '%Y-%m-%d') AS week,
       isodow(occurred_from)::INTEGER AS weekday,
       hour(occurred_from)::INTEGER AS hour, location_type AS venue,
       (occurred_from::DATE - DATE '1970-01-01')::INTEGER AS day, count(*)::INTEGER AS offences
     FROM (${history.sql}) WHERE easting IS NOT NULL AND northing IS NOT NULL AND (${clause.sql}) IS NOT NULL
     GROUP BY ALL ORDER BY ALL`,
    { ...history.values, ...lattice, ...clause.values },
  )
  return rows.flatMap((row): RecordedRow[] => {
    const { columns, rows: height, cellOf } = grid
    const inside = row.column >= 0 && row.row >= 0 && row.column < columns && row.row < height
    const cell = inside ? cellOf[row.row * columns + row.column]! : -1
    return cell === -1 ? [] : [{ ...row, cell }]
  })
}

async function countClauses(
  store: Duck,
  target: Target,
  days: HistoryDays,
): Promise<RecordedFacts['clauses']> {
  const history = historySql(days)
  const clause = targetSql(target)
  const counts = await store.rows<{ name: string | null; crimes: number }>(
    `SELECT ${clause.sql} AS name, count(*)::INTEGER AS crimes FROM (${history.sql}) GROUP BY ALL`,
    { ...history.values, ...clause.values },
  )
  return target.anyOf.map(({ name }) => ({ name, count: counts.find(row => row.name === name)?.crimes ?? 0 }))
}
