import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sum } from 'd3-array'
import { type Duck, literal } from '../lib/duck.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import type { IssueCode, IssueCount } from './issue.ts'
import type { TableName } from './schema.ts'

/**
 * Row account of one file: rows = accepted + quarantined, exactly; each quarantined row counts under its
 * first reason.
 */
export interface TableAccount {
  readonly table: TableName
  readonly rows: number
  readonly accepted: number
  readonly quarantined: number
  readonly reasons: { code: string; rows: number }[]
}

/**
 * The account of one table. `counted` is the independent counter's number of rows. Throws `PipelineError`
 * (exit 3) if accepted and quarantined rows do not add up to it.
 */
export async function accountTable(duck: Duck, table: TableName, counted: number): Promise<TableAccount> {
  const [kept] = await duck.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)
  const reasons = await duck.rows<{ code: string; rows: number }>(
    `SELECT code, count(*) AS rows FROM (
       SELECT arg_min(code, rank) AS code FROM issues JOIN codes USING (code)
       WHERE tab = $table AND rejects GROUP BY _row, line)
     GROUP BY code ORDER BY code`,
    { table },
  )
  const quarantined = sum(reasons, ({ rows }) => rows)
  const account = { table, rows: counted, accepted: kept!.n, quarantined, reasons }
  if (account.accepted + quarantined !== counted) {
    throw new PipelineError(
      `accounts-do-not-balance: ${counted} rows, ` +
        `${kept!.n} accepted and ${quarantined} quarantined (${table})`,
      EXIT.refusedData,
      'keep the extract: this is a defect of the pipeline, not of the data',
    )
  }
  return account
}

/** Rows that are in quarantine because something is wrong with them: those of disposed people are not. */
export function faultyRows({ quarantined, reasons }: TableAccount): number {
  return quarantined - sum(reasons, ({ code, rows }) => (DISPOSED.has(code) ? rows : 0))
}

const DISPOSED: ReadonlySet<string> = new Set<IssueCode>(['disposed', 'charged-after-disposal'])

/** Counts every issue by table and code; a row with two problems counts under both. */
export async function countIssues(duck: Duck): Promise<IssueCount[]> {
  return duck.rows<{ table: string; code: IssueCode; rows: number; rejected: boolean }>(
    `SELECT tab AS "table", code, count(DISTINCT coalesce(_row, -line)) AS rows,
       any_value(rejects) AS rejected
     FROM issues JOIN codes USING (code) GROUP BY ALL ORDER BY tab, min(rank)`,
  )
}

/**
 * Writes `quarantine/TABLE.csv` under a folder: every issue that rejects a row, with file, line, column and
 * the value as it stood (safe against formulas). Rows of disposed people are not among them. Private: values
 * may be personal. Returns the paths written.
 */
export async function writeQuarantine(
  duck: Duck,
  workDir: string,
  files: ReadonlyMap<TableName, string>,
): Promise<string[]> {
  const folder = join(workDir, 'quarantine')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const paths: string[] = []
  for (const [table, file] of files) {
    const path = join(folder, `${table}.csv`)
    const query = `SELECT code, ${literal(file)} AS file, line, col AS "column",
        CASE WHEN regexp_matches(value, '^[=+@\t\r-]') THEN '''' || value ELSE value END AS value
      FROM (${linesSql(table)}) ORDER BY line, rank, col`
    await duck.run(`COPY (${query}) TO ${literal(path)} (FORMAT csv, HEADER true)`)
    paths.push(path)
  }
  return paths
}

/**
 * Rejecting issues of a table with their line: row number + 2 for the header and counting from one, + lines
 * that ran ahead.
 */
function linesSql(table: TableName): string {
  return `SELECT i.code, coalesce(i.line, i._row + 2 + coalesce(b.extra, 0)) AS line, i.col, i.value, c.rank
    FROM issues i JOIN codes c USING (code)
      ASOF LEFT JOIN (SELECT * FROM breaks WHERE tab = '${table}') b ON i._row >= b._row
    WHERE i.tab = '${table}' AND c.rejects AND i.code <> 'disposed'`
}
