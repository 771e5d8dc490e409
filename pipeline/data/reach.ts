import { sum } from 'd3-array'
import type { Target } from '../force/schema.ts'
import { type Duck, literal, type SqlPart } from '../lib/duck.ts'
import { isoDate } from '../lib/week.ts'
import { chargesBefore, crimesAsAtSql } from './asat.ts'
import { targetSql } from './target.ts'

/**
 * Days over which the date range of a crime is spread at most; a longer range tells too little and is left
 * out.
 */
export const MAX_RANGE_DAYS = 28

/**
 * How far the accepted rows of a table go: those that are used, and for each of the others the first reason
 * why not. accepted = used + the sum of the reasons, exactly.
 */
export interface Reach {
  /** A target's id, or the table of people's data. */
  readonly of: string
  readonly accepted: number
  readonly used: number
  /** Of those used, how many lie in a square at the edge, beyond the outline of the force. */
  readonly edge: number
  readonly reasons: readonly { readonly reason: string; readonly rows: number }[]
}

/** The days of a history, and whether a point lies in one of the cells. */
export interface CrimeReachOptions {
  readonly asAt: number
  readonly historyFrom?: number | undefined
  /** Table of crimes to look among, with all that concern the target; absent: all crimes. */
  readonly among?: string
  readonly isInside: (x: number, y: number) => boolean
  /** Whether a point in a cell lies beyond the outline; absent: none does. */
  readonly isBeyond?: (x: number, y: number) => boolean
}

const days = (column: string) => `(${column}::DATE - DATE '1970-01-01')`
/** Days of a crime's date range beyond its first, which cannot go beyond the day of its record. */
const RANGE_DAYS = `least(greatest(0, coalesce(${days('occurred_to')} - ${days('occurred_from')}, 0)),
  ${days('recorded_at')} - ${days('occurred_from')})`

/** SQL of whether the date range of a crime is short enough to be placed in time. */
export const rangeIsShortSql = `${RANGE_DAYS} <= ${MAX_RANGE_DAYS}`

/**
 * What becomes of every accepted crime on the way to a target's forecast, as at a day. The first reason that
 * holds counts; offences of other kinds are no loss, and are counted so that nothing is missing.
 *
 * @example (await crimeReach(store, target, { asAt, isInside: () => true })).used
 */
export async function crimeReach(
  store: Duck,
  target: Target,
  { asAt, historyFrom, among, isInside, isBeyond = () => false }: CrimeReachOptions,
): Promise<Reach> {
  const [{ sql, values }, known] = [reasonSql(target), crimesAsAtSql(asAt, among)]
  const from = historyFrom === undefined ? '0001-01-01' : isoDate(historyFrom)
  const rows = await store.rows<{ reason: string | null; x: number; y: number; rows: number }>(
    `SELECT reason, CASE WHEN reason IS NULL THEN easting END AS x,
       CASE WHEN reason IS NULL THEN northing END AS y, count(*) AS rows
     FROM (SELECT *, ${sql} AS reason FROM (${known.sql}))
     WHERE reason IS DISTINCT FROM ${literal(OTHER)} GROUP BY ALL`,
    { ...known.values, ...values, from },
  )
  const every = crimesAsAtSql(asAt)
  const [all] = await store.rows<{ n: number; known: number }>(
    `SELECT (SELECT count(*) FROM crimes) AS n, (SELECT count(*) FROM (${every.sql})) AS known`,
    every.values,
  )
  const outside = ({ reason, x, y }: (typeof rows)[number]) => reason === null && !isInside(x, y)
  const why = (row: (typeof rows)[number]) => (outside(row) ? 'outside every square' : row.reason)
  const rest = new Map([
    [LATER, all!.n - all!.known],
    [OTHER, all!.known - sum(rows, row => row.rows)],
  ])
  const reasons = REASONS(target).map(reason => ({
    reason,
    rows: rest.get(reason) ?? sum(rows, row => (why(row) === reason ? row.rows : 0)),
  }))
  const used = rows.filter(row => why(row) === null)
  const edge = sum(used, row => (isBeyond(row.x, row.y) ? row.rows : 0))
  return { ...accountOf(target.id, all!.n, reasons), edge }
}

const LATER = 'recorded or begun on the day of the forecast or later'
const OTHER = 'another kind of offence'
const BEFORE = 'before the history starts'
const NOWHERE = 'no coordinates'
const LONG = `a date range of more than ${MAX_RANGE_DAYS} days`
const excluded = (name: string) => `left out by the definition: ${name}`

