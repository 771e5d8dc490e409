import { helperSql, type SqlPart, targetSql } from '../data/target.ts'
import type { Target } from '../force/schema.ts'
import type { Duck } from '../lib/duck.ts'
import { isoDate } from '../lib/week.ts'
import type { Events, PlaceHistory } from './events.ts'
import type { Grid } from './grid.ts'

/**
 * Days over which the date range of a crime is spread at most; a longer range tells too little and is left
 * out.
 */
const MAX_RANGE_DAYS = 28

/**
 * Reads the history of a target as at a day: crimes recorded before it, live then (not yet cancelled or
 * transferred), with a position. `day` is the local day on which the crime began, `known` the day on which it
 * was recorded. A crime whose dates span several days becomes one row a day with equal parts (aoristic dates,
 * Ratcliffe 2000).
 *
 * @param options.asAt epoch day of the forecast
 * @param options.grid the cells
 */
export async function readPlaceHistory(
  store: Duck,
  target: Target,
  options: { readonly asAt: number; readonly grid: Grid },
): Promise<PlaceHistory> {
  const { asAt, grid } = options
  const standing = withoutStatus(target)
  const related =
    target.helpers.length > 0 ? await readEvents(store, helperSql(standing, 4), asAt) : undefined
  return {
    cellMetres: grid.cellMetres,
    cells: { x: grid.x, y: grid.y },
    target: await readEvents(store, targetSql(standing, 4), asAt),
    ...(related ? { related } : {}),
  }
}

/**
 * A target's definition with its exclusions by status left out: whether a crime was cancelled is a fact of
 * its own time, which `liveBefore` asks about.
 */
export function withoutStatus(target: Target): Target {
  const noneOf = target.noneOf.map(({ name, where: { status: _, ...where } }) => ({ name, where }))
  return { ...target, noneOf: noneOf.filter(({ where }) => Object.keys(where).length > 0) }
}

/**
 * Crimes that a forecast made on a day may count: recorded before it, begun before it, and live then. Binds
 * $1 to $3.
 */
export function liveBefore(asAt: number): SqlPart {
  const day = isoDate(asAt)
  return {
    sql: `recorded_at < $1::TIMESTAMP AND occurred_from < $2::TIMESTAMP
      AND (status = 'recorded' OR status_at >= $3::TIMESTAMP)`,
    values: [day, day, day],
  }
}

async function readEvents(store: Duck, clause: SqlPart, asAt: number): Promise<Events> {
  const live = liveBefore(asAt)
  const columns = await store.columns(
    `WITH chosen AS (
       SELECT crime_id, (occurred_from::DATE - DATE '1970-01-01')::INTEGER AS first_day,
         (recorded_at::DATE - DATE '1970-01-01')::INTEGER AS known, easting, northing,
         least(greatest(0, coalesce(occurred_to::DATE - occurred_from::DATE, 0)), known - first_day)::INTEGER
           AS range_days
       FROM crimes
       WHERE ${live.sql} AND easting IS NOT NULL AND northing IS NOT NULL AND (${clause.sql}) IS NOT NULL)
     SELECT (first_day + part)::INTEGER AS day, known, easting, northing,
       (1.0 / (range_days + 1))::DOUBLE AS weight
     FROM (SELECT *, unnest(range(range_days + 1)) AS part FROM chosen WHERE range_days <= ${MAX_RANGE_DAYS})
     ORDER BY known, crime_id, part`,
    [...live.values, ...clause.values],
  )
  const numbers = (name: string) => (columns[name] ?? []) as readonly number[]
  return {
    day: Int32Array.from(numbers('day')),
    known: Int32Array.from(numbers('known')),
    x: Float64Array.from(numbers('easting')),
    y: Float64Array.from(numbers('northing')),
    weight: Float64Array.from(numbers('weight')),
  }
}
