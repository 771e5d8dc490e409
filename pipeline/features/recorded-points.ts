import { rangeIsShortSql } from '../data/reach.ts'
import { targetSql } from '../data/target.ts'
import type { Target } from '../force/schema.ts'
import type { Duck } from '../lib/duck.ts'
import { isoDate } from '../lib/week.ts'
import { type Grid, locate } from './grid.ts'
import { type HistoryDays, historySql } from './place-history.ts'

/** Recorded offences at one point, begun on one day, in one cell. */
export interface RecordedPoint {
  readonly x: number
  readonly y: number
  /** Epoch day on which they began. */
  readonly day: number
  readonly cell: number
  readonly offences: number
}

const DAYS = 364

/**
 * Where the offences of a target in the last 52 weeks before a day were, as they stood on it: those in a cell
 * of the grid. Of one crime only the first day counts.
 *
 * @param options.asAt epoch day; crimes recorded before it count
 * @example await readRecordedPoints(store, target, { asAt, grid }) // [{ x, y, day, cell, offences: 1 }]
 */
export async function readRecordedPoints(
  store: Duck,
  target: Target,
  { grid, ...days }: HistoryDays & { readonly grid: Grid },
): Promise<RecordedPoint[]> {
  const history = historySql(days)
  const clause = targetSql(target)
  const rows = await store.rows<Omit<RecordedPoint, 'cell'>>(
    `SELECT easting AS x, northing AS y,
       (occurred_from::DATE - DATE '1970-01-01')::INTEGER AS day, count(*)::INTEGER AS offences
     FROM (${history.sql}) WHERE easting IS NOT NULL AND northing IS NOT NULL
       AND occurred_from >= $year_before::TIMESTAMP AND occurred_from < $end::TIMESTAMP
       AND (${clause.sql}) IS NOT NULL AND ${rangeIsShortSql}
     GROUP BY ALL ORDER BY ALL`,
    {
      ...history.values,
      ...clause.values,
      year_before: isoDate(days.asAt - DAYS),
      end: isoDate(days.asAt),
    },
  )
  const xs = rows.map(row => row.x)
  const ys = rows.map(row => row.y)
  const cells = locate(grid, xs, ys)
  return rows.flatMap((row, i) => (cells[i] === -1 ? [] : [{ ...row, cell: cells[i]! }]))
}
