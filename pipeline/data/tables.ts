import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Mapping } from '../force/mapping.ts'
import type { Duck } from '../lib/duck.ts'
import { EXIT, PipelineError, speakingOf } from '../lib/error.ts'
import { type Log, timed } from '../lib/log.ts'
import { aboutTable } from './about-table.ts'
import { type DisposedPeople, prepareDisposed, setAsideDisposed } from './disposed.ts'
import type { Warning } from './header.ts'
import { emptyTable, judgeValues, unreadTable } from './judge.ts'
import type { ManifestFile } from './manifest.ts'
import { parquetToCsv } from './parquet.ts'
import { type ReadTable, readCsv } from './read.ts'
import { openFile, type Received } from './receive.ts'
import { TABLES, type TableName, tableOf, UNUSED_TABLES } from './schema.ts'

/** How the files of an extract are read: `scratch` is a private folder for copies. */
interface Reading {
  readonly scratch: string
  readonly mapping: Mapping | undefined
  readonly log: Log
  /** Who was disposed of: their rows leave before any value is looked at. */
  readonly disposed: DisposedPeople | undefined
}

/**
 * Reads every file of an extract into typed tables of the store; tables that it does not hold are empty.
 * Gives the independent count of rows and the file of each table, and what its form says.
 *
 * Throws `PipelineError` (exit 3) when a file is not the one that the manifest names, or cannot be read. What
 * cannot be read of a table that nothing uses is set aside whole, with a warning.
 */
export async function readTables(store: Duck, extract: Received, reading: Reading) {
  const counted = new Map<TableName, number>()
  const files = new Map<TableName, string>()
  const warnings = await unexpectedFiles(extract)
  if (reading.disposed) await prepareDisposed(store)
  for (const table of TABLES) {
    const file = extract.manifest.files.find(named => named.table === table.name)
    if (!file) {
      await emptyTable(store, table)
      continue
    }
    const source = await timed(reading.log, `read ${table.name}`, () =>
      readFile(store, extract, { file, reading }),
    )
    warnings.push(...source.warnings)
    if (reading.disposed && source.kind === 'read')
      await setAsideDisposed(store, table.name, reading.disposed)
    if (source.kind === 'unread') await unreadTable(store, table, file.rows)
    else await timed(reading.log, `type ${table.name}`, () => judgeValues(store, table, source.scan))
    counted.set(table.name, source.kind === 'unread' ? file.rows : source.scan.rows)
    files.set(table.name, file.name)
  }
  return { counted, files, warnings }
}

async function unexpectedFiles({ folder, manifest }: Received): Promise<Warning[]> {
  const expected = new Set(['manifest.json', ...manifest.files.map(file => file.name)])
  const others = (await readdir(folder)).filter(name => !expected.has(name))
  return others.length === 0
    ? []
    : [{ code: 'unexpected-files', where: 'extract', facts: `${others.length} not read` }]
}

/** A file that is not the one of the manifest puts the whole extract in doubt, whatever uses it. */
const EXCHANGED = /^(file-missing|not-a-file|unreadable|wrong-hash|wrong-row-count)/

/** Rows of an unused table that are set aside one by one; a manifest that counts more is refused. */
const MAX_UNREAD_ROWS = 1_000_000

type Source = (ReadTable & { readonly kind: 'read' }) | { kind: 'unread'; warnings: readonly Warning[] }

async function readFile(
  store: Duck,
  extract: Received,
  { file, reading }: { file: ManifestFile; reading: Reading },
): Promise<Source> {
  try {
    const path = await openFile(extract, file, reading.scratch)
    return { kind: 'read', ...(await readRows(store, path, { file, reading })) }
  } catch (error) {
    const dispensable = UNUSED_TABLES.has(file.table) && file.rows <= MAX_UNREAD_ROWS
    if (!(error instanceof PipelineError)) throw error
    if (!dispensable || EXCHANGED.test(error.message)) {
      throw speakingOf(aboutTable(file.table), error, `table ${file.table}`)
    }
    await store.run(`DROP TABLE IF EXISTS ${file.table}`)
    const facts = `${error.message.split(':')[0]}; nothing uses the table`
    return { kind: 'unread', warnings: [{ code: 'table-unread', where: file.name, facts }] }
  }
}

async function readRows(
  store: Duck,
  opened: string,
  { file, reading }: { file: ManifestFile; reading: Reading },
): Promise<ReadTable> {
  const { scratch, mapping } = reading
  const table = tableOf(file.table)
  const parquet = file.name.endsWith('.parquet')
  const path = parquet ? join(scratch, `${file.table}-text.csv`) : opened
  const names = mapping?.[table.name]?.columns
  const wanted = table.columns.map(({ name }) => names?.[name] ?? name)
  const declared = parquet ? await parquetToCsv(opened, path, { name: file.name, wanted }) : file.rows
  const source = await readCsv(store, { path, table, name: file.name, mapping }, scratch)
  const { rows } = source.scan
  if (rows !== declared && parquet)
    throw refusal(`counts-disagree: ${rows} rows read, its metadata say ${declared} (${file.name})`)
  if (rows !== file.rows)
    throw refusal(`wrong-row-count: ${rows} rows, the manifest says ${file.rows} (${file.name})`)
  if (rows === 0 && table.required) throw refusal(`no-rows: only a header (${file.name})`)
  return source
}

function refusal(message: string): PipelineError {
  return new PipelineError(message, EXIT.refusedData, 'ask the sender for the extract again')
}
