import { type Duck, identifier } from '../lib/duck.ts'
import { cleanIds } from './identifiers.ts'
import { ISSUES } from './issue.ts'
import { addSurvivorSql, brokenMergesSql, findSurvivors, orphansSql, tooYoungSql } from './merge.ts'
import { duplicatesSql, type RuleFacts, rowRules } from './rules.ts'
import type { Scan } from './scan.ts'
import { TABLES, type Table, type TableName } from './schema.ts'
import { badValuesSql, doubtfulSql, emptyTableSql } from './typed.ts'
import type { ClockChange } from './zone.ts'

/**
 * Makes the empty tables of issues: what is wrong (`issues`), where line numbers part from row numbers
 * (`breaks`), codes in order.
 */
export async function prepareIssues(duck: Duck): Promise<void> {
  await duck.run(
    'CREATE TABLE issues (tab VARCHAR, _row BIGINT, line BIGINT, code VARCHAR, col VARCHAR, value VARCHAR)',
  )
  await duck.run('CREATE TABLE breaks (tab VARCHAR, _row BIGINT, extra BIGINT)')
  await duck.run('CREATE TABLE codes (code VARCHAR, rejects BOOLEAN, rank INTEGER)')
  const codes = Object.entries(ISSUES).map(([code, [kind]], i) => `('${code}', ${kind === 'row'}, ${i})`)
  await duck.run(`INSERT INTO codes VALUES ${codes.join(', ')}`)
}

/**
 * Judges the values of a table that was read: rows with a bad value become issues and leave. Only rows of
 * which a text may be wrong, and which are no issue yet, are looked at.
 */
export async function judgeValues(duck: Duck, table: Table, { bad, breaks }: Scan): Promise<void> {
  await addBreaks(duck, table.name, breaks)
  for (const code of new Set(bad.map(record => record.code))) {
    const lines = bad.filter(record => record.code === code).map(record => record.line)
    await duck.run(
      `INSERT INTO issues SELECT '${table.name}', NULL, unnest([${lines.join(',')}]), '${code}', '', ''`,
    )
  }
  await duck.run(
    `CREATE TABLE doubtful AS SELECT * FROM (${doubtfulSql(table)})
     WHERE _row NOT IN (SELECT _row FROM issues WHERE tab = $table AND _row IS NOT NULL)`,
    { table: table.name },
  )
  await duck.run(`ALTER TABLE ${identifier(table.name)} DROP COLUMN _text`)
  if (await cleanIds(duck, table, 'doubtful')) await duck.run(cleanedSql(table))
  for (const query of badValuesSql(table, 'doubtful')) await reject(duck, table.name, query)
  await drop(duck, table.name)
  await duck.run('DROP TABLE doubtful')
}

/** SQL that brings the identifiers that were cleaned into the table. */
function cleanedSql({ name, columns }: Table): string {
  const ids = columns.filter(({ kind }) => kind === 'id').map(column => identifier(column.name))
  return `UPDATE ${identifier(name)} t SET ${ids.map(id => `${id} = d.${id}`).join(', ')}
    FROM doubtful d WHERE t.rowid = d._row
      AND d._row IN (SELECT _row FROM issues WHERE tab = '${name}' AND code = 'id-cleaned')`
}

/** Rows of `breaks` that one statement adds: a list of more would make it too long to parse quickly. */
const CHUNK = 50_000

async function addBreaks(duck: Duck, table: TableName, { ordinals, extra }: Scan['breaks']): Promise<void> {
  for (let i = 0; i < ordinals.length; i += CHUNK) {
    const [a, b] = [ordinals, extra].map(numbers => numbers.slice(i, i + CHUNK).join(','))
    await duck.run(`INSERT INTO breaks SELECT '${table}', unnest([${a}]), unnest([${b}])`)
  }
}

/**
 * Asks every rule of the typed tables, in order: one row alone, duplicates, clock changes, then references
 * between tables.
 */
