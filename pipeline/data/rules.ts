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
  ['patrols', 'started_at'],
]

/** The rules that look at one row alone, in the order in which they are asked. */
export function rowRules({ extractedAt, box }: RuleFacts): Rule[] {
  const now = `TIMESTAMP ${literal(extractedAt)}`
  const [minX, minY, maxX, maxY] = box
  const far = `easting NOT BETWEEN ${minX - MARGIN_METRES} AND ${maxX + MARGIN_METRES} OR northing NOT BETWEEN ${minY - MARGIN_METRES} AND ${maxY + MARGIN_METRES}`
  const rule = (table: TableName, code: IssueCode, column: string, when: string): Rule => ({
    table,
    code,
    column,
    when,
  })
  return [
    ...FUTURE.map(([table, column]) => rule(table, 'future-date', column, `${column} > ${now}`)),
    rule('charges', 'future-date', 'offence_date', `offence_date > ${now}`),
    rule('persons', 'born-in-future', 'birth_month', `birth_month > ${literal(extractedAt.slice(0, 7))}`),
    rule('crimes', 'occurred-after-recorded', 'occurred_from', 'occurred_from > recorded_at'),
    rule('crimes', 'occurred-after-recorded', 'occurred_to', 'occurred_to > recorded_at'),
    rule('crimes', 'occurred-range-reversed', 'occurred_to', 'occurred_to < occurred_from'),
    rule('crimes', 'status-without-date', 'status_at', `status <> 'recorded' AND status_at IS NULL`),
    rule('crimes', 'status-before-recorded', 'status_at', 'status_at < recorded_at'),
    rule('crimes', 'half-coordinate', 'easting', '(easting IS NULL) <> (northing IS NULL)'),
    rule('crimes', 'outside-force', 'easting', far),
    rule('charges', 'charged-before-offence', 'charged_at', 'CAST(charged_at AS DATE) < offence_date'),
    rule('charges', 'outcome-without-date', 'outcome_at', `outcome <> 'pending' AND outcome_at IS NULL`),
    rule(
      'charges',
      'outcome-date-while-pending',
      'outcome_at',
      `outcome = 'pending' AND outcome_at IS NOT NULL`,
    ),
    rule('charges', 'outcome-before-charge', 'outcome_at', 'outcome_at < charged_at'),
    rule('patrols', 'out-of-range', 'minutes', 'minutes <= 0 OR minutes > 1440'),
    rule('exclusions', 'reversed-period', 'until', '"until" < "from"'),
  ]
}

/**
 * SQL of the rows whose key stands there before with the same content, and of all rows of a key that has
 * several contents. An exclusion may name its area again for another period, so there only whole rows count.
 */
export function duplicatesSql(table: TableName, key: string): string {
  const groups = table === 'exclusions' ? 'h' : 'k'
  return `WITH twice AS (SELECT "${key}" AS k FROM ${table} GROUP BY ALL HAVING count(*) > 1),
    content AS (SELECT _row, "${key}" AS k, hash(*COLUMNS(* EXCLUDE (_row))) AS h FROM ${table} WHERE "${key}" IN (SELECT k FROM twice)),
    judged AS (SELECT _row, k, min(h) OVER same <> max(h) OVER same AS differs, row_number() OVER (same ORDER BY _row) AS nth
      FROM content WINDOW same AS (PARTITION BY ${groups}))
    SELECT _row, CASE WHEN differs THEN 'conflicting-key' ELSE 'duplicate-row' END, '${key}', k FROM judged WHERE differs OR nth > 1`
}
