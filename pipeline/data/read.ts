import { join } from 'node:path'
import type { Mapping } from '../force/mapping.ts'
import { csvFields } from '../lib/csv.ts'
import { type Duck, identifier, literal } from '../lib/duck.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { cleanCsv, needsCleaning } from './clean.ts'
import { checkHeader, type Header, type Warning } from './header.ts'
import { mappedSql } from './mapping.ts'
import { type Scan, scanCsv } from './scan.ts'
import type { Table } from './schema.ts'
import { judgedSql } from './typed.ts'

/** What was found of a file that is in the store: by the independent counter, and of its form. */
export interface ReadTable {
  readonly scan: Scan
  readonly warnings: readonly Warning[]
}

/**
 * A CSV file to be read: where it lies, of which table it is, its name in errors, and the force's own names.
 */
interface CsvFile {
  readonly path: string
  readonly table: Table
  readonly name: string
  readonly mapping: Mapping | undefined
}

/**
 * Reads a CSV file into its table of the store as `judgedSql` makes it: every column of the contract typed,
 * row numbers in file order, and the texts of each row of which one may be wrong; empty is NULL. Records that
 * are not CSV are left out: the scan lists them. Throws `PipelineError` (exit 3)
 * when the header is wrong or when DuckDB and the independent counter find different numbers of records.
 *
 * @param workDir private folder for a copy without the bad parts
 */
export async function readCsv(duck: Duck, file: CsvFile, workDir: string): Promise<ReadTable> {
  const { table, name } = file
  let early: Promise<Error | undefined> | undefined
  const scan = await scanCsv(file.path, name, text => {
    early = begin(() => load(duck, file, headerOf(text, file)))
  }).finally(() => early)
  const header = headerOf(scan.header, file)
  const failed = await (early ?? begin(() => load(duck, file, header)))
  if (needsCleaning(scan)) {
    const clean = join(workDir, `clean-${table.name}.csv`)
    await cleanCsv(file.path, clean, scan)
    await load(duck, { ...file, path: clean }, header)
  } else if (failed) throw failed
  const [count] = await duck.rows<{ n: number }>(`SELECT count(*) AS n FROM ${identifier(table.name)}`)
  const expected = scan.rows - scan.bad.length
  if (count!.n !== expected) throw unread(name, `${count!.n} records read, ${expected} counted`)
  return { scan, warnings: [...header.warnings, ...formWarnings(scan, name)] }
}

/**
 * Begins to read while the other counter is still at work: both need the same time, and nearly no file has to
 * be cleaned. A failure is only told, for a file that is cleaned is read again.
 */
async function begin(work: () => Promise<void>): Promise<Error | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    return error as Error
  }
}

function headerOf(text: string, { table, name, mapping }: CsvFile): Header {
  return checkHeader(csvFields(text), table, { where: name, mapping })
}

async function load(duck: Duck, file: CsvFile, header: Header): Promise<void> {
  const { table } = file
  const rows = judgedSql(table, textSql(file, header))
  await duck.run(`CREATE OR REPLACE TABLE ${identifier(table.name)} AS ${rows}`).catch((error: Error) => {
    const memory = /out of memory/i.test(error.message)
    throw unread(file.name, memory ? 'too large for the memory' : 'the store cannot read every record')
  })
}

function unread(name: string, message: string): PipelineError {
  const remedy = 'keep the file, and ask for the extract again; two readers disagree about it'
  return new PipelineError(`counts-disagree: ${message} (${name})`, EXIT.refusedData, remedy)
}

/** How every CSV file is read: nothing is guessed. */
export const DIALECT = `header = true, auto_detect = false, delim = ',', quote = '"', escape = '"',
  strict_mode = true, max_line_size = 4194304`

function textSql({ path, table, mapping }: CsvFile, header: Header): string {
  const columns = Array.from({ length: header.width }, (_, i) => `'c${i}': 'VARCHAR'`).join(', ')
  const own = mapping?.[table.name]
  const selected = table.columns.map((column, i) => {
    const position = header.positions[i]
    const constant = own?.constants[column.name] || null
    const value = position === null ? textOrNull(constant) : mappedSql(column, `c${position}`, own)
    return `${value} AS ${identifier(column.name)}`
  })
  return `SELECT ${selected.join(', ')}
    FROM read_csv(${literal(path)}, columns = {${columns}}, ${DIALECT})`
}

function textOrNull(text: string | null): string {
  return text === null ? 'CAST(NULL AS VARCHAR)' : literal(text)
}

function formWarnings(scan: Scan, where: string): Warning[] {
  const { lineEnds, blankLines, byteOrderMark } = scan
  const warnings: Warning[] = []
  if (byteOrderMark) warnings.push({ code: 'byte-order-mark', where, facts: 'left out' })
  if (blankLines > 0) warnings.push({ code: 'blank-lines', where, facts: `${blankLines} left out` })
  if (lineEnds.crlf > 0 && lineEnds.lf > 0) {
    warnings.push({ code: 'mixed-newlines', where, facts: `${lineEnds.lf} LF, ${lineEnds.crlf} CRLF` })
  } else if (lineEnds.crlf > 0) warnings.push({ code: 'crlf', where, facts: `${lineEnds.crlf} lines` })
  return warnings
}
