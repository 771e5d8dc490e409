import { literal } from '../lib/duck.ts'
import type { IssueCode } from './issue.ts'
import type { TableName } from './schema.ts'

/** A rule of one row: SQL that holds for the rows that break it, over the typed table. */
export interface Rule {
  readonly table: TableName
  readonly code: IssueCode
  readonly column: string
  readonly when: string
}

/** What the rules need to know of the extract and the force. */
export interface RuleFacts {
  /** Local ISO date-time. */
  readonly extractedAt: string
  /** Bounding box of the force [minX, minY, maxX, maxY], metres. */
  readonly box: readonly [number, number, number, number]
}

/**
 * How far outside the force's bounding box a crime may lie, in metres (neighbouring forces' border streets).
 */
const MARGIN_METRES = 5000

const FUTURE: readonly (readonly [TableName, string])[] = [
  ['crimes', 'recorded_at'],
  ['crimes', 'occurred_from'],
  ['crimes', 'status_at'],
  ['charges', 'charged_at'],
  ['charges', 'outcome_at'],
  ['decisions', 'decided_at'],
  ['charges', 'offence_date'],
]

/**
 * SQL that holds when a date-time lies before another. One that stands at the start of a day may be a day
 * without a time: it is before the other only when its day is.
 */
const before = (column: string, other: string) =>
  `(${column} < ${other} AND (${column} <> date_trunc('day', ${column})
    OR ${column} < date_trunc('day', ${other})))`

const RULES: readonly (readonly [TableName, IssueCode, column: string, when: string])[] = [
  ['crimes', 'occurred-after-recorded', 'occurred_from', before('recorded_at', 'occurred_from')],
  ['crimes', 'occurred-after-recorded', 'occurred_to', before('recorded_at', 'occurred_to')],
  ['crimes', 'occurred-range-reversed', 'occurred_to', before('occurred_to', 'occurred_from')],
  ['crimes', 'status-without-date', 'status_at', `status <> 'recorded' AND status_at IS NULL`],
  ['crimes', 'status-before-recorded', 'status_at', before('status_at', 'recorded_at')],
  ['crimes', 'half-coordinate', 'easting', '(easting IS NULL) <> (northing IS NULL)'],
  ['charges', 'charged-before-offence', 'charged_at', 'CAST(charged_at AS DATE) < offence_date'],
  ['charges', 'outcome-without-date', 'outcome_at', `outcome <> 'pending' AND outcome_at IS NULL`],
  ['charges', 'outcome-date-while-pending', 'outcome_at', `outcome = 'pending' AND outcome_at IS NOT NULL`],
  ['charges', 'outcome-before-charge', 'outcome_at', before('outcome_at', 'charged_at')],
  ['decisions', 'reversed-period', 'managed_until', 'managed_until < managed_from'],
  ['decisions', 'missing-value', 'managed_from', 'managed_from IS NULL AND managed_until IS NOT NULL'],
  ['patrols', 'out-of-range', 'minutes', 'minutes <= 0 OR minutes > 1440'],
  ...['officers', 'arrests', 'searches', 'weapons'].map(
    column => ['patrols', 'out-of-range', column, `${column} < 0 OR ${column} <> round(${column})`] as const,
  ),
  ['exclusions', 'reversed-period', 'until', '"until" < "from"'],
]

/** The rules that look at one row alone; a row that breaks several is listed under each. */
export function rowRules({ extractedAt, box }: RuleFacts): Rule[] {
  const now = `TIMESTAMP ${literal(extractedAt)}`
  const [minX, minY, maxX, maxY] = box
  const outside = (column: string, from: number, to: number) =>
    `${column} NOT BETWEEN ${from - MARGIN_METRES} AND ${to + MARGIN_METRES}`
  return [
    ...FUTURE.map(
      ([table, column]) => ({ table, column, code: 'future-date', when: `${column} > ${now}` }) as const,
    ),
    {
      ...{ table: 'patrols', code: 'future-date', column: 'started_at' },
      when: `kind = 'delivered' AND started_at > ${now}`,
    },
    {
      ...{ table: 'persons', code: 'born-in-future', column: 'birth_month' },
      when: `birth_month > ${literal(extractedAt.slice(0, 7))}`,
    },
    ...RULES.map(([table, code, column, when]) => ({ table, code, column, when })),
    {
      ...{ table: 'crimes', code: 'outside-force', column: 'easting' },
      when: `${outside('easting', minX, maxX)} OR ${outside('northing', minY, maxY)}`,
    },
  ]
}

/**
 * SQL of the rows whose key stands there before with the same content, and of all rows of a key that has
 * several contents. An exclusion may name its area again for another period, so there only whole rows count.
 */
export function duplicatesSql(table: TableName, key: string): string {
  const groups = table === 'exclusions' ? 'h' : 'k'
  // Sorting hashes is twice as fast as grouping keys, of which next to none stand there twice; where two keys
  // have one hash, `twice` tells them apart.
  const hashed = `CAST(hash("${key}") & ${2 ** 32 - 1} AS UINTEGER)`
  return `WITH hashes AS (SELECT ${hashed} AS h FROM ${table}),
    repeated AS (SELECT h FROM (SELECT h, lag(h) OVER (ORDER BY h) AS last FROM hashes) WHERE h = last),
    twice AS (SELECT "${key}" AS k FROM ${table} WHERE ${hashed} IN (FROM repeated)
      GROUP BY ALL HAVING count(*) > 1),
    content AS (SELECT rowid AS _row, "${key}" AS k, hash(*COLUMNS(*)) AS h
      FROM ${table} WHERE "${key}" IN (SELECT k FROM twice)),
    judged AS (
      SELECT _row, k, min(h) OVER same <> max(h) OVER same AS differs,
        row_number() OVER (same ORDER BY _row) AS nth
      FROM content WINDOW same AS (PARTITION BY ${groups}))
    SELECT _row, CASE WHEN differs THEN 'conflicting-key' ELSE 'duplicate-row' END, '${key}', k
    FROM judged WHERE differs OR nth > 1`
}
