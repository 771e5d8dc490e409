import type { Duck } from '../lib/duck.ts'
import { monthsOldSql } from './notes.ts'

/**
 * Makes `survivors (person_id, survivor_id)` in the store: for each merged person of the table `persons`, the
 * person at the end of the chain, however long it is. Each round doubles the length that is followed; when
 * that exceeds the number of merged persons, whoever still leads to a merged person stands on a loop.
 */
export async function findSurvivors(duck: Duck): Promise<void> {
  await duck.run(`CREATE OR REPLACE TABLE survivors AS
    SELECT person_id, merged_into AS survivor_id FROM persons WHERE merged_into IS NOT NULL`)
  const open = `SELECT count(*) AS n FROM survivors
    WHERE survivor_id IN (SELECT person_id FROM survivors)`
  const [merged] = await duck.rows<{ n: number }>('SELECT count(*) AS n FROM survivors')
  for (let length = 1; length <= merged!.n; length *= 2) {
    const [left] = await duck.rows<{ n: number }>(open)
    if (left!.n === 0) return
    await duck.run(`CREATE OR REPLACE TABLE survivors AS
      SELECT a.person_id, coalesce(b.survivor_id, a.survivor_id) AS survivor_id
      FROM survivors a LEFT JOIN survivors b ON b.person_id = a.survivor_id`)
  }
}

/**
 * SQL of the persons whose chain never ends or ends at nobody: row, code, column, value. Needs `survivors`.
 */
export function brokenMergesSql(): string {
  const looped = 's.survivor_id IN (SELECT person_id FROM survivors)'
  return `SELECT p.rowid, CASE WHEN ${looped} THEN 'merge-loop' ELSE 'orphan-merge' END,
      'merged_into', p.merged_into
    FROM persons p JOIN survivors s USING (person_id)
    WHERE ${looped} OR s.survivor_id NOT IN (SELECT person_id FROM persons)`
}

/** SQL of the rows of a table whose person is not in the store. */
export function orphansSql(table: 'charges' | 'decisions'): string {
  return `SELECT rowid, 'orphan-person', 'person_id', person_id FROM ${table}
    WHERE person_id NOT IN (SELECT person_id FROM persons)`
}

/** SQL that gives `persons` or `charges` its column `survivor_id`. Needs `survivors`. */
export function addSurvivorSql(table: 'persons' | 'charges'): string[] {
  return [
    `CREATE OR REPLACE TABLE ${table} AS SELECT *, person_id AS survivor_id FROM ${table}`,
    `UPDATE ${table} SET survivor_id = s.survivor_id FROM survivors s WHERE s.person_id = ${table}.person_id`,
  ]
}

/**
 * SQL of the charges brought against someone under ten years of age, or for an offence from before then (the
 * age of criminal responsibility in England and Wales).
 */
export function tooYoungSql(): string {
  const [charged, committed] = [monthsOldSql(), monthsOldSql('offence_date')]
  return `SELECT c.rowid, 'charged-too-young',
      CASE WHEN ${charged} < 120 THEN 'charged_at' ELSE 'offence_date' END,
      CASE WHEN ${charged} < 120 THEN CAST(c.charged_at AS VARCHAR) ELSE CAST(c.offence_date AS VARCHAR) END
    FROM charges c JOIN persons USING (person_id) WHERE least(${charged}, ${committed}) < 120`
}
