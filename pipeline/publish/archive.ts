import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, PipelineError } from '../lib/error.ts'
import { sha256 } from '../lib/hash.ts'
import { homeOf } from './home.ts'
import { type ReadManifest, readManifest } from './manifest.ts'

/** One week of the archive: revision 1 is `2026-W47`, its corrections are `2026-W47.2`, `2026-W47.3`, ... */
export interface ArchivedWeek {
  readonly name: string
  readonly week: string
  readonly revision: number
  readonly folder: string
}

/** All archived weeks of a home, oldest week first, corrections after what they correct. */
export async function archivedWeeks(root: string): Promise<ArchivedWeek[]> {
  const { archive } = homeOf(root)
  const names = await readdir(archive).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names
    .flatMap(name => {
      const match = /^(\d{4}-W\d{2})(?:\.(\d+))?$/.exec(name)
      return match
        ? [{ name, week: match[1]!, revision: Number(match[2] ?? 1), folder: join(archive, name) }]
        : []
    })
    .sort((a, b) => (a.week === b.week ? a.revision - b.revision : a.week < b.week ? -1 : 1))
}

/**
 * The newest archived week, the one that is live; with `before`, the newest of an earlier week than that one
 * (what a run of week `before` compares itself with).
 *
 * @example await latestWeek(home, '2026-W47') // 2026-W46, in its last correction
 */
export async function latestWeek(root: string, before?: string): Promise<ArchivedWeek | undefined> {
  const weeks = await archivedWeeks(root)
  return weeks.findLast(({ week }) => before === undefined || week < before)
}

/**
 * One private file of an archived week (for example `bands.json`), or undefined when that week has none of
 * this name. Throws `PipelineError` (exit 5) when the bytes are not those of the week's manifest.
 */
export async function readPrivate(root: string, week: string, file: string): Promise<Buffer | undefined> {
  const folder = join(homeOf(root).archive, week)
  const path = `private/${file}`
  const { manifest } = await readManifest(folder)
  const entry = manifest.files.find(entry => entry.path === path)
  if (!entry) return undefined
  const bytes = await readFile(join(folder, path))
  if (sha256(bytes) === entry.sha256) return bytes
  throw new PipelineError(`changed since it was archived: ${path} (${week})`, EXIT.failed, 'run verify')
}

/** The week that was published last: the one with the highest sequence number. */
export async function chainHead(root: string): Promise<ReadManifest | undefined> {
  const manifests = await Promise.all((await archivedWeeks(root)).map(({ folder }) => readManifest(folder)))
  return manifests.reduce<ReadManifest | undefined>(
    (head, next) => (head && head.manifest.sequence > next.manifest.sequence ? head : next),
    undefined,
  )
}
