import { createReadStream, createWriteStream, mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { literal, openDuck } from '../lib/duck.ts'
import { writeNew } from '../lib/files.ts'
import { sha256File } from '../lib/hash.ts'
import { isoDate, isoWeek } from '../lib/week.ts'
import { type Manifest, plantInFiles } from './faults-files.ts'
import { plantInRows } from './faults-rows.ts'
import { writeDecisions, writeExclusions } from './overlays.ts'
import { writePatrols } from './patrols.ts'
import { EXTRACT_HOUR } from './plan.ts'
import { writeCharges, writeCrimes, writePersons } from './tables.ts'
import type { World } from './world.ts'

/** Forms in which the tables can be written. */
export const FORMATS = ['csv', 'csv.gz', 'parquet'] as const
export type Format = (typeof FORMATS)[number]

/** How an extract is written. */
export interface ExtractOptions {
  /** Epoch day: what is known on its morning is in it, and the day before is the last that it covers. */
  readonly asAt: number
  readonly format: Format
  readonly faults: readonly string[]
  /** Days by which it is made late: it says so, and knows no more. */
  readonly lateDays?: number
}

/**
 * Writes the extract of one day into a folder: the tables in their format, with the faults asked for, and the
 * manifest. Returns the manifest as written.
 */
export async function writeExtract(
  folder: string,
  world: World,
  { asAt, format, faults, lateDays = 0 }: ExtractOptions,
): Promise<Manifest> {
  mkdirSync(folder, { recursive: true })
  const writers = [writeCrimes, writePersons, writeCharges, writeDecisions, writePatrols, writeExclusions]
  const manifest: Manifest = {
    extract_id: `synthetic-${isoWeek(asAt)}-s${world.plan.seed}`,
    extracted_at: `${isoDate(asAt + lateDays)}T0${EXTRACT_HOUR}:00:00`,
    covers_from: isoDate(world.plan.startDay),
    covers_to: isoDate(asAt - 1),
    timezone: world.setting.timezone,
    files: writers.map(write => write(folder, world, asAt)),
  }
  await plantInRows(folder, manifest, { names: faults, seed: world.plan.seed })
  if (format !== 'csv') for (const file of manifest.files) await convert(folder, file, format)
  await plantInFiles(folder, manifest, faults)
  await writeNew(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  return manifest
}

/** Replaces a CSV file by its gzipped or Parquet form; every Parquet column is text, as in the CSV. */
async function convert(
  folder: string,
  file: Manifest['files'][number],
  format: 'csv.gz' | 'parquet',
): Promise<void> {
  const from = join(folder, file.name)
  file.name = `${file.table}.${format}`
  const to = join(folder, file.name)
  if (format === 'csv.gz')
    await pipeline(createReadStream(from), createGzip({ level: 5 }), createWriteStream(to))
  else await toParquet(from, to)
  await rm(from)
  file.sha256 = await sha256File(to)
}

async function toParquet(from: string, to: string): Promise<void> {
  const duck = await openDuck(':memory:', { threads: '1' })
  const dialect = `all_varchar = true, header = true, delim = ',', quote = '"', auto_detect = false`
  const columns = await headerOf(from)
  const types = columns.map(name => `${literal(name)}: 'VARCHAR'`).join(', ')
  try {
    const text = `SELECT * FROM read_csv(${literal(from)}, ${dialect}, columns = {${types}})`
    await duck.run(`COPY (${text}) TO ${literal(to)} (FORMAT parquet)`)
  } finally {
    duck.close()
  }
}

async function headerOf(path: string): Promise<string[]> {
  for await (const chunk of createReadStream(path, { end: 4095, encoding: 'latin1' })) {
    return String(chunk).split('\n', 1)[0]!.split(',')
  }
  return []
}
