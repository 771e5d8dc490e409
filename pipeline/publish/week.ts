import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sum } from 'd3-array'
import { EXIT, PipelineError } from '../lib/error.ts'
import type { Log } from '../lib/log.ts'
import { nextName } from './archive.ts'
import { type Disk, realDisk, withDiskErrors } from './disk.ts'
import { type Home, homeOf } from './home.ts'
import { closeJournal, writeJournal } from './journal.ts'
import { fingerprint, signBytes, signingKey } from './keys.ts'
import { goesLive } from './live.ts'
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
import type { PeopleWeek } from './people-week.ts'
import type { PersonKeys } from './person-keys.ts'
import { softwareBill } from './sbom.ts'
import { fileMode } from './seal.ts'
import { stageFolders } from './stage.ts'
import { rememberRefusal } from './status.ts'
import { headOf, type SignedWeek } from './survey.ts'
import { type Rest, settle, settleArchive, stageOf } from './switch.ts'

/** A week that is ready to be published. */
export interface PublishOptions {
  /** Where the force keeps state; on one file system. */
  readonly home: string
  /** For example `2026-W47`. */
  readonly week: string
  /** Hash of inputs, code version, configuration and as-at. */
  readonly runId: string
  /** Folders of the two built sites. */
  readonly products: { readonly areas: string; readonly people: string }
  /** Folder of the pages that say what is paused: `areas.html`, `people.html` and one for each target. */
  readonly paused: string
  /** Folder of what next week's run needs and no reader sees. */
  readonly private: string
  /** Seals what the week keeps of people, for the name under which it will be archived. */
  readonly people: (name: string) => Promise<PeopleWeek>
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
  /**
   * SHA-256 of its manifest, the head of the chain: `verify --expect` proves by it that nothing was rolled
   * back.
   */
  readonly hash: string
  readonly files: number
  readonly bytes: number
  /** Bytes not stored again, because an identical file was linked. */
  readonly bytesSaved: number
  /** The week that is live now. A week that is older or covers less is archived without going live. */
  readonly live: string | undefined
  /** True when this run id had been published before: no byte was changed. */
  readonly nothingNew: boolean
}

/**
 * Publishes a week: journal → stage → write all files → manifest and signature → rename into the archive →
 * verify → read-only → chain → web roots → switch the live link by rename. Killed at any point, the old or
 * the new week is live and whole, and a plain re-run completes.
 *
 * Throws `PipelineError` (exit 5) on a full or failing disk, when another run is at work, or when the new
 * week does not verify: then the last week stays live and nothing staged is left.
 */
export async function publishWeek(options: PublishOptions): Promise<Published> {
  const { disk = realDisk, log } = options
  await assertPublishable(options)
  const home = homeOf(options.home)
  return withDiskErrors(home.root, () =>
    withLock(home, async () => {
      await makeHome(home, disk)
      const before = await settleArchive(home, disk, { log })
      const found = await publishedRun(before, options.runId)
      if (found) {
        await settle(home, disk, { log })
        return found
      }
      const { manifest, bytesSaved, listed } = await archiveWeek(home, disk, { ...options, before })
      await rememberRefusal(home, disk, undefined)
      const { live, links, withdrawn } = await settle(home, disk, { log, listed })
      if (withdrawn) throw withdrawn
      const { hash } = headOf(links)!
      return { ...summary(manifest), hash, bytesSaved, live: live?.name, nothingNew: false }
    }),
  )
}

/**
 * Has this run been published? If so, what it was; undefined otherwise. A run that was killed between its
 * rename into the archive and the switch is completed here, so that "nothing new" is never said while an
 * older week is live. A good extract can always be sent again: where a later run of the same week is live
 * and this one should be, it counts as not published.
 */
export async function findRun(
  root: string,
  runId: string,
  options: { log: Log },
): Promise<Published | undefined> {
  const home = homeOf(root)
  return withDiskErrors(home.root, () =>
    withLock(home, async () => publishedRun(await settle(home, realDisk, { log: options.log }), runId)),
  )
}

