import type { SqlPart } from '../lib/duck.ts'
import { isoDate } from '../lib/week.ts'

/**
 * SQL that holds for the crimes that a forecast made on a day may count: recorded before it, begun before it,
 * and live then (a cancellation or transfer counts only if it was made before the day). Binds `$as_at`.
 *
 * @example const live = liveBefore(asAt); duck.rows(`SELECT * FROM crimes WHERE ${live.sql}`, live.values)
 */
export function liveBefore(asAt: number): SqlPart {
  const recorded = 'recorded_at < $as_at::TIMESTAMP AND occurred_from < $as_at::TIMESTAMP'
  return {
    sql: `${recorded} AND (status = 'recorded' OR status_at >= $as_at::TIMESTAMP)`,
    values: { as_at: isoDate(asAt) },
  }
}

/**
 * SQL of the charges as they were known when a day begins: charged before it; an outcome that came later is
 * still pending. Columns as in the store. Binds `$as_at`.
 */
export function chargesBefore(asAt: number): SqlPart {
  return {
    sql: `SELECT * REPLACE (
        CASE WHEN outcome_at < $as_at::TIMESTAMP THEN outcome ELSE 'pending' END AS outcome,
        CASE WHEN outcome_at < $as_at::TIMESTAMP THEN outcome_at END AS outcome_at)
      FROM charges WHERE charged_at < $as_at::TIMESTAMP`,
    values: { as_at: isoDate(asAt) },
  }
}
