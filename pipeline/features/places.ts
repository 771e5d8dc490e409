import type { Clause, CrimeField, Target } from '../force/schema.ts'
import type { Duck } from '../lib/duck.ts'
import { identifier } from '../lib/duck.ts'
import { isoDate } from '../lib/week.ts'
import type { Events, PlaceHistory } from './events.ts'
import type { Grid } from './grid.ts'

/** SQL text with the values bound to it. */
interface Query {
  readonly sql: string
  readonly values: (string | number)[]
}

/** Days over which the date range of a crime is spread at most; a longer range tells too little and is left out. */
const LONGEST_RANGE_DAYS = 28

/**
 * Reads the history of a target as at a day: crimes recorded before it, live then (not yet cancelled or transferred),
 * with a position. `day` is the local day on which the crime began, `known` the day on which it was recorded. A crime
 * whose dates span several days becomes one row a day with equal parts (aoristic dates, Ratcliffe 2000).
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
  const helper = target.helpers.length > 0 ? await readEvents(store, helperQuery(target), asAt) : undefined
  return {
    cellMetres: grid.cellMetres,
    cells: { x: grid.x, y: grid.y },
    target: await readEvents(store, targetQuery(target), asAt),
    ...(helper ? { helper } : {}),
  }
}

/** The condition of a target over `crimes`: any clause and no exclusion other than status, which is a fact of its own time. */
export function targetQuery(target: Target): Query {
  const not = notExcluded(target)
  const any = anyOf(target.anyOf)
  return { sql: `(${any.sql}) AND ${not.sql}`, values: [...any.values, ...not.values] }
}

/** The condition of a target's helpers: any helper clause, no exclusion, and not the target itself. */
function helperQuery(target: Target): Query {
  const not = notExcluded(target)
  const helper = anyOf(target.helpers)
  const any = anyOf(target.anyOf)
  return {
    sql: `(${helper.sql}) AND NOT (${any.sql}) AND ${not.sql}`,
    values: [...helper.values, ...any.values, ...not.values],
  }
}

/** Crimes that a forecast made on a day may count: recorded before it, begun before it, and live then. */
export function liveBefore(asAt: number): Query {
  const day = isoDate(asAt)
  return {
    sql: `recorded_at < ?::TIMESTAMP AND occurred_from < ?::TIMESTAMP AND (status = 'recorded' OR status_at >= ?::TIMESTAMP)`,
    values: [day, day, day],
  }
}

async function readEvents(store: Duck, query: Query, asAt: number): Promise<Events> {
  const live = liveBefore(asAt)
  const columns = await store.columns(
    `WITH chosen AS (
       SELECT crime_id, (occurred_from::DATE - DATE '1970-01-01')::INTEGER AS first_day,
         (recorded_at::DATE - DATE '1970-01-01')::INTEGER AS known, easting, northing,
         least(greatest(0, coalesce(occurred_to::DATE - occurred_from::DATE, 0)), known - first_day)::INTEGER AS range_days
       FROM crimes WHERE ${live.sql} AND easting IS NOT NULL AND northing IS NOT NULL AND ${query.sql})
     SELECT first_day + part AS day, known, easting, northing, 1.0 / (range_days + 1) AS weight
     FROM (SELECT *, unnest(range(range_days + 1)) AS part FROM chosen WHERE range_days <= ${LONGEST_RANGE_DAYS})
     ORDER BY known, crime_id, part`,
    [...live.values, ...query.values],
  )
  const numbers = (name: string) => (columns[name] ?? []) as readonly number[]
  return {
    day: Int32Array.from(numbers('day'), Number),
    known: Int32Array.from(numbers('known')),
    x: Float64Array.from(numbers('easting')),
    y: Float64Array.from(numbers('northing')),
    weight: Float64Array.from(numbers('weight'), Number),
  }
}

function notExcluded(target: Target): Query {
  const kept = target.noneOf.map(withoutStatus).filter(clause => Object.keys(clause.where).length > 0)
  if (kept.length === 0) return { sql: 'true', values: [] }
  const any = anyOf(kept)
  return { sql: `NOT (${any.sql})`, values: any.values }
}

function withoutStatus(clause: Clause): Clause {
  const { status: _, ...where } = clause.where
  return { name: clause.name, where }
}

function anyOf(clauses: readonly Clause[]): Query {
  const parts = clauses.map(clauseQuery)
  return { sql: parts.map(part => `(${part.sql})`).join(' OR '), values: parts.flatMap(part => part.values) }
}

/** One clause as a condition over `crimes`. */
export function clauseQuery(clause: Clause): Query {
  const fields = Object.entries(clause.where) as [CrimeField, string[]][]
  return {
    sql: fields
      .map(([field, values]) => `${identifier(field)}::VARCHAR IN (${values.map(() => '?').join(', ')})`)
      .join(' AND '),
    values: fields.flatMap(([, values]) => values),
  }
}