/**
 * Folders that the web servers pass through, with the setgid bit: what is made in them has the home's group.
 */
async function makeHome(home: Home, disk: Disk): Promise<void> {
  for (const folder of [home.archive, home.served, join(home.root, 'unpacked')]) {
    await disk.makeDirectory(folder)
    await disk.chmod(folder, 0o2750)
  }
}

async function publishedRun({ weeks, live }: Rest, runId: string): Promise<Published | undefined> {
  const found = [...weeks].reverse().find(week => week.runId === runId)
  if (!found) return undefined
  const { manifest, hash } = await readManifest(found.folder)
  if (live && live.name !== found.name && live.week === found.week) {
    const now = await readManifest(live.folder)
    if (goesLive(manifest, now.manifest)) return undefined
  }
  return { ...summary(manifest), hash, bytesSaved: 0, live: live?.name, nothingNew: true }
}

async function archiveWeek(
  home: Home,
  disk: Disk,
  options: PublishOptions & { before: Rest },
): Promise<{ manifest: Manifest; bytesSaved: number; listed: PersonKeys }> {
  const { week, runId, before } = options
  const key = await signingKey(home, disk, before.weeks.length > 0)
  const name = await nextName(home.root, week)
  const stage = stageOf(home, runId)
  try {
    await writeJournal(home, disk, { runId, name, stage: stage.slice(home.root.length + 1) })
    await disk.makeDirectory(stage, 0o700)
    const { files, bytesSaved, listed } = await stageWeek(stage, { ...options, disk, name })
    const head = headOf(before.links)
    const manifest: Manifest = {
      kind: 'manifest',
      name,
      week,
      runId,
      sequence: (head?.sequence ?? 0) + 1,
      previous: head?.hash ?? null,
      signedBy: fingerprint(key),
      live: await liveAfter({ name, week, facts: options.facts }, before.live),
      facts: options.facts,
      files,
    }
    const bytes = manifestBytes(manifest)
    await disk.write(join(stage, MANIFEST), bytes, fileMode(MANIFEST))
    await disk.write(join(stage, SIGNATURE), signBytes(key, bytes), fileMode(SIGNATURE))
    await syncFolders(stage, disk)
    await disk.rename(stage, join(home.archive, name))
    await disk.syncDirectory(home.archive)
    return { manifest, bytesSaved, listed }
  } catch (error) {
    await giveUp(home, { stage, name }).catch(() => {})
    throw error
  }
}

/**
 * Leaves nothing of a run that failed before its week stood in the archive; what stands there, `settle` ends.
 */
async function giveUp(home: Home, { stage, name }: { stage: string; name: string }): Promise<void> {
  await realDisk.remove(stage)
  const isArchived = await access(join(home.archive, name)).then(
    () => true,
    () => false,
  )
  if (!isArchived) await closeJournal(home, realDisk)
}

async function stageWeek(
  stage: string,
  {
    products,
    paused,
    people,
    before,
    disk,
    name,
    ...options
  }: PublishOptions & {
    before: Rest
    disk: Disk
    name: string
  },
) {
  const folders = { areas: products.areas, people: products.people, paused, private: options.private }
  const sealed = people(name)
  const more = sealed.then(async ({ files }) => ({ [SBOM]: await softwareBill(), ...files }))
  const staged = await stageFolders(stage, folders, { disk, like: before.weeks.at(-1), more })
  return { ...staged, listed: (await sealed).listed }
}

async function liveAfter(
  next: Parameters<typeof goesLive>[0],
  live: SignedWeek | undefined,
): Promise<string> {
  const now = live && (await readManifest(live.folder)).manifest
  return goesLive(next, now) ? next.name : live!.name
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

async function syncFolders(folder: string, disk: Disk): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await syncFolders(join(folder, entry.name), disk)
  }
  await disk.syncDirectory(folder)
}

function summary({ name, runId, sequence, files }: Manifest) {
  return { name, runId, sequence, files: files.length, bytes: sum(files, ({ size }) => size) }
}
