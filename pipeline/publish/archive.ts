import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { EXIT, PipelineError } from '../lib/error.ts'
import { sha256 } from '../lib/hash.ts'
import { readChain } from './chain.ts'
import { homeOf } from './home.ts'
import { readManifest } from './manifest.ts'

/** One week of the archive: revision 1 is `2026-W47`, its corrections are `2026-W47.2`, `2026-W47.3`, ... */
export interface ArchivedWeek {
  readonly name: string
  readonly week: string
  readonly revision: number
  readonly folder: string
}

/**
 * All folders of a home's archive that are named as weeks are, oldest week first, corrections after what they
 * correct.
 */
export async function archivedWeeks(root: string): Promise<ArchivedWeek[]> {
  const { archive } = homeOf(root)
  const entries = await readdir(archive, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return entries
    .filter(entry => entry.isDirectory())
    .flatMap(({ name }) => {
      const match = /^(\d{4}-W\d{2})(?:\.(\d+))?$/.exec(name)
      return match
        ? [{ name, week: match[1]!, revision: Number(match[2] ?? 1), folder: join(archive, name) }]
        : []
    })
    .sort((a, b) => (a.week === b.week ? a.revision - b.revision : a.week < b.week ? -1 : 1))
}

/**
 * One private file of an archived week (for example `bands.json`), unpacked if it is kept as `bands.json.gz`;
 * undefined when that week has none of this name. Throws `PipelineError` (exit 5) when the bytes are not
 * those of the week's manifest.
 */
export async function readPrivate(root: string, week: string, file: string): Promise<Buffer | undefined> {
  const plain = await readArchived(root, week, `private/${file}`)
  if (plain) return plain
  const packed = await readArchived(root, week, `private/${file}.gz`)
  return packed && gunzipSync(packed)
}

/**
 * One file of an archived week by its path in it, or undefined when there is none. Throws `PipelineError`
 * (exit 5) when the bytes are not those of the week's manifest.
 */
export async function readArchived(root: string, week: string, path: string): Promise<Buffer | undefined> {
  const folder = join(homeOf(root).archive, week)
  const { manifest } = await readManifest(folder)
  const entry = manifest.files.find(entry => entry.path === path)
  if (!entry) return undefined
  const bytes = await readFile(join(folder, path))
  if (sha256(bytes) === entry.sha256) return bytes
  throw new PipelineError(`changed since it was archived: ${path} (${week})`, EXIT.failed, 'run verify')
}

/**
 * A private file as the newest archived week has it of which it can be read: one damaged week blocks nothing
 * but itself. Undefined when that week has none of this name, or there is no week.
 */
export async function newestPrivate(root: string, file: string): Promise<Buffer | undefined> {
  for (const { name } of (await archivedWeeks(root)).reverse()) {
    const read = await readPrivate(root, name, file).then(
      bytes => ({ bytes }),
      () => undefined,
    )
    if (read) return read.bytes
  }
  return undefined
}

/**
 * The name under which the next run of a week is archived: `2026-W47`, or `2026-W47.2` when there is one
 * already. A name that was once published is never given again, though its week be lost.
 */
export async function nextName(root: string, week: string): Promise<string> {
  const taken = [...(await archivedWeeks(root)), ...(await readChain(homeOf(root)))].map(({ name }) => name)
  const revisions = taken.flatMap(name => {
    const [of, revision = '1'] = name.split('.')
    return of === week ? [Number(revision)] : []
  })
  return revisions.length === 0 ? week : `${week}.${Math.max(...revisions) + 1}`
}
