import { rm } from 'node:fs/promises'
import { sum } from 'd3-array'
import type { AreaGrid } from '../../features/grid.ts'
import type { RecordedFacts, RecordedRow } from '../../features/recorded.ts'
import type { Force } from '../../force/schema.ts'
import { type Duck, literal, openDuck } from '../../lib/duck.ts'
import { sha256 } from '../../lib/hash.ts'
import { SQUARE_PERIODS } from '../contract/vocabulary.ts'
import { discloseNested } from './disclose.ts'

/** Recorded offences of a district: no cell, no id, no position. */
interface DistrictRow {
  readonly week: string
  readonly weekday: number
  readonly hour: number
  readonly venue: string
  readonly district: string
  readonly offences: number
}

/** Recorded offences of a cell over the last `weeks` (0: the whole history), without day, hour or venue. */
interface SquareRow {
  readonly weeks: number
  readonly cell: string
  readonly district: string
  readonly offences: number
}

/** Recorded offences of a target as readers may see them. */
export interface ShownRecord {
  readonly districts: readonly DistrictRow[]
  readonly squares: readonly SquareRow[]
  /** Full counts of the grid's cells, in its order. */
  readonly lastFourWeeks: readonly number[]
  readonly lastYear: readonly number[]
  readonly total: { readonly lastFourWeeks: number; readonly sameWeeksLastYear: number | null }
}

/**
 * What readers may see of the recorded offences of a target: by district with week, weekday (1 is Monday),
 * hour and venue, and by cell for whole periods only. A cell's count that disclosure control withholds is
 * added to the `other cells` of its district.
 */
export function discloseRecorded(
  { rows }: RecordedFacts,
  options: { grid: AreaGrid; asAt: number; horizonDays: number; disclosure: Force['disclosure'] },
): ShownRecord {
  const { grid, asAt, horizonDays, disclosure } = options
  const count = (from: number, to: number) => countRows(rows, grid, { from, to })
  const periods = SQUARE_PERIODS.map(weeks =>
    count(weeks > 0 ? asAt - 7 * weeks : Number.NEGATIVE_INFINITY, asAt),
  )
  const shown = grid.ids.map((_, i) => {
    const nested = periods.map(counts => counts[i]!)
    return discloseNested(nested, disclosure)
  })
  const period = (weeks: (typeof SQUARE_PERIODS)[number]) =>
    shown.map(counts => counts[SQUARE_PERIODS.indexOf(weeks)]!)
  const sameWeeks = count(asAt - 364, asAt - 364 + horizonDays)
  const yearKnown = rows.some(row => row.day < asAt - 364)
  return {
    districts: districtRows(rows, grid),
    squares: SQUARE_PERIODS.flatMap((weeks, p) =>
      squareRows(grid, periods[p]!, { weeks, shown: period(weeks) }),
    ),
    lastFourWeeks: Array.from(periods[SQUARE_PERIODS.indexOf(4)]!),
    lastYear: Array.from(periods[SQUARE_PERIODS.indexOf(52)]!),
    total: { lastFourWeeks: sum(periods[0]!), sameWeeksLastYear: yearKnown ? sum(sameWeeks) : null },
  }
}

function countRows(
  rows: readonly RecordedRow[],
  grid: AreaGrid,
  { from, to }: { from: number; to: number },
): Int32Array {
  const counts = new Int32Array(grid.ids.length)
  for (const row of rows) if (row.day >= from && row.day < to) counts[row.cell]! += row.offences
  return counts
}

function districtRows(rows: readonly RecordedRow[], grid: AreaGrid): DistrictRow[] {
  const sums = new Map<string, DistrictRow>()
  for (const { cell, week, weekday, hour, venue, offences } of rows) {
    const district = grid.district[cell]!
    const key = [week, weekday, String(hour).padStart(2, '0'), venue, district].join('\t')
    const before = sums.get(key)?.offences ?? 0
    sums.set(key, { week, weekday, hour, venue, district, offences: before + offences })
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

function squareRows(
  grid: AreaGrid,
  counts: Int32Array,
  { weeks, shown }: { weeks: number; shown: readonly (number | null)[] },
): SquareRow[] {
  const named = grid.ids.flatMap((cell, i) =>
    counts[i]! > 0 && shown[i] !== null
      ? [{ weeks, cell, district: grid.district[i]!, offences: shown[i]! }]
      : [],
  )
  const others = [...new Set(grid.district)].sort().map(district => {
    const withheld = counts.filter((_, i) => shown[i] === null && grid.district[i] === district)
    return { weeks, cell: 'other cells', district, offences: sum(withheld) }
  })
  return [...named, ...others.filter(({ offences }) => offences > 0)]
}

/**
 * SHA-256 of the rows: the same rows give the same name, though the bytes of a database differ from run to
 * run.
 */
export function recordedHash({ districts, squares }: Pick<ShownRecord, 'districts' | 'squares'>): string {
  return sha256([...districts, ...squares].map(row => Object.values(row).join('\t')).join('\n'))
}

/**
 * Writes the rows as a DuckDB file that the browser's engine can attach: tables `recorded` (districts) and
 * `squares`, storage version 1.0.0.
 */
export async function writeRecorded(
  recorded: Pick<ShownRecord, 'districts' | 'squares'>,
  path: string,
): Promise<void> {
  await rm(path, { force: true })
  const duck = await openDuck()
  try {
    await duck.run(`ATTACH ${literal(path)} AS history (STORAGE_VERSION 'v1.0.0', BLOCK_SIZE 16384)`)
    await stageDistricts(duck, recorded.districts)
    await stageSquares(duck, recorded.squares)
    await duck.run(
      `CREATE TABLE history.recorded AS
       SELECT week::DATE AS week, weekday, hour, venue, district, offences FROM staged_districts`,
    )
    await duck.run(`CREATE TABLE history.squares AS FROM staged_squares`)
    await duck.run('DETACH history')
  } finally {
    duck.close()
  }
}

async function stageDistricts(duck: Duck, rows: readonly DistrictRow[]): Promise<void> {
  await duck.run(
    `CREATE TABLE staged_districts (week VARCHAR, weekday UTINYINT, hour UTINYINT, venue VARCHAR,
     district VARCHAR, offences UINTEGER)`,
  )
  const appender = await duck.connection.createAppender('staged_districts')
  for (const row of rows) {
    appender.appendVarchar(row.week)
    appender.appendUTinyInt(row.weekday)
    appender.appendUTinyInt(row.hour)
    appender.appendVarchar(row.venue)
    appender.appendVarchar(row.district)
    appender.appendUInteger(row.offences)
    appender.endRow()
  }
  appender.closeSync()
}

async function stageSquares(duck: Duck, rows: readonly SquareRow[]): Promise<void> {
  await duck.run(
    `CREATE TABLE staged_squares (weeks USMALLINT, cell VARCHAR, district VARCHAR, offences UINTEGER)`,
  )
  const appender = await duck.connection.createAppender('staged_squares')
  for (const row of rows) {
    appender.appendUSmallInt(row.weeks)
    appender.appendVarchar(row.cell)
    appender.appendVarchar(row.district)
    appender.appendUInteger(row.offences)
    appender.endRow()
  }
  appender.closeSync()
}
