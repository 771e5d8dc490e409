import { basename, join } from 'node:path'
import { z } from 'zod'
import { folded, type Mapping } from '../force/mapping.ts'
import { EXIT, PipelineError, speakingOf } from '../lib/error.ts'
import { canonicalJson, sha256 } from '../lib/hash.ts'
import { namesKeyTwice } from './json-keys.ts'
import { openPlain } from './plain-file.ts'
import { TABLES, type TableName } from './schema.ts'

/** Names of files that a manifest may hold: plain ones. */
export const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.(csv|csv\.gz|parquet)$/
const LOCAL = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?$/
/** A manifest is some lines for each table; more than this is none. */
const MAX_BYTES = 1_000_000
const NAMES = TABLES.map(table => table.name) as [TableName, ...TableName[]]

const Count = (expected: string) => z.number(expected).int(expected).nonnegative(expected)
const Matching = (pattern: RegExp, expected: string) => z.string(expected).regex(pattern, expected)
const Day = z.iso.date('a day like 2026-11-15')

const File = z.object(
  {
    table: z.enum(NAMES, `one of the tables ${NAMES.join(', ')}, or your own name in mapping.TABLE.table`),
    name: Matching(FILE_NAME, 'a plain file name that ends in .csv, .csv.gz or .parquet'),
    rows: Count('a whole number of rows'),
    sha256: Matching(/^[0-9a-f]{64}$/i, '64 hexadecimal digits').toLowerCase(),
  },
  'a file: table, name, rows, sha256',
)

const EXTRACT_ID = 'a text of 1 to 100 characters'
const LOCAL_TIME = 'a local date-time like 2026-11-16T05:00:00'
const ZONE = 'a time zone like Europe/London'

const ManifestSchema = z.object(
  {
    extract_id: z.string(EXTRACT_ID).min(1, EXTRACT_ID).max(100, EXTRACT_ID),
    extracted_at: Matching(LOCAL, LOCAL_TIME).refine(isLocalTime, LOCAL_TIME),
    covers_from: Day,
    covers_to: Day,
    timezone: z.string(ZONE).refine(isZone, ZONE),
    files: z
      .array(File, 'a list of files')
      .min(1, 'at least one file')
      .max(TABLES.length, 'one file for each table'),
  },
  'an object with extract_id, extracted_at, covers_from, covers_to, timezone and files',
)

export type Manifest = Readonly<z.infer<typeof ManifestSchema>>
export type ManifestFile = Manifest['files'][number]

const MANIFEST_WANTED =
  'ask the sender for it; for raw tables npm run check -- --extract DIR --manifest --timezone ZONE ' +
  'writes a first one'

/**
 * Reads and checks `manifest.json` of an extract's folder. Throws `PipelineError` (exit 3) that says what is
 * wrong, where and what to do: no manifest, not a plain file, not JSON, a key or a table twice, a field of
 * the wrong form, a required table not named.
 *
 * @param mapping the force's own names of tables
 */
export async function readManifest(folder: string, mapping: Mapping = {}): Promise<Manifest> {
  const { handle, size } = await openPlain(join(folder, 'manifest.json'), {
    name: 'manifest.json',
    missing: `manifest-missing: no manifest.json (${basename(folder)})`,
    remedy: MANIFEST_WANTED,
  })
  try {
    if (size > MAX_BYTES) throw refusal('manifest-bad: larger than 1 MB', 'manifest.json')
    const text = (await handle.readFile('utf8')).replace(/^\uFEFF/, '')
    return parseManifest(withOwnTables(parseJson(text), mapping))
  } finally {
    await handle.close()
  }
}

/** SHA-256 by which an extract is known: that of its manifest in canonical form. */
export function manifestHash(manifest: Manifest): string {
  return sha256(canonicalJson(manifest))
}

function parseJson(text: string): unknown {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw refusal('manifest-bad: not JSON', 'manifest.json')
  }
  if (namesKeyTwice(text)) throw refusal('manifest-bad: one object names a key twice', 'manifest.json')
  return json
}

/** The manifest with the contract's names for the tables that the force calls otherwise. */
function withOwnTables(json: unknown, mapping: Mapping): unknown {
  const own = Object.entries(mapping).flatMap(([name, { table }]): [string, string][] =>
    table === undefined ? [] : [[folded(table), name]],
  )
  const { files } = (json ?? {}) as { files?: unknown }
  if (own.length === 0 || !Array.isArray(files)) return json
  const names = new Map(own)
  const renamed = files.map(file => {
    const name = names.get(folded(String((file as { table?: unknown } | null)?.table)))
    return name === undefined ? file : { ...file, table: name }
  })
  return { ...(json as object), files: renamed }
}

/** Checks the content of a manifest. @see readManifest */
export function parseManifest(json: unknown): Manifest {
  const parsed = ManifestSchema.safeParse(json)
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!
    throw refusal(`manifest-bad: expected ${message}`, `manifest.json, ${path.join('.') || 'whole file'}`)
  }
  const manifest = parsed.data
  if (manifest.covers_from > manifest.covers_to || manifest.covers_to > manifest.extracted_at.slice(0, 10)) {
    throw refusal('manifest-bad: dates not in order covers_from, covers_to, extracted_at', 'manifest.json')
  }
  checkTables(manifest)
  return manifest
}

function checkTables({ files }: Manifest): void {
  const named = files.map(file => file.table)
  const twice = named.find((table, i) => named.indexOf(table) !== i)
  if (twice) throw refusal(`table-twice: ${twice}`, 'manifest.json, files')
  const paths = files.map(file => file.name.toLowerCase())
  if (new Set(paths).size < paths.length)
    throw refusal('file-twice: one file for two tables', 'manifest.json, files')
  const absent = TABLES.find(table => table.required && !named.includes(table.name))
  if (absent) throw refusal(`file-missing: no file of the table ${absent.name}`, 'manifest.json, files')
}

function isLocalTime(text: string): boolean {
  return z.iso.date().safeParse(text.slice(0, 10)).success
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

function refusal(message: string, where: string): PipelineError {
  const remedy = 'ask the sender of the extract to make it again'
  const wrong = new PipelineError(`${message} (${where})`, EXIT.refusedData, remedy)
  return speakingOf('both', wrong, 'manifest.json')
}
