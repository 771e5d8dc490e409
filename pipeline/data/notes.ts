import type { Duck } from '../lib/duck.ts'
import { inside, type Shape } from '../lib/geo.ts'
import type { IssueCode, IssueCount } from './issue.ts'
import type { TableName } from './schema.ts'

/** An offence code that the weight table does not hold, and how many rows bear it. */
export interface UnweightedCode {
  readonly table: 'crimes' | 'charges'
  readonly code: string
  readonly rows: number
}

/** Side of the squares in which an address may dominate, in metres. */
const SQUARE_METRES = 500

/** Side of the squares in which the outline of the force is asked, in metres. */
const OUTLINE_METRES = 250

/**
 * SQL of flagged points (easting, northing, code, crimes): single points at which most crimes are put down to
 * a custody suite or a hospital (a default geocode), and single points that hold half of a busy square of
 * 500 m. The window of squares would have the points counted twice.
 */
function flaggedPointsSql(): string {
  return `
    WITH points AS MATERIALIZED (
      SELECT easting, northing, count(*) AS crimes,
        count(*) FILTER (location_type IN ('custody', 'hospital')) AS institutional
      FROM crimes WHERE easting IS NOT NULL GROUP BY ALL),
    squares AS (
      SELECT *, sum(crimes) OVER (
        PARTITION BY floor(easting / ${SQUARE_METRES}), floor(northing / ${SQUARE_METRES})) AS around
      FROM points)
    SELECT easting, northing,
      CASE WHEN institutional >= 0.8 * crimes THEN 'default-geocode' ELSE 'dominant-address' END AS code,
      crimes
    FROM squares
    WHERE (crimes >= 20 AND institutional >= 0.8 * crimes) OR (crimes >= 50 AND crimes >= 0.5 * around)`
}

/**
 * SQL that makes `outline (sx, sy)`: the squares of 250 m that hold crimes but lie outside every district.
 */
async function makeOutline(store: Duck, districts: readonly Shape[]): Promise<void> {
  const squares = await store.rows<{ sx: number; sy: number }>(
    `SELECT DISTINCT floor(easting / ${OUTLINE_METRES}) AS sx, floor(northing / ${OUTLINE_METRES}) AS sy
     FROM crimes WHERE easting IS NOT NULL`,
  )
  const outside = squares.filter(({ sx, sy }) => {
    const [x, y] = [(sx + 0.5) * OUTLINE_METRES, (sy + 0.5) * OUTLINE_METRES]
    return !districts.some(shape => inside(shape, x, y))
  })
  await store.run('CREATE TEMP TABLE outline (sx DOUBLE, sy DOUBLE)')
  if (outside.length > 0)
    await store.run(`INSERT INTO outline VALUES ${outside.map(({ sx, sy }) => `(${sx}, ${sy})`).join(', ')}`)
}

/**
 * Crimes in which a weapon caused injury though the offence (assault without injury, threats, public fear) is
 * one without.
 */
export const CONTRADICTED_INJURY = `
  weapon_use = 'used_causing_injury' AND offence_code IN ('104', '105A', '3B', '9A')`

/** First day of the birth month. */
const BORN = `CAST(birth_month || '-01' AS DATE)`

const NOTES: readonly (readonly [TableName, IssueCode, string])[] = [
  ['crimes', 'no-coordinates', 'SELECT count(*) AS n FROM crimes WHERE easting IS NULL'],
  ['crimes', 'injury-contradicts-offence', `SELECT count(*) AS n FROM crimes WHERE ${CONTRADICTED_INJURY}`],
  [
    'crimes',
    'outside-districts',
    `SELECT count(*) AS n FROM crimes JOIN outline
     ON floor(easting / ${OUTLINE_METRES}) = sx AND floor(northing / ${OUTLINE_METRES}) = sy`,
  ],
  [
    'crimes',
    'default-geocode',
    `SELECT coalesce(sum(crimes), 0)::BIGINT AS n FROM flagged_points WHERE code = 'default-geocode'`,
  ],
  [
    'crimes',
    'dominant-address',
    `SELECT coalesce(sum(crimes), 0)::BIGINT AS n FROM flagged_points WHERE code = 'dominant-address'`,
  ],
  ['persons', 'deceased', `SELECT count(*) AS n FROM persons WHERE status = 'deceased'`],
  ['persons', 'merged-person', 'SELECT count(*) AS n FROM persons WHERE merged_into IS NOT NULL'],
  [
    'charges',
    'unknown-crime',
    `SELECT count(*) AS n FROM charges ANTI JOIN crimes USING (crime_id) WHERE crime_id IS NOT NULL`,
  ],
  [
    'charges',
    'child-charged',
    `SELECT count(*) AS n FROM charges JOIN persons USING (person_id)
     WHERE CAST(charged_at AS DATE) < last_day(${BORN}) + INTERVAL 18 YEAR`,
  ],
]

/**
 * SQL of the greatest age in whole months at the day of a charge, or on another day of it; NULL when no birth
 * month is known.
 */
export function monthsOldSql(day = 'charged_at'): string {
  return `date_diff('month', ${BORN}, CAST(${day} AS DATE))`
}

/** Counts what is noted about accepted rows, and leaves `flagged_points` in the store. */
export async function countNotes(store: Duck, districts: readonly Shape[]): Promise<IssueCount[]> {
  await flagPoints(store)
  await makeOutline(store, districts)
  const notes: IssueCount[] = []
  for (const [table, code, sql] of NOTES) {
    const [row] = await store.rows<{ n: number }>(sql)
    if (row!.n > 0) notes.push({ table, code, rows: row!.n, rejected: false })
  }
  await store.run('DROP TABLE outline')
  return notes
}

/** A point at which far more crimes are put down than happen at one address. */
export interface FlaggedPoint {
  readonly kind: 'default-geocode' | 'dominant-address'
  readonly x: number
  readonly y: number
}

/**
 * Makes the table `flagged_points` of a store; anew where crimes of it were corrected. @see flaggedPointsSql
 */
export async function flagPoints(store: Duck): Promise<void> {
  await store.run(`CREATE OR REPLACE TABLE flagged_points AS ${flaggedPointsSql()}`)
}

/** The flagged points of a store, most crimes first. @see flagPoints */
export function readFlaggedPoints(store: Duck): Promise<FlaggedPoint[]> {
  return store.rows(`SELECT code AS kind, easting AS x, northing AS y FROM flagged_points
    ORDER BY crimes DESC, easting, northing`)
}

/** Lists the offence codes of crimes and charges that the weight table does not hold, most frequent first. */
export async function unweightedCodes(store: Duck, codes: Iterable<string>): Promise<UnweightedCode[]> {
  const part = (table: string) =>
    `SELECT '${table}' AS "table", offence_code AS code, count(*) AS rows FROM ${table} GROUP BY ALL`
  const found = await store.rows<UnweightedCode>(
    `${part('crimes')} UNION ALL ${part('charges')} ORDER BY "table", rows DESC, code`,
  )
  const weighted = new Set(codes)
  return found.filter(({ code }) => !weighted.has(code))
}
