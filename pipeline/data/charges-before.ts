import { join } from 'node:path'
import { type Duck, literal, type SqlPart } from '../lib/duck.ts'
import { epochDay, isoDate } from '../lib/week.ts'
import { chargesBefore } from './asat.ts'

/** File of a run's memory: its charges, and what was known of them before. */
const FILE = 'charges.parquet'

/**
 * Table of the store: each charge as earlier extracts had it. `until`: first day on which something else was
 * known. A row without facts: no extract had the charge.
 */
export const BEFORE = 'charges_before'

/** What a career reads of a charge. */
export const FACTS: readonly string[] = ['offence_code', 'outcome', 'outcome_at', 'charged_at']
const typeOf = (name: string) => (name.endsWith('_at') ? 'DATE' : 'VARCHAR')
const columnsSql = FACTS.map(name => `${name} ${typeOf(name)}`).join(', ')
const factsSql = FACTS.map(name => `CAST(${name} AS ${typeOf(name)}) AS ${name}`).join(', ')
const namesSql = (of: string) => FACTS.map(name => `${of}.${name}`).join(', ')

/**
 * SQL of the rows that a run's memory of charges keeps of what was known before, under the names that it has.
 *
 * @param more names of columns that such rows have no value of
 */
export function chargesBeforeSql(more: readonly string[]): string {
  const rest = more.map(name => `NULL AS ${name}`)
  return `SELECT charge_id AS k, outcome, offence_code, survivor_id, charged_at, outcome_at, until,
    ${rest.join(', ')} FROM ${BEFORE}`
}

/** A run whose charges are compared with those of the last one. */
interface Compared {
  /** Memory of the last run; absent: nothing was known before. */
  readonly folder: string | undefined
  /** ISO date of the day after the last run's data; absent: facts are read otherwise than then. */
  readonly covered: string | undefined
  /** Epoch day of this run's forecast. */
  readonly asAt: number
}

/**
 * Makes the table of what was known of charges before, as `findKnownBefore` does of crimes, and gives how
 * many this run adds. Rows stand with the record that a person has today; those of people who are gone from
 * the extract, or were disposed of, go with them.
 *
 * @example await findChargesBefore(store, { folder, covered: '2026-11-09', asAt })
 */
export async function findChargesBefore(store: Duck, { folder, covered, asAt }: Compared): Promise<number> {
  await store.run(
    `CREATE TABLE ${BEFORE} (charge_id VARCHAR, survivor_id VARCHAR, ${columnsSql}, until DATE)`,
  )
  const file = folder && `read_parquet(${literal(join(folder, FILE))})`
  if (!file || !(await keepsVersions(store, file))) return 0
  await store.run(
    `INSERT INTO ${BEFORE} SELECT k, p.survivor_id, ${FACTS.join(', ')}, until
     FROM ${file} o JOIN persons p ON p.person_id = o.survivor_id WHERE until IS NOT NULL`,
  )
  if (covered === undefined) return 0
  const before = await countKept(store)
  const end = epochDay(covered)
  const kept = chargesBefore(end, `(SELECT * FROM ${file} WHERE until IS NULL)`)
  const present = chargesBefore(end)
  await store.run(
    `INSERT INTO ${BEFORE}
     SELECT coalesce(k, charge_id), coalesce(c.survivor_id, p.survivor_id) AS survivor,
       ${namesSql('o')}, ${literal(isoDate(asAt))}::DATE
     FROM (SELECT k, survivor_id, ${factsSql} FROM (${kept.sql})) o
     FULL JOIN (SELECT charge_id, ${factsSql} FROM (${present.sql})) n ON charge_id = k
     LEFT JOIN (SELECT charge_id AS c_id, survivor_id FROM charges) c ON c_id = coalesce(k, charge_id)
     LEFT JOIN persons p ON p.person_id = o.survivor_id
     WHERE (k IS NULL OR charge_id IS NULL OR (${namesSql('o')}) IS DISTINCT FROM (${namesSql('n')}))
       AND survivor IS NOT NULL`,
    present.values,
  )
  return (await countKept(store)) - before
}

async function countKept(store: Duck): Promise<number> {
  const [kept] = await store.rows<{ n: number }>(`SELECT count(*) AS n FROM ${BEFORE}`)
  return kept!.n
}

/** A memory of an earlier version knows no day of an outcome: of its charges nothing can be told. */
async function keepsVersions(store: Duck, file: string): Promise<boolean> {
  const columns = await store.rows<{ column_name: string }>(`DESCRIBE SELECT * FROM ${file}`)
  return columns.some(({ column_name }) => column_name === 'until')
}

/**
 * SQL of every version of the charges that were known when a day begins, with the days on which it was what
 * was known: from `since` on (NULL: from the charge on), before `until` (NULL: still known).
 *
 * @param earlier whether the store has a table of what was known before
 * @example const { sql, values } = chargeVersionsSql(epochDay('2026-11-16'), true)
 */
export function chargeVersionsSql(asAt: number, earlier: boolean): SqlPart {
  const now = chargesBefore(asAt)
  if (!earlier) return { ...now, sql: `SELECT *, NULL::DATE AS since, NULL::DATE AS until FROM (${now.sql})` }
  const told = `(SELECT *, lag(until) OVER (PARTITION BY charge_id ORDER BY until) AS since FROM ${BEFORE})`
  const facts = 'charge_id, survivor_id, offence_code, outcome, outcome_at, charged_at'
  return {
    sql: `SELECT ${facts}, offence_date, since, NULL::DATE AS until
        FROM (${now.sql}) LEFT JOIN
          (SELECT charge_id, max(until) AS since FROM ${BEFORE} GROUP BY ALL) USING (charge_id)
      UNION ALL SELECT ${facts}, CAST(charged_at AS DATE) AS offence_date, since, until
        FROM (${chargesBefore(asAt, told).sql})`,
    values: now.values,
  }
}
