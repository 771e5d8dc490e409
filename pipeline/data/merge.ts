import { monthsOldSql } from './notes.ts'

/** Longest chain of merged persons that is followed; a longer one counts as a loop. */
const LONGEST_CHAIN = 40

/**
 * SQL that makes `survivors (person_id, survivor_id, steps)`: for each merged person of the table `persons`,
 * the person at the end of the chain. In a loop `steps` reaches the limit.
 */
export function survivorsSql(): string {
  return `CREATE OR REPLACE TABLE survivors AS
    WITH RECURSIVE chain(person_id, survivor_id, steps) AS (
      SELECT person_id, merged_into, 1 FROM persons WHERE merged_into IS NOT NULL
      UNION ALL
      SELECT c.person_id, p.merged_into, c.steps + 1
      FROM chain c JOIN persons p ON p.person_id = c.survivor_id
      WHERE p.merged_into IS NOT NULL AND c.steps < ${LONGEST_CHAIN})
    SELECT person_id, arg_max(survivor_id, steps) AS survivor_id, max(steps) AS steps
    FROM chain GROUP BY person_id`
}

/**
 * SQL of the persons whose chain never ends or ends at nobody: row, code, column, value. Needs `survivors`.
 */
export function brokenMergesSql(): string {
  return `SELECT p._row, CASE WHEN s.steps >= ${LONGEST_CHAIN} THEN 'merge-loop' ELSE 'orphan-merge' END,
      'merged_into', p.merged_into
    FROM persons p JOIN survivors s USING (person_id)
    WHERE s.steps >= ${LONGEST_CHAIN} OR s.survivor_id NOT IN (SELECT person_id FROM persons)`
}

/** SQL of the rows of a table whose person is not in the store. */
export function orphansSql(table: 'charges' | 'decisions'): string {
  return `SELECT _row, 'orphan-person', 'person_id', person_id FROM ${table}
    WHERE person_id NOT IN (SELECT person_id FROM persons)`
}

/** SQL that gives `persons` or `charges` its column `survivor_id`. Needs `survivors`. */
export function addSurvivorSql(table: 'persons' | 'charges'): string[] {
  return [
    `ALTER TABLE ${table} ADD COLUMN survivor_id VARCHAR`,
    `UPDATE ${table} SET survivor_id = person_id`,
    `UPDATE ${table} SET survivor_id = s.survivor_id FROM survivors s WHERE s.person_id = ${table}.person_id`,
  ]
}

/**
 * SQL of the charges brought against someone under ten years of age (the age of criminal responsibility in
 * England and Wales).
 */
export function tooYoungSql(): string {
  return `SELECT c._row, 'charged-too-young', 'charged_at', CAST(c.charged_at AS VARCHAR)
    FROM charges c JOIN persons USING (person_id) WHERE ${monthsOldSql()} < 120`
}
