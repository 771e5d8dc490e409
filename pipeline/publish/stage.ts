import { lstat, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sum } from 'd3-array'
import { EXIT, PipelineError } from '../lib/error.ts'
import { listFiles } from '../lib/files.ts'
import { sha256, sha256File } from '../lib/hash.ts'
import { inParallel } from '../lib/parallel.ts'
import type { ArchivedWeek } from './archive.ts'
import type { Disk } from './disk.ts'
import { type ManifestEntry, readManifest } from './manifest.ts'
import { fileMode } from './seal.ts'

/** Smaller files are always copied: a link saves next to nothing there. */
const LINK_FROM_BYTES = 64 * 1024

interface Source {
  readonly read: () => Promise<Buffer>
  readonly entry: ManifestEntry
}

/** What was staged: the manifest's entries, sorted by path, and the bytes that hard links saved. */
export interface Staged {
  readonly files: ManifestEntry[]
  readonly bytesSaved: number
}

/**
 * Copies whole folders into the stage, each under its own name, file by file (exclusive, fsync). A file of 64
 * KiB or more that an archived week, or this one, already holds in the same product with the same hash
 * becomes a hard link to it; the two products share nothing, for they have other readers.
 *
 * @param folders for example { areas: '/tmp/build/areas', people: ..., private: ... }
 * @param options.like the archived week to link to
 * @param options.more further files of the week, by path: those of the folders are staged while it is made
 */
export async function stageFolders(
  stage: string,
  folders: Readonly<Record<string, string>>,
  options: {
    disk: Disk
    like: ArchivedWeek | undefined
    more: Promise<Readonly<Record<string, string | Buffer>>>
  },
): Promise<Staged> {
  const archived = linkable(options.like)
  const stageAll = async (sources: Promise<Source[]>) =>
    stageSources(stage, await sources, { disk: options.disk, archived: await archived })
  const parts = [stageAll(listSources(folders)), stageAll(options.more.then(moreSources))]
  // Neither is left at work when the other fails.
  await Promise.allSettled(parts)
  const staged = await Promise.all(parts)
  const files = staged.flatMap(part => part.files).sort((a, b) => (a.path < b.path ? -1 : 1))
  return { files, bytesSaved: sum(staged, part => part.bytesSaved) }
}

function moreSources(more: Readonly<Record<string, string | Buffer>>): Source[] {
  return Object.entries(more).map(([path, data]) => sourceOf(path, Buffer.from(data)))
}

async function stageSources(
  stage: string,
  sources: readonly Source[],
  { disk, archived }: { disk: Disk; archived: ReadonlyMap<string, string> },
): Promise<Staged> {
  let bytesSaved = 0
  await inParallel(groupByHash(sources), async group => {
    const [first, ...others] = group as [Source, ...Source[]]
    const { sha256: hash, size } = first.entry
    const target = join(stage, first.entry.path)
    const existing = archived.get(contentOf(first.entry))
    if (existing && (await linkIfSame(existing, target, { hash, disk }))) bytesSaved += size
    else await disk.write(target, await first.read(), fileMode(first.entry.path))
    for (const other of others) {
      const path = join(stage, other.entry.path)
      if (size >= LINK_FROM_BYTES && (await linkTo(target, path, disk))) bytesSaved += size
      else await disk.write(path, await other.read(), fileMode(other.entry.path))
    }
  })
  return { files: sources.map(({ entry }) => entry), bytesSaved }
}

async function listSources(folders: Readonly<Record<string, string>>): Promise<Source[]> {
  const sources: Source[] = []
  for (const [name, folder] of Object.entries(folders)) {
    const paths = await listFiles(folder)
    await inParallel(paths, async path => {
      const from = join(folder, path)
      if (!(await lstat(from)).isFile())
        throw new PipelineError(`not a plain file: ${name}/${path}`, EXIT.failed)
      const read = () => readFile(from)
      sources.push(sourceOf(`${name}/${path}`, await read(), read))
    })
  }
  return sources
}

function sourceOf(path: string, bytes: Buffer, read: () => Promise<Buffer> = async () => bytes): Source {
  return { read, entry: { path, size: bytes.length, sha256: sha256(bytes) } }
}

function groupByHash(sources: readonly Source[]): Source[][] {
  return [...Map.groupBy(sources, ({ entry }) => contentOf(entry)).values()]
}

/** Equal for files of one product with equal bytes. */
function contentOf({ path, sha256 }: ManifestEntry): string {
  return `${path.split('/')[0]} ${sha256}`
}

/** Large files of an archived week: product and hash → path. */
async function linkable(week: ArchivedWeek | undefined): Promise<Map<string, string>> {
  if (!week) return new Map()
  const { manifest } = await readManifest(week.folder)
  const large = manifest.files.filter(({ size }) => size >= LINK_FROM_BYTES)
  return new Map(large.map(entry => [contentOf(entry), join(week.folder, entry.path)]))
}

async function linkIfSame(
  from: string,
  to: string,
  { hash, disk }: { hash: string; disk: Disk },
): Promise<boolean> {
  // A week that somebody changed must not pass its bytes on.
  return (await sha256File(from).catch(() => '')) === hash && linkTo(from, to, disk)
}

async function linkTo(from: string, to: string, disk: Disk): Promise<boolean> {
  await disk.makeDirectory(dirname(to))
  return disk.link(from, to).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (['EXDEV', 'EMLINK', 'EPERM', 'ENOTSUP'].includes(error.code ?? '')) return false
      throw error
    },
  )
}
