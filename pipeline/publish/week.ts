import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sum } from 'd3-array'
import { EXIT, PipelineError } from '../lib/error.ts'
import type { Log } from '../lib/log.ts'
import { archivedWeeks, chainHead } from './archive.ts'
import { type Disk, realDisk, withDiskErrors } from './disk.ts'
import { type Home, homeOf } from './home.ts'
import { signBytes, signingKey } from './keys.ts'
import { withLock } from './lock.ts'
import {
  type Facts,
  MANIFEST,
  type Manifest,
  manifestBytes,
  readManifest,
  SBOM,
  SIGNATURE,
} from './manifest.ts'
import { type PeopleOfWeek, sealPeople } from './people-week.ts'
import { softwareBill } from './sbom.ts'
import { stageFolders } from './stage.ts'
import { liveWeek, settle, stageOf } from './switch.ts'
import { unitMarks } from './units.ts'

/** A week that is ready to be published. */
export interface PublishOptions {
  /** Where the force keeps state; on one file system. */
  readonly home: string
  /** For example `2026-W47`. */
  readonly week: string
  /** Hash of inputs, code version, configuration and as-at: the same id is never published twice. */
  readonly runId: string
  /** Folders of the two built sites. */
  readonly products: { readonly areas: string; readonly people: string }
  /** Folder of what next week's run needs and no reader sees. */
  readonly private: string
  /** What the week keeps of people, to be sealed. */
  readonly people: PeopleOfWeek
  readonly facts: Facts
  readonly log: Log
  /** The real disk, unless a test wants a failing one. */
  readonly disk?: Disk
}

/** What was published. */
export interface Published {
  /** Folder in the archive: the week, or `2026-W47.2` for a correction. */
  readonly name: string
  readonly runId: string
  readonly sequence: number
  readonly files: number
  readonly bytes: number
  /** Bytes not stored again, because an identical file was linked. */
  readonly bytesSaved: number
  /** The week that is live now. An older week is archived without going live. */
  readonly live: string | undefined
  /** True when this run id had been published before: no byte was changed. */
  readonly nothingNew: boolean
}

/**
 * Publishes a week: stage → write all files → manifest and signature → rename into the archive →
 * verify → read-only → switch the live link by rename. Killed at any point, the old or the new week
 * is live and whole, and a plain re-run completes.
 *
 * Throws `PipelineError` (exit 5) on a full or failing disk, when another run is at work, or when the new
 * week does not verify:
 * then the last week stays live and nothing staged is left.
 */
export async function publishWeek(options: PublishOptions): Promise<Published> {
  const { disk = realDisk, log } = options
  await assertPublishable(options)
  const home = homeOf(options.home)
  return withDiskErrors(home.root, () =>
    withLock(home, async () => {
      await disk.makeDirectory(home.archive)
      await settle(home, disk, log)
      const found = await runInArchive(home, options.runId)
      if (found) return { ...summary(found), bytesSaved: 0, live: await liveWeek(home), nothingNew: true }
      const { manifest, bytesSaved } = await archiveWeek(home, disk, options)
      await settle(home, disk, log)
      return { ...summary(manifest), bytesSaved, live: await liveWeek(home), nothingNew: false }
    }),
  )
}

/**
 * Has this run been published? If so, what it was; undefined otherwise. A run that was killed between its
 * rename into the archive and the switch is completed here, so that "nothing new" is never said while an
 * older week is live.
 */
export async function findRun(
  root: string,
  runId: string,
  options: { log: Log },
): Promise<Published | undefined> {
  const home = homeOf(root)
  const found = await runInArchive(home, runId)
  if (!found) return undefined
  return withDiskErrors(home.root, () =>
    withLock(home, async () => {
      await settle(home, realDisk, options.log)
      return { ...summary(found), bytesSaved: 0, live: await liveWeek(home), nothingNew: true }
    }),
  )
}

async function archiveWeek(
  home: Home,
  disk: Disk,
  options: PublishOptions,
): Promise<{ manifest: Manifest; bytesSaved: number }> {
  const { week, runId, facts, products } = options
  const head = await chainHead(home.root)
  const key = await signingKey(home, disk, head !== undefined)
  const stage = stageOf(home, runId)
  try {
    const folders = { areas: products.areas, people: products.people, private: options.private }
    const marks = (await unitMarks(products.people)).map(mark => [`people/${mark}`, ''])
    const name = await nextName(home, week)
    const sealed = await sealPeople(home.root, name, options.people)
    const texts = { [SBOM]: await softwareBill(), 'week.txt': name, ...Object.fromEntries(marks), ...sealed }
    const { files, bytesSaved } = await stageFolders(stage, folders, { root: home.root, disk, texts })
    const manifest: Manifest = {
      kind: 'manifest',
      name,
      week,
      runId,
      sequence: (head?.manifest.sequence ?? 0) + 1,
      previous: head?.hash ?? null,
      facts,
      files,
    }
    const bytes = manifestBytes(manifest)
    await disk.write(join(stage, MANIFEST), bytes)
    await disk.write(join(stage, SIGNATURE), signBytes(key, bytes))
    await syncFolders(stage, disk)
    await disk.rename(stage, join(home.archive, manifest.name))
    await disk.syncDirectory(home.archive)
    return { manifest, bytesSaved }
  } catch (error) {
    await realDisk.remove(stage).catch(() => {})
    throw error
  }
}

async function assertPublishable({ week, runId, products, facts }: PublishOptions): Promise<void> {
  if (!/^\d{4}-W\d{2}$/.test(week)) throw new PipelineError(`not a week: ${week}`, EXIT.failed)
  if (!/^[A-Za-z0-9-]{1,64}$/.test(runId)) throw new PipelineError(`not a run id: ${runId}`, EXIT.failed)
  for (const [name, folder] of Object.entries(products)) {
    await access(join(folder, 'index.html')).catch(() => {
      throw new PipelineError(`no entry page: index.html (${name})`, EXIT.failed, 'build the site first')
    })
  }
  const wrong = facts.accounts.find(({ rows, accepted, quarantined }) => rows !== accepted + quarantined)
  if (wrong) throw new PipelineError(`row accounts do not balance: ${wrong.table}`, EXIT.refusedData)
}

async function runInArchive(home: Home, runId: string): Promise<Manifest | undefined> {
  for (const { folder } of (await archivedWeeks(home.root)).reverse()) {
    const { manifest } = await readManifest(folder)
    if (manifest.runId === runId) return manifest
  }
  return undefined
}

async function nextName(home: Home, week: string): Promise<string> {
  const last = (await archivedWeeks(home.root)).findLast(archived => archived.week === week)
  return last ? `${week}.${last.revision + 1}` : week
}

async function syncFolders(folder: string, disk: Disk): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await syncFolders(join(folder, entry.name), disk)
  }
  await disk.syncDirectory(folder)
}

function summary({ name, runId, sequence, files }: Manifest) {
  return { name, runId, sequence, files: files.length, bytes: sum(files, ({ size }) => size) }
}
