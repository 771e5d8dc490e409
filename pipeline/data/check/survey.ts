import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { folded, type Mapping } from '../../force/mapping.ts'
import { csvFields } from '../../lib/csv.ts'
import { type Duck, literal } from '../../lib/duck.ts'
import { PipelineError } from '../../lib/error.ts'
import { checkHeader } from '../header.ts'
import type { ManifestFile } from '../manifest.ts'
import { parquetToCsv } from '../parquet.ts'
import { DIALECT } from '../read.ts'
import { openFile, type Received } from '../receive.ts'
import { scanChunks } from '../scan.ts'
import { TABLES, type Table, type TableName, tableOf } from '../schema.ts'
import { type ColumnMatch, matchColumns } from './columns.ts'

/** Bytes from the start of a file that are looked at, and rows whose values are evidence. */
const HEAD_BYTES = 4_000_000
const SAMPLE_ROWS = 2000

/** One table of the contract as an extract holds it. */
export interface SurveyedTable {
  readonly table: TableName
  readonly required: boolean
  /** The file's name; absent when the manifest names none. */
  readonly file: string | undefined
  readonly rows: number
  /** Own columns that nothing reads. */
  readonly extra: readonly string[]
  /** Columns that the file lacks, with the own column that may hold each. */
  readonly missing: readonly ColumnMatch[]
  /** Some values of each column of the contract that the file has, or that an own column may hold. */
  readonly samples: ReadonlyMap<string, readonly string[]>
  /** Why the file cannot be read at all. */
  readonly refusal: string | undefined
}

/**
 * Looks at the header of every file of an extract, and at some values where columns are missing.
 *
 * @param scratch private folder for copies; it must be there
 */
export async function surveyTables(
  store: Duck,
  extract: Received,
  { mapping, scratch }: { mapping: Mapping; scratch: string },
): Promise<SurveyedTable[]> {
  const found: SurveyedTable[] = []
  for (const table of TABLES) {
    const file = extract.manifest.files.find(named => named.table === table.name)
    const base = { table: table.name, required: table.required, file: file?.name, rows: file?.rows ?? 0 }
    const none = { extra: [], missing: [], samples: new Map(), refusal: undefined }
    if (!file) found.push({ ...base, ...none })
    else
      found.push({
        ...base,
        ...(await surveyFile(store, extract, { file, mapping, scratch }).catch(error => {
          if (error instanceof PipelineError) return { ...none, refusal: error.message }
          throw error
        })),
      })
  }
  return found
}

async function surveyFile(
  store: Duck,
  extract: Received,
  { file, mapping, scratch }: { file: ManifestFile; mapping: Mapping; scratch: string },
) {
  const table = tableOf(file.table)
  const opened = await openFile(extract, file, scratch)
  const path = file.name.endsWith('.parquet') ? join(scratch, `${table.name}-all.csv`) : opened
  if (path !== opened) await parquetToCsv(opened, path, { name: file.name })
  const head = await headOf(path)
  const { header } = await scanChunks([head], file.name)
  const names = csvFields(header)
  const absent = absentColumns(table, names, mapping)
  const read = new Set(table.columns.map(({ name }) => mapping[table.name]?.columns[name] ?? name))
  const extra = names.filter(name => !read.has(name))
  const values = await sampleValues(store, head, { names, scratch, table })
  const own = extra.map(name => ({ name, values: values.get(name) ?? [] }))
  const missing = matchColumns(table, absent, own)
  if (missing.length === 0) checkHeader(names, table, { where: file.name, mapping })
  const taken = new Set(missing.map(match => match.own))
  const samples = samplesOf(table, values, { mapping, missing })
  return { extra: extra.filter(name => !taken.has(name)), missing, samples, refusal: undefined }
}

/** The sampled values by the contract's names of columns. */
function samplesOf(
  table: Table,
  values: ReadonlyMap<string, readonly string[]>,
  { mapping, missing }: { mapping: Mapping; missing: readonly ColumnMatch[] },
) {
  const matched = new Map(missing.map(({ column, own }) => [column.name, own]))
  const folds = new Map([...values.keys()].map(name => [folded(name), name]))
  return new Map(
    table.columns.flatMap(({ name }): [string, readonly string[]][] => {
      const own = matched.get(name) ?? folds.get(folded(mapping[table.name]?.columns[name] ?? name))
      const found = own === undefined ? undefined : values.get(own)
      return found ? [[name, found]] : []
    }),
  )
}

/** Columns that a file has neither under the contract's name nor under its own, nor as a constant. */
function absentColumns(table: Table, names: readonly string[], mapping: Mapping): string[] {
  const own = mapping[table.name]
  const plain = new Set(names.map(name => name.trim().toLowerCase()))
  return table.columns
    .map(({ name }) => name)
    .filter(name => own?.constants[name] === undefined)
    .filter(name => {
      const wanted = own?.columns[name]
      return wanted === undefined ? !names.includes(name) : !plain.has(wanted.trim().toLowerCase())
    })
}

/** Whole records from the start of a file. */
async function headOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    const end = bytesRead < HEAD_BYTES ? bytesRead : buffer.lastIndexOf(10, bytesRead - 1) + 1
    return buffer.subarray(0, end)
  } finally {
    await file.close()
  }
}

async function sampleValues(
  store: Duck,
  head: Buffer,
  { names, scratch, table }: { names: readonly string[]; scratch: string; table: Table },
): Promise<Map<string, string[]>> {
  const path = join(scratch, `head-${table.name}.csv`)
  await writeFile(path, head, { mode: 0o600 })
  const columns = names.map((_, i) => `'c${i}': 'VARCHAR'`).join(', ')
  // Without good records there is no evidence, and the names alone must do.
  const values = await store
    .columns(`FROM read_csv(${literal(path)}, columns = {${columns}}, ${DIALECT}) LIMIT ${SAMPLE_ROWS}`)
    .catch((): Record<string, unknown[]> => ({}))
  return new Map(names.map((name, i) => [name, (values[`c${i}`] ?? []).map(value => String(value ?? ''))]))
}
