import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { EXIT, PipelineError } from '../lib/error.ts'
import { readJson } from '../lib/files.ts'
import { TABLES, type TableName } from './schema.ts'

const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.(csv|csv\.gz|parquet)$/
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/
const NAMES = TABLES.map(table => table.name) as [TableName, ...TableName[]]

const File = z.object({
  table: z.enum(NAMES),
  name: z.string().regex(FILE_NAME, 'a plain file name that ends in .csv, .csv.gz or .parquet'),
  rows: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits'),
})

const ManifestSchema = z.object({
  extract_id: z.string().min(1).max(100),
  extracted_at: z.string().regex(LOCAL, 'a local date-time like 2026-11-16T05:00:00'),
  covers_from: z.iso.date(),
  covers_to: z.iso.date(),
  timezone: z.string().refine(isZone, 'a time zone like Europe/London'),
  files: z.array(File).min(1).max(TABLES.length),
})

export type Manifest = Readonly<z.infer<typeof ManifestSchema>>
export type ManifestFile = Manifest['files'][number]

/**
 * Reads and checks `manifest.json` of an extract's folder. Throws `PipelineError` (exit 3) that says what is
 * wrong, where and what to do: no manifest, not JSON, a field of the wrong form, a table named twice, a
 * required table not named.
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, 'manifest.json')
  const size = await stat(path).then(
    found => found.size,
    () => undefined,
  )
  if (size === undefined) throw refusal('manifest-missing: no manifest.json', basename(folder))
  if (size > 1_000_000) throw refusal('manifest-bad: larger than 1 MB', 'manifest.json')
  const json = await readJson(path).catch(() => {
    throw refusal('manifest-bad: not JSON', 'manifest.json')
  })
  return parseManifest(json)
}

/**
 * Checks the content of a manifest. @see readManifest
 *
 * @internal
 */
export function parseManifest(json: unknown): Manifest {
  const parsed = ManifestSchema.safeParse(json)
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!
    throw refusal(`manifest-bad: ${message}`, `manifest.json, ${path.join('.') || 'whole file'}`)
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

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

function refusal(message: string, where: string): PipelineError {
  return new PipelineError(
    `${message} (${where})`,
    EXIT.refusedData,
    'ask the sender of the extract to make it again',
  )
}
