import { crimesAsAtSql } from '../data/asat.ts'
import { versionsSql } from '../data/known-before.ts'
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
  /** Table of what was known of crimes before; absent: nothing else than today. */
  readonly earlier?: string
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
  const versions = versionsSql(
    among => historySql(among ? { ...options, among } : options),
    target,
    options.earlier,
  )
  const meets = (status: string) => targetSql(target, 'target', status)
  const helps = (status: string) => helperSql(target, status)
  const related = target.helpers.length > 0 ? await readEvents(store, helps, versions) : undefined
  return {
    cellMetres: grid.cellMetres,
    cells: { x: grid.x, y: grid.y },
    target: await readEvents(store, meets, versions),
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
 * lets in by its status comes on it. Of a crime that an earlier extract had otherwise each version counts on
 * the days on which it was what was known.
 */
async function readEvents(
  store: Duck,
  clause: (status: string) => SqlPart,
  versions: SqlPart,
): Promise<Events> {
  const [first, last] = [clause("'recorded'"), clause('status')]
  const columns = await store.numbers(
    `WITH judged AS (
       SELECT crime_id, easting, northing, ${epoch('occurred_from')} AS first_day,
         ${epoch('recorded_at')} AS recorded, ${epoch('status_at')} AS changed,
         least(greatest(0, coalesce(${epoch('occurred_to')} - first_day, 0)), recorded - first_day)
           AS range_days, ${epoch('since')} AS since, ${epoch('until')} AS until,
         (${last.sql}) IS NOT NULL AS at_last,
         CASE WHEN status = 'recorded' THEN at_last ELSE (${first.sql}) IS NOT NULL END AS at_first
       FROM (${versions.sql}) WHERE easting IS NOT NULL AND northing IS NOT NULL),
     dated AS (
       SELECT *, greatest(CASE WHEN at_first THEN recorded ELSE greatest(recorded, changed) END, since - 1)
           AS known,
         least(CASE WHEN NOT at_last THEN changed + 1 END, until) AS gone_from
       FROM judged WHERE (at_first OR at_last) AND range_days <= ${MAX_RANGE_DAYS}),
     versions AS (
       SELECT *, min(known) OVER (PARTITION BY crime_id) AS first_known
       FROM dated WHERE gone_from IS NULL OR gone_from > known + 1)
     SELECT (first_day + part)::INTEGER AS day, easting, northing, known, first_known,
       coalesce(gone_from::DOUBLE, 'infinity'::DOUBLE) AS gone_from,
       (1.0 / (range_days + 1))::DOUBLE AS weight
     FROM (SELECT *, unnest(range(range_days + 1)) AS part FROM versions)
     ORDER BY known, crime_id, part`,
    { ...versions.values, ...first.values },
  )
  const { day, known, first_known, easting, northing, weight, gone_from } = columns
  return {
    day: new Int32Array(day!),
    known: new Int32Array(known!),
    firstKnown: new Int32Array(first_known!),
    x: easting!,
    y: northing!,
    weight: weight!,
    goneFrom: gone_from!,
  }
}

const epoch = (column: string) => `(${column}::DATE - DATE '1970-01-01')::INTEGER`
