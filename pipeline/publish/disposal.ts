import { link, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { disclosed, type PersonId } from '../data/pseudonym.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { listFiles } from '../lib/files.ts'
import type { Log } from '../lib/log.ts'
import { type ArchivedWeek, archivedWeeks } from './archive.ts'
import { realDisk, withDiskErrors } from './disk.ts'
import { disposedMarks, logDisposal, type Marker, markerOf, personKeys } from './disposals.ts'
import { type KeptExtract, keptExtracts, refuseNoInbox } from './feed/kept.ts'
import { type Home, homeOf } from './home.ts'
import { withLock } from './lock.ts'
import { chainOf } from './people-chain.ts'
import { PACKS } from './people-week.ts'
import { dropRectifications } from './rectifications.ts'
import { restoredSites } from './restore.ts'
import { filesThatName } from './search.ts'
import { readSecret } from './secret.ts'
import { type Swept, shred, sweepLogs, sweepQuarantine } from './sweep.ts'
import { settle } from './switch.ts'

/** A decision to dispose of a person, and where. */
export interface DisposalOptions {
  readonly home: string
  readonly person: PersonId
  readonly reason: string
  /** ISO date of the decision: a charge brought after it is a new one. */
  readonly on: string
  readonly log: Log
  /** The folder that the force's feed watches, whose kept extracts are looked through. */
  readonly inbox?: string | undefined
}

/** What a disposal did, place by place, and what it could not reach. */
export interface DisposalReport {
  /** Records that were one person: the one asked for and all that were merged with it. */
  readonly records: number
  /** Keys that were destroyed; none for a person who was never listed nor remembered. */
  readonly keys: number
  readonly swept: readonly Swept[]
  /** Weeks archived before people were sealed: they hold people in clear and cannot be changed. */
  readonly unsealed: readonly string[]
  /** Restored people sites that are still where they were put. */
  readonly restored: readonly string[]
  /** Files outside the archive that still name the person: what people put there themselves. */
  readonly left: readonly string[]
  /** Extracts in `done/` and `refused/` of the inbox that hold the person, or cannot be searched. */
  readonly kept: readonly KeptExtract[]
}

/**
 * Disposes of a person: logs it by keyed marks, signed, so that no restore brings the person back; destroys
 * the keys, which makes every sealed record of every archived week unreadable at once; builds what is live
 * anew; and takes the person out of logs, quarantine and corrections. Killed anywhere, the same command
 * again completes it, and nothing sealed is opened in between.
 *
 * A reference that is unknown, not listed, or merged into another is no error: its mark is logged, and later
 * extracts are held against it.
 *
 * Throws `PipelineError` (exit 5) when the reason names the person, the keys are missing or a log is not
 * sound.
 */
export async function disposePerson(options: DisposalOptions): Promise<DisposalReport> {
  const home = homeOf(options.home)
  return withDiskErrors(home.root, () => withLock(home, () => disposeAlone(home, options)))
}

async function disposeAlone(
  home: Home,
  { person, reason, on, log, inbox }: DisposalOptions,
): Promise<DisposalReport> {
  const marker = markerOf(await readSecret(home))
  refuseNamed(reason, [disclosed(person), marker.pseudonymOf(person)])
  if (inbox !== undefined) await refuseNoInbox(inbox)
  const before = await personKeys(home.root)
  const chain = await chainOf(home, marker.pseudonymOf(person), before)
  const pseudonyms = [...new Set([marker.pseudonymOf(person), ...chain.map(({ pseudonym }) => pseudonym)])]
  const known = await disposedMarks(home)
  const marks = pseudonyms.map(marker.ofPseudonym).sort()
  if (marks.some(mark => !known.has(mark))) await logDisposal(home, { on, reason, marks })
  const keys = before.size - (await personKeys(home.root)).size
  const swept = await sweepPeople(home, marker, log)
  const ids = [disclosed(person), ...chain.flatMap(({ id }) => (id === null ? [] : [id]))]
  return {
    records: pseudonyms.length,
    keys,
    swept,
    unsealed: await unsealedWeeks(home),
    restored: (await restoredSites(home.root)).map(({ out }) => out),
    left: await filesThatName(home, [...ids, ...pseudonyms]),
    kept: inbox === undefined ? [] : await keptExtracts(inbox, ids),
  }
}

/** Takes everybody who was ever disposed of out of what is not sealed. It may be done again at any time. */
async function sweepPeople(home: Home, marker: Marker, log: Log): Promise<Swept[]> {
  const marks = await disposedMarks(home)
  const isDisposed = (pseudonym: string) => marks.has(marker.ofPseudonym(pseudonym))
  const old = await holdUnpacked(home, isDisposed)
  await settle(home, realDisk, { log })
  const overwritten = await shredAll(old)
  await rm(join(home.root, 'work'), { recursive: true, force: true })
  return [
    { place: 'live', done: 'files of people and lists overwritten and made anew', count: overwritten },
    await sweepLogs(home, isDisposed),
    await sweepQuarantine(home),
    { place: 'ledger', done: 'corrections removed', count: await dropRectifications(home, marker, marks) },
  ]
}

/**
 * Keeps a second name of every unpacked file that is about a disposed person, lists included, so that its
 * bytes can be overwritten once nobody is served from it. Returns the folder of those names.
 */
async function holdUnpacked(home: Home, isDisposed: (pseudonym: string) => boolean): Promise<string> {
  const held = join(home.root, '.overwrite')
  await mkdir(held, { recursive: true, mode: 0o700 })
  const root = join(home.root, 'unpacked')
  for (const name of await listFiles(root)) {
    const person = /\/person\/([0-9a-f]{32})\.json$/.exec(name)?.[1]
    const isList = /\/lomu\/[^/]+\/(list|children)\.json$/.test(name)
    if (isList || (person !== undefined && isDisposed(person))) await hold(join(root, name), held)
  }
  return held
}

/** Under the file's own number, so that a killed run's second names and new ones never meet. */
async function hold(path: string, held: string): Promise<void> {
  const { ino } = await stat(path)
  await link(path, join(held, String(ino))).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
}

async function shredAll(folder: string): Promise<number> {
  const names = await readdir(folder)
  for (const name of names) await shred(join(folder, name))
  await rm(folder, { recursive: true })
  return names.length
}

function refuseNamed(reason: string, names: readonly string[]): void {
  const text = reason.toLowerCase()
  if (text.trim() === '') throw new PipelineError('missing option: --reason TEXT', EXIT.failed, 'see --help')
  if (!names.some(name => text.includes(name.toLowerCase()))) return
  throw new PipelineError(
    'the reason names the person, and the log is kept (--reason)',
    EXIT.failed,
    'give a reason that names nobody',
  )
}

async function unsealedWeeks(home: Home): Promise<string[]> {
  const weeks = await archivedWeeks(home.root)
  const sealed = await Promise.all(weeks.map(isSealed))
  return weeks.filter((_, i) => !sealed[i]).map(({ name }) => name)
}

async function isSealed({ folder }: ArchivedWeek): Promise<boolean> {
  return (await readdir(folder)).includes(PACKS)
}