export async function applyRules(
  duck: Duck,
  facts: RuleFacts,
  changes: readonly ClockChange[],
): Promise<void> {
  for (const { table, code, column, when } of rowRules(facts)) {
    await reject(
      duck,
      table,
      `SELECT rowid, '${code}', '${column}', CAST("${column}" AS VARCHAR) FROM ${table} WHERE ${when}`,
    )
  }
  await clockRules(duck, changes)
  for (const { name, key } of TABLES) {
    await drop(duck, name)
    await reject(duck, name, duplicatesSql(name, key))
    await drop(duck, name)
  }
  await findSurvivors(duck)
  await reject(duck, 'persons', brokenMergesSql())
  await drop(duck, 'persons')
  for (const table of ['charges', 'decisions'] as const) {
    await reject(duck, table, orphansSql(table))
    await drop(duck, table)
  }
  await reject(duck, 'charges', tooYoungSql())
  await drop(duck, 'charges')
  await duck.run('DELETE FROM survivors WHERE person_id NOT IN (SELECT person_id FROM persons)')
}

async function clockRules(duck: Duck, changes: readonly ClockChange[]): Promise<void> {
  if (changes.length === 0) return
  const values = changes.map(
    ({ kind, from, until }) => `('${kind}', TIMESTAMP '${from}', TIMESTAMP '${until}')`,
  )
  await duck.run(
    `CREATE TABLE clock AS SELECT kind, a, b, CAST(a AS DATE) AS day
     FROM (VALUES ${values.join(', ')}) t(kind, a, b)`,
  )
  for (const table of TABLES) {
    for (const column of table.columns.filter(column => column.kind === 'timestamp')) {
      const at = identifier(column.name)
      // A day without its time is kept as midnight, which some zones skip.
      const timed = column.dateOnly ? `AND CAST(t.${at} AS TIME) <> TIME '00:00:00'` : ''
      await reject(
        duck,
        table.name,
        `SELECT t.rowid,
           CASE clock.kind WHEN 'skipped' THEN 'nonexistent-local-time' ELSE 'ambiguous-local-time' END,
           '${column.name}', CAST(${at} AS VARCHAR)
         FROM ${table.name} t JOIN clock ON CAST(t.${at} AS DATE) = day 
           WHERE t.${at} >= a AND t.${at} < b ${timed}`,
      )
    }
  }
}

/** Adds issues of a table from a query of row, code, column, value. */
async function reject(duck: Duck, table: TableName, query: string): Promise<void> {
  await duck.run(
    `INSERT INTO issues SELECT $table, q._row, NULL, q.code, q.col, q.value
     FROM (${query}) q(_row, code, col, value)`,
    { table },
  )
}

/** Deletes the rejected rows of a typed table. Those that stay keep their number. */
async function drop(duck: Duck, table: TableName): Promise<void> {
  await duck.run(
    `DELETE FROM ${table} WHERE rowid IN (
       SELECT _row FROM issues JOIN codes USING (code) WHERE tab = $table AND rejects)`,
    { table },
  )
}

/** Makes an empty table of the store for a table that the extract does not hold. */
export async function emptyTable(duck: Duck, table: Table): Promise<void> {
  await duck.run(emptyTableSql(table))
}

/**
 * The same for a table that could not be read: each of the rows that the manifest counts is set aside, under
 * the line that it would have.
 */
export async function unreadTable(duck: Duck, table: Table, rows: number): Promise<void> {
  await emptyTable(duck, table)
  await duck.run(
    `INSERT INTO issues SELECT $table, NULL, line, 'table-unread', '', '' FROM range(2, 2 + $rows) t(line)`,
    { table: table.name, rows },
  )
}

/** Last step: survivors into `persons` and `charges`; helpers leave the store. */
export async function finishStore(duck: Duck): Promise<void> {
  for (const table of ['persons', 'charges'] as const) {
    for (const sql of addSurvivorSql(table)) await duck.run(sql)
  }
  for (const helper of ['survivors', 'breaks', 'clock', 'codes', 'issues', 'disposed'])
    await duck.run(`DROP TABLE IF EXISTS ${helper}`)
}
