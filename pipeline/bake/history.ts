import { rm } from 'node:fs/promises'
import { targetSql } from '../data/target.ts'
import type { AreaGrid } from '../features/grid.ts'
import { liveBefore, withoutStatus } from '../features/places.ts'
import type { Target } from '../force/schema.ts'
import { type Duck, literal, openDuck } from '../lib/duck.ts'
import { sha256 } from '../lib/hash.ts'
import { isoDate } from '../lib/week.ts'

/** One aggregated line of recorded offences: no id, no exact position. */
interface RecordedRow {
  readonly cell: string
  readonly week: string
  readonly weekday: number
  readonly hour: number
  readonly venue: string
  readonly district: string
  readonly offences: number
}

/** Recorded offences of a target, aggregated, as at a day. */
export interface Recorded {
  readonly rows: readonly RecordedRow[]
  /** Cells of the grid, in its order. */
  readonly lastFourWeeks: Int32Array
  readonly lastYear: Int32Array
  readonly total: { readonly lastFourWeeks: number; readonly sameWeeksLastYear: number | null }
  readonly clauses: readonly { readonly name: string; readonly count: number }[]
}

/**
 * Counts the recorded offences of a target by cell, week, weekday (1 is Monday), hour and venue, as at a day. Cells with fewer than
 * `minCount` offences in the whole history appear as `other cells` of their district.
 */
export async function readRecorded(
  store: Duck,
  target: Target,
  options: { grid: AreaGrid; asAt: number; horizonDays: number; minCount: number },
): Promise<Recorded> {
  const { grid, asAt, horizonDays, minCount } = options
  const live = liveBefore(asAt)
  const clause = targetSql(withoutStatus(target), 8)
  const lattice = [grid.west, grid.cellMetres, grid.south, grid.cellMetres]
  const rows = await store.rows<Omit<RecordedRow, 'cell' | 'district'> & { column: number; row: number; day: number }>(
    `SELECT floor((easting - $4) / $5)::INTEGER AS column, floor((northing - $6) / $7)::INTEGER AS row,
       strftime(date_trunc('week', occurred_from), '%Y-%m-%d') AS week, isodow(occurred_from)::INTEGER AS weekday,
       hour(occurred_from)::INTEGER AS hour, location_type AS venue,
       (occurred_from::DATE - DATE '1970-01-01')::INTEGER AS day, count(*)::INTEGER AS offences
     FROM crimes WHERE easting IS NOT NULL AND northing IS NOT NULL AND ${live.sql} AND (${clause.sql}) IS NOT NULL
     GROUP BY ALL ORDER BY ALL`,
    [...live.values, ...lattice, ...clause.values],
  )
  const placed = rows.flatMap(row => {
    const { columns, rows: height, cellOf } = grid
    const inside = row.column >= 0 && row.row >= 0 && row.column < columns && row.row < height
    const cell = inside ? cellOf[row.row * columns + row.column]! : -1
    return cell === -1 ? [] : [{ ...row, cell }]
  })
  const count = (from: number, to: number) => {
    const counts = new Int32Array(grid.ids.length)
    for (const row of placed) if (row.day >= from && row.day < to) counts[row.cell]! += row.offences
    return counts
  }
  const sum = (counts: Int32Array) => counts.reduce((a, b) => a + b, 0)
  const ever = count(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
  const [lastFourWeeks, sameWeeks] = [count(asAt - 28, asAt), count(asAt - 364, asAt - 364 + horizonDays)]
  const yearKnown = placed.some(row => row.day < asAt - 364)
  return {
    rows: aggregate(placed, grid, cell => ever[cell]! >= minCount),
    lastFourWeeks,
    lastYear: count(asAt - 364, asAt),
    total: { lastFourWeeks: sum(lastFourWeeks), sameWeeksLastYear: yearKnown ? sum(sameWeeks) : null },
    clauses: await countClauses(store, target, asAt),
  }
}

type PlacedRow = Omit<RecordedRow, 'cell' | 'district'> & { readonly cell: number }

function aggregate(rows: readonly PlacedRow[], grid: AreaGrid, shown: (cell: number) => boolean): RecordedRow[] {
  const sums = new Map<string, RecordedRow>()
  for (const { cell, week, weekday, hour, venue, offences } of rows) {
    const [id, district] = [shown(cell) ? grid.ids[cell]! : 'other cells', grid.district[cell]!]
    const key = [id, week, weekday, String(hour).padStart(2, '0'), venue, district].join('\t')
    const before = sums.get(key)?.offences ?? 0
    sums.set(key, { cell: id, week, weekday, hour, venue, district, offences: before + offences })
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

async function countClauses(store: Duck, target: Target, asAt: number): Promise<Recorded['clauses']> {
  const live = liveBefore(asAt)
  const clause = targetSql(withoutStatus(target), 4)
  const counts = await store.rows<{ name: string | null; crimes: number }>(
    `SELECT ${clause.sql} AS name, count(*)::INTEGER AS crimes FROM crimes WHERE ${live.sql} GROUP BY ALL`,
    [...live.values, ...clause.values],
  )
  return target.anyOf.map(({ name }) => ({ name, count: counts.find(row => row.name === name)?.crimes ?? 0 }))
}

/** SHA-256 of the rows: the same rows give the same name, though the bytes of a database differ from run to run. */
export function recordedHash(rows: readonly RecordedRow[]): string {
  return sha256(rows.map(row => Object.values(row).join('\t')).join('\n'))
}

/** Writes the rows as a DuckDB file that the browser's engine can attach: table `recorded`, storage version 1.0.0. */
export async function writeRecorded(rows: readonly RecordedRow[], path: string): Promise<void> {
  await rm(path, { force: true })
  const duck = await openDuck()
  try {
    await duck.run(`ATTACH ${literal(path)} AS history (STORAGE_VERSION 'v1.0.0', BLOCK_SIZE 16384)`)
    await duck.run(
      `CREATE TABLE staged (cell VARCHAR, week VARCHAR, weekday UTINYINT, hour UTINYINT, venue VARCHAR, district VARCHAR, offences UINTEGER)`,
    )
    const appender = await duck.connection.createAppender('staged')
    for (const row of rows) {
      appender.appendVarchar(row.cell)
      appender.appendVarchar(row.week)
      appender.appendUTinyInt(row.weekday)
      appender.appendUTinyInt(row.hour)
      appender.appendVarchar(row.venue)
      appender.appendVarchar(row.district)
      appender.appendUInteger(row.offences)
      appender.endRow()
    }
    appender.closeSync()
    await duck.run(
      `CREATE TABLE history.recorded AS SELECT cell, week::DATE AS week, weekday, hour, venue, district, offences FROM staged`,
    )
    await duck.run('DETACH history')
  } finally {
    duck.close()
  }
}

/** The last day of a horizon, as ISO date. */
export function lastDay(asAt: number, horizonDays: number): string {
  return isoDate(asAt + horizonDays - 1)
}
