import type { SqlPart } from '../lib/duck.ts'
import { isoDate } from '../lib/week.ts'

/**
 * SQL of the crimes as they were known when a day begins: recorded and begun before it, with the status that
 * they had then: one cancelled or transferred later is still `recorded`. Columns as in the store. Binds
 * `$as_at`.
 *
 * Assumption A34: a change of an offence code, a weapon, a place or an outcome carries no date in the
 * extract. It counts as known from the day of the forecast that first saw it (`known-before.ts`), and what
 * changed before the first run is read as that found it; the record that a person was merged into and the
 * unit of a person are read with today's.
 *
 * @param crimes table of the crimes, all of the store by default
 * @example const known = crimesAsAtSql(asAt); duck.rows(`SELECT * FROM (${known.sql})`, known.values)
 */
export function crimesAsAtSql(asAt: number, crimes = 'crimes'): SqlPart {
  return {
    sql: `SELECT * REPLACE (
        CASE WHEN status_at < $as_at::TIMESTAMP THEN status ELSE 'recorded' END AS status,
        CASE WHEN status_at < $as_at::TIMESTAMP THEN status_at END AS status_at)
      FROM ${crimes} WHERE recorded_at < $as_at::TIMESTAMP AND occurred_from < $as_at::TIMESTAMP`,
    values: { as_at: isoDate(asAt) },
  }
}

/**
 * SQL of the charges as they were known when a day begins: charged before it; an outcome that came later is
 * still pending. Columns as in the store. Binds `$as_at`.
 *
 * @param charges table of the charges, all of the store by default
 */
export function chargesBefore(asAt: number, charges = 'charges'): SqlPart {
  return {
    sql: `SELECT * REPLACE (
        CASE WHEN outcome_at < $as_at::TIMESTAMP THEN outcome ELSE 'pending' END AS outcome,
        CASE WHEN outcome_at < $as_at::TIMESTAMP THEN outcome_at END AS outcome_at)
      FROM ${charges} WHERE charged_at < $as_at::TIMESTAMP`,
    values: { as_at: isoDate(asAt) },
  }
}