const REASONS = ({ noneOf }: Target) => [
  ...[LATER, OTHER, ...new Set(noneOf.map(({ name }) => excluded(name)))],
  ...[BEFORE, NOWHERE, LONG, 'outside every square'],
]

/** SQL of the first reason why a crime does not reach a forecast; NULL where only its place can be one. */
function reasonSql(target: Target): SqlPart {
  const meets = targetSql({ ...target, noneOf: [] }, 'meets')
  const left = targetSql({ ...target, anyOf: target.noneOf, noneOf: [] }, 'left')
  return {
    sql: `CASE WHEN (${meets.sql}) IS NULL THEN ${literal(OTHER)}
      WHEN (${left.sql}) IS NOT NULL THEN ${literal(excluded(''))} || (${left.sql})
      WHEN occurred_from < $from::TIMESTAMP THEN ${literal(BEFORE)}
      WHEN easting IS NULL OR northing IS NULL THEN ${literal(NOWHERE)}
      WHEN ${RANGE_DAYS} > ${MAX_RANGE_DAYS} THEN ${literal(LONG)} END`,
    values: { ...meets.values, ...left.values },
  }
}

/** What decides whether a charge or a person reaches a score. */
export interface PeopleReachOptions {
  readonly asAt: number
  /** Offence codes that have a harm weight. */
  readonly weighed: Iterable<string>
}

/**
 * What becomes of every accepted charge and person record on the way to a harm score, as at a day: a charge
 * is used when it adds to the score of a living person with a unit; a record when it has such a charge.
 */
export async function peopleReach(
  store: Duck,
  { asAt, weighed }: PeopleReachOptions,
): Promise<readonly Reach[]> {
  const known = chargesBefore(asAt)
  const codes = [...weighed].map(literal).join(', ')
  const people = `(SELECT survivor_id, bool_or(status = 'deceased') AS deceased,
      coalesce(max(lomu) FILTER (WHERE person_id = survivor_id), min(lomu)) AS unit
    FROM persons GROUP BY survivor_id)`
  await store.run(
    `CREATE OR REPLACE TEMP TABLE judged_charges AS
     SELECT survivor_id, CASE WHEN deceased THEN 'the person has died'
         WHEN coalesce(unit, '') = '' THEN 'the person has no unit'
         WHEN outcome IN ('acquitted', 'discontinued') THEN 'acquitted or discontinued'
         WHEN offence_code NOT IN (${codes}) THEN 'no harm weight' END AS reason
     FROM (${known.sql}) JOIN ${people} USING (survivor_id)`,
    known.values,
  )
  const charges = await store.rows<Counted>(
    'SELECT reason, count(*) AS rows FROM judged_charges GROUP BY ALL',
  )
  const persons = await store.rows<Counted>(
    `SELECT CASE WHEN p.person_id <> p.survivor_id THEN 'merged into another record'
         WHEN q.deceased THEN 'the person has died'
         WHEN coalesce(q.unit, '') = '' THEN 'the person has no unit'
         WHEN p.survivor_id NOT IN (SELECT survivor_id FROM judged_charges WHERE reason IS NULL)
         THEN 'no charge that counts' END AS reason,
       count(*) AS rows
     FROM persons p JOIN ${people} q USING (survivor_id) GROUP BY ALL`,
  )
  await store.run('DROP TABLE judged_charges')
  const [all] = await store.rows<{ charges: number; persons: number }>(
    'SELECT (SELECT count(*) FROM charges) AS charges, (SELECT count(*) FROM persons) AS persons',
  )
  const late = { reason: 'made on the day of the forecast or later', rows: all!.charges - rowsOf(charges) }
  return [
    accountOf('charges', all!.charges, [late, ...reasonsOf(charges)]),
    accountOf('persons', all!.persons, reasonsOf(persons)),
  ]
}

interface Counted {
  readonly reason: string | null
  readonly rows: number
}

const rowsOf = (counted: readonly Counted[]) => sum(counted, ({ rows }) => rows)

function reasonsOf(counted: readonly Counted[]): Reach['reasons'] {
  return counted
    .flatMap(({ reason, rows }) => (reason === null ? [] : [{ reason, rows }]))
    .sort((a, b) => b.rows - a.rows || (a.reason < b.reason ? -1 : 1))
}

function accountOf(of: string, accepted: number, reasons: Reach['reasons']): Reach {
  const found = reasons.filter(({ rows }) => rows > 0)
  return { of, accepted, used: accepted - sum(found, ({ rows }) => rows), edge: 0, reasons: found }
}
