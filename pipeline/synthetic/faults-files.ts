import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TableName } from '../data/schema.ts'
import { sha256 } from '../lib/hash.ts'
import { isoDate } from '../lib/week.ts'

/** The manifest of an extract, as written. */
export interface Manifest {
  extract_id: string
  extracted_at: string
  covers_from: string
  covers_to: string
  timezone: string
  files: { table: TableName; name: string; rows: number; sha256: string }[]
}

/** A known defect in the bytes of the crimes. */
interface ByteFault {
  readonly what: string
  readonly change: (bytes: Buffer) => Buffer
}

/** A known defect in the manifest, or in what it names. */
interface ManifestFault {
  readonly what: string
  readonly change: (manifest: Manifest, folder: string) => Promise<void> | void
}

/** Moves a date by some days; an empty cell and a date that does not exist stay as they are. */
export function shifted(cell: string, days: number): string {
  const day = Date.parse(`${cell.slice(0, 10)}T00:00:00Z`) / 86_400_000
  return Number.isNaN(day) || isoDate(day) !== cell.slice(0, 10) ? cell : isoDate(day + days) + cell.slice(10)
}

export const BYTE_FAULTS: Readonly<Record<string, ByteFault>> = {
  'truncated-file': {
    what: 'crimes ends in the middle of a row',
    change: bytes => bytes.subarray(0, Math.floor(bytes.length * 0.6)),
  },
  utf16: {
    what: 'crimes is written in UTF-16',
    change: bytes => Buffer.from(`\uFEFF${bytes.toString('latin1')}`, 'utf16le'),
  },
  bom: {
    what: 'crimes begins with a byte order mark',
    change: bytes => Buffer.concat([Buffer.from('\uFEFF'), bytes]),
  },
  'empty-file': { what: 'crimes holds no byte', change: () => Buffer.alloc(0) },
}

export const MANIFEST_FAULTS: Readonly<Record<string, ManifestFault>> = {
  'wrong-hash': {
    what: 'the manifest gives another SHA-256 for crimes',
    change: ({ files }) => {
      files[0]!.sha256 = sha256('another file')
    },
  },
  'wrong-rows': {
    what: 'the manifest counts 7 crimes more than there are',
    change: ({ files }) => {
      files[0]!.rows += 7
    },
  },
  'missing-file': {
    what: 'charges is in the manifest but not in the folder',
    change: ({ files }, folder) => rm(join(folder, files.find(({ table }) => table === 'charges')!.name)),
  },
  'wrong-week': {
    what: 'the extract says that it was taken eight weeks before its last record',
    change: manifest => {
      manifest.extracted_at = shifted(manifest.extracted_at, -56)
      manifest.covers_to = shifted(manifest.covers_to, -56)
    },
  },
}

/**
 * Plants faults in the bytes of the crimes (the hash follows, the row count does not) and in the manifest.
 */
export async function plantInFiles(
  folder: string,
  manifest: Manifest,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    const bytes = Object.hasOwn(BYTE_FAULTS, name) ? BYTE_FAULTS[name] : undefined
    if (bytes) {
      const file = manifest.files[0]!
      const changed = bytes.change(await readFile(join(folder, file.name)))
      await writeFile(join(folder, file.name), changed)
      file.sha256 = sha256(changed)
    }
    if (Object.hasOwn(MANIFEST_FAULTS, name)) await MANIFEST_FAULTS[name]!.change(manifest, folder)
  }
}
