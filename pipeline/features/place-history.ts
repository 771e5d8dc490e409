import { crimesAsAtSql } from '../data/asat.ts'
import { MAX_RANGE_DAYS } from '../data/reach.ts'
import { helperSql, targetSql } from '../data/target.ts'
import type { Target } from '../force/schema.ts'
import type { Duck, SqlPart } from '../lib/duck.ts'
import { isoDate } from '../lib/week.ts'
import type { Events, PlaceHistory } from './events.ts'
import type { Grid } from './grid.ts'

/** Which days a history is read for, all epoch days. */
export interface HistoryDays {
  /** Day of the forecast: nothing known on it or later is read. */
  readonly asAt: number
  /** First day of the history: a crime that began before it is left out; absent: none is. */
  readonly historyFrom?: number
  /** First day of which not all data are in; absent: the day of the forecast. */
  readonly completeBefore?: number
  /** Table of crimes to look among, with all that concern the target; absent: all crimes. */
  readonly among?: string
}

/**
 * Reads the history of a target as at a day, with everything that an earlier day knew: crimes recorded before
 * the day, with a position, begun in the history. `day` is the local day on which the crime began, `known`
 * the day on which it was recorded, `goneFrom` the day on which a cancellation or transfer that the
 * definition excludes was known. A crime whose dates span several days becomes one row a day with equal parts
 * (aoristic dates, Ratcliffe 2000).
 *
 * Assumption A3: a crime between two days was as likely on each of them.
 *
 * @param options.grid the cells
 */
export async function readPlaceHistory(
  store: Duck,
  target: Target,
  options: HistoryDays & { readonly grid: Grid },
): Promise<PlaceHistory> {
  const { asAt, grid, completeBefore = asAt } = options
  const meets = (status: string) => targetSql(target, 'target', status)
  const helps = (status: string) => helperSql(target, status)
  const related = target.helpers.length > 0 ? await readEvents(store, helps, options) : undefined
  return {
    cellMetres: grid.cellMetres,
    cells: { x: grid.x, y: grid.y },
    target: await readEvents(store, meets, options),
    ...(related ? { related } : {}),
    completeBefore,
  }
}

/**
 * SQL of the crimes of a history as they were known on the day of the forecast, begun in the history. Columns
 * as in the store. Binds `$as_at` and `$history_from`.
 *
 * @example const history = historySql({ asAt }); store.rows(`SELECT * FROM (${history.sql})`, history.values)
 */
export function historySql({ asAt, historyFrom, among }: HistoryDays): SqlPart {
  const { sql, values } = crimesAsAtSql(asAt, among)
  if (historyFrom === undefined) return { sql, values }
  const begun = { history_from: isoDate(historyFrom) }
  return { sql: `${sql} AND occurred_from >= $history_from::TIMESTAMP`, values: { ...values, ...begun } }
}

/**
 * A crime meets a definition as it was recorded (`at_first`) and as it stands on the day of the forecast
 * (`at_last`): one that was cancelled since leaves on the day on which that was known, one that a definition
 * lets in by its status comes on it.
 */
async function readEvents(
  store: Duck,
  clause: (status: string) => SqlPart,
  days: HistoryDays,
): Promise<Events> {
  const history = historySql(days)
  const [first, last] = [clause("'recorded'"), clause('status')]
  const columns = await store.numbers(
    `WITH judged AS (
       SELECT crime_id, easting, northing, ${epoch('occurred_from')} AS first_day,
         ${epoch('recorded_at')} AS recorded, ${epoch('status_at')} AS changed,
         least(greatest(0, coalesce(${epoch('occurred_to')} - first_day, 0)), recorded - first_day)
           AS range_days,
         (${last.sql}) IS NOT NULL AS at_last,
         CASE WHEN status = 'recorded' THEN at_last ELSE (${first.sql}) IS NOT NULL END AS at_first
       FROM (${history.sql}) WHERE easting IS NOT NULL AND northing IS NOT NULL)
     SELECT (first_day + part)::INTEGER AS day, easting, northing,
       CASE WHEN at_first THEN recorded ELSE greatest(recorded, changed) END AS known,
       CASE WHEN at_last THEN 'infinity'::DOUBLE ELSE changed + 1 END AS gone_from,
       (1.0 / (range_days + 1))::DOUBLE AS weight
     FROM (SELECT *, unnest(range(range_days + 1)) AS part FROM judged
       WHERE (at_first OR at_last) AND range_days <= ${MAX_RANGE_DAYS})
     ORDER BY known, crime_id, part`,
    { ...history.values, ...first.values },
  )
  const { day, known, easting, northing, weight, gone_from } = columns
  return {
    day: new Int32Array(day!),
    known: new Int32Array(known!),
    x: easting!,
    y: northing!,
    weight: weight!,
    goneFrom: gone_from!,
  }
}

const epoch = (column: string) => `(${column}::DATE - DATE '1970-01-01')::INTEGER`
