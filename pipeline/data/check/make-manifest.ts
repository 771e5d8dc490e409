import { mkdtemp, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { median } from 'd3-array'
import { csvFields } from '../../lib/csv.ts'
import { identifier, literal, openDuck } from '../../lib/duck.ts'
import { EXIT, PipelineError } from '../../lib/error.ts'
import { writeNew } from '../../lib/files.ts'
import { sha256File } from '../../lib/hash.ts'
import { epochDay, isoDate } from '../../lib/week.ts'
import { FILE_NAME, type Manifest, type ManifestFile, parseManifest } from '../manifest.ts'
import { parquetToCsv } from '../parquet.ts'
import { DIALECT } from '../read.ts'
import { openFile } from '../receive.ts'
import { scanCsv } from '../scan.ts'
import { TABLES } from '../schema.ts'
import { survey } from './examine.ts'
import { tableOfFile } from './table-names.ts'

interface ManifestRequest {
  readonly folder: string
  readonly timezone: string
  /** Private folder for copies. */
  readonly workDir: string
}

/** A file of a folder as it was read: what a manifest says of it, its header, and its plain text. */
interface RawFile extends ManifestFile {
  readonly header: readonly string[]
  readonly plain: string
}

/**
 * Writes `manifest.json` for a folder of raw tables that has none: which table each file is, by its name and
 * its columns, its rows and its hash, and the days that it covers, by the days on which crimes were recorded.
 * Gives the manifest and what was left out. It is for the first look: the supplier must write it every week,
 * for only the supplier knows whether a file arrived whole.
 *
 * Throws `PipelineError` (exit 3): no such folder, a manifest is there, no file of a required table, two
 * files of one, or a file that cannot be read.
 */
export async function makeManifest(request: ManifestRequest) {
  const { folder, timezone, workDir } = request
  const names = await namesIn(folder)
  const taken = names.filter(name => FILE_NAME.test(name))
  const scratch = await mkdtemp(join(workDir, 'manifest-'))
  const files: RawFile[] = []
  const unknown: string[] = names.filter(name => !FILE_NAME.test(name))
  for (const name of taken) {
    const file = await readRaw(folder, name, scratch)
    if (file === undefined) unknown.push(name)
    else files.push(file)
  }
  refuseTwice(files)
  refuseAbsent(files, unknown)
  const crimes = files.find(({ table }) => table === 'crimes')!
  const covered = await daysCovered(crimes, await recordedColumn(folder, crimes, scratch))
  const manifest = parseManifest({
    extract_id: basename(folder).slice(0, 100) || 'extract',
    ...{ ...covered, timezone },
    files: TABLES.flatMap(({ name }) => files.filter(({ table }) => table === name)).map(
      ({ table, name, rows, sha256 }) => ({ table, name, rows, sha256 }),
    ),
  })
  await writeNew(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  return { manifest, unknown }
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => {
    throw refusal(
      `extract-missing: no such folder (${basename(folder)})`,
      'give the folder of the raw tables',
    )
  })
  if (names.includes('manifest.json'))
    throw refusal(
      'there is a manifest.json already (--manifest)',
      'check it without --manifest, or move it away',
    )
  return names.toSorted()
}

async function readRaw(folder: string, name: string, scratch: string): Promise<RawFile | undefined> {
  const listed = { table: 'crimes' as const, name, rows: 0, sha256: await sha256File(join(folder, name)) }
  const opened = await openFile(
    { folder, manifest: NO_MANIFEST },
    listed,
    await mkdtemp(join(scratch, 'file-')),
  )
  const plain = name.endsWith('.parquet') ? `${opened}.csv` : opened
  if (plain !== opened) await parquetToCsv(opened, plain, { name })
  const { header, rows } = await scanCsv(plain, name)
  const fields = csvFields(header)
  const table = tableOfFile(name, fields)
  if (fields.length === 1 && /[;\t|]/.test(header))
    throw refusal(`fields are separated by ${JSON.stringify(/[;\t|]/.exec(header)![0])} (${name})`, COMMAS)
  return table && { ...listed, table, rows, header: fields, plain }
}

const COMMAS = 'export it again with commas, and double quotes where a text holds one (RFC 4180), in UTF-8'
const NO_MANIFEST = { files: [] } as unknown as Manifest

function refuseTwice(files: readonly RawFile[]): void {
  for (const { name } of TABLES) {
    const same = files.filter(({ table }) => table === name)
    if (same.length < 2) continue
    const both = same.map(file => file.name).join(' and ')
    throw refusal(`two files look like the table ${name}: ${both} (--manifest)`, 'leave one, or join them')
  }
}

function refuseAbsent(files: readonly RawFile[], unknown: readonly string[]): void {
  const absent = TABLES.find(({ name, required }) => required && !files.some(({ table }) => table === name))
  if (!absent) return
  const found = files.map(({ name, table }) => `${name} (${table})`).join(', ') || 'none'
  const others = unknown.length > 0 ? `; not known: ${unknown.slice(0, 8).join(', ')}` : ''
  throw refusal(
    `file-missing: no file looks like the table ${absent.name}; found ${found}${others} (--manifest)`,
    `put a file of it there, named ${absent.name}.csv; npm run check -- --print contract has its columns`,
  )
}

/** Least share of a usual day's crimes that a day needs to be one that the extract covers. */
const BUSY = 0.25

/** The days on which crimes were recorded, odd dates left out, and the newest date-time among them. */
async function daysCovered({ header, plain, name }: RawFile, column: string) {
  const store = await openDuck()
  try {
    const columns = header.map((_, i) => `'c${i}': 'VARCHAR'`).join(', ')
    const text = identifier(`c${header.indexOf(column)}`)
    const days = await store.rows<{ day: string; crimes: number; last: string }>(
      `SELECT substr(${text}, 1, 10) AS day, count(*) AS crimes, max(${text}) AS last
       FROM read_csv(${literal(plain)}, columns = {${columns}}, ${DIALECT}, ignore_errors = true)
       WHERE regexp_matches(${text}, '^\\d{4}-\\d{2}-\\d{2}') GROUP BY ALL ORDER BY day`,
    )
    const usual = median(days, ({ crimes }) => crimes) ?? 0
    const busy = days.filter(({ crimes }) => crimes >= Math.max(1, BUSY * usual))
    const last = busy.at(-1)
    if (!last) throw refusal(`no date such as 2026-11-16T05:00:00 in ${column} (${name})`, DATES)
    // An export of the early morning holds some records of its own day: that day is not covered.
    const morning = last.last.length > 10 && last.last.slice(11, 13) < '12' && busy.length > 1
    const to = morning ? isoDate(epochDay(last.day) - 1) : last.day
    const time = last.last.slice(11, 19) || '23:59:59'
    return { covers_from: busy[0]!.day, covers_to: to, extracted_at: `${last.day}T${time}` }
  } finally {
    store.close()
  }
}

const DATES = 'ask the supplier for dates as ISO 8601 writes them; no mapping can change dates'

/** The file's column that holds when a crime was recorded. */
async function recordedColumn(folder: string, file: ManifestFile, scratch: string): Promise<string> {
  const received = { folder, manifest: { ...NO_MANIFEST, files: [file] } }
  const crimes = (await survey(received, {}, scratch)).find(({ table }) => table === 'crimes')!
  const missing = crimes.missing.find(({ column }) => column.name === RECORDED)
  const column = missing ? missing.own : RECORDED
  if (column !== undefined) return column
  const what = `no column tells when a crime was recorded: ${missing!.evidence} (${file.name})`
  throw refusal(what, `${DATES}; the column that the contract calls ${RECORDED} may have a name of its own`)
}

const RECORDED = 'recorded_at'

function refusal(message: string, remedy: string): PipelineError {
  return new PipelineError(message, EXIT.refusedData, remedy)
}
