import { readdir, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, PipelineError } from '../lib/error.ts'
import type { Log } from '../lib/log.ts'
import { type ArchivedWeek, archivedWeeks } from './archive.ts'
import { checkWeek, type Finding } from './check.ts'
import type { Disk } from './disk.ts'
import type { Home } from './home.ts'
import { publicKey } from './keys.ts'

const NEXT = '.live.next'
const STAGE = '.stage-'

/** Where a run builds its week: on the same file system as the archive, so that one rename moves it there. */
export function stageOf(home: Home, runId: string): string {
  return join(home.root, STAGE + runId)
}

/** The name of the week that is live, read from the link; undefined when nothing is live yet. */
export async function liveWeek(home: Home): Promise<string | undefined> {
  const target = await readlink(home.live).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return target.split('/').at(-1) || undefined
}

/**
 * Brings a home to rest: nothing staged is left, every archived week is verified and read-only, and the
 * newest week is live. Run before publishing it repairs what a killed run left; run after the rename into the
 * archive it is the rest of publishing.
 *
 * Throws `PipelineError` (exit 5) when a new week does not verify: it is taken out of the archive again and
 * never goes live.
 */
export async function settle(home: Home, disk: Disk, log: Log): Promise<void> {
  for (const name of await readdir(home.root)) {
    if (name.startsWith(STAGE) || name === NEXT) await disk.remove(join(home.root, name))
  }
  const weeks = await archivedWeeks(home.root)
  for (const week of weeks) {
    if (await isOpen(week)) await seal(week, { home, disk })
  }
  const newest = weeks.at(-1)
  if (newest && (await liveWeek(home)) !== newest.name) {
    await pointLive(home, disk, newest)
    log.say(`live: ${newest.name}`)
  }
}

/** A week is writable from its rename into the archive until it has been verified. */
async function isOpen({ folder }: ArchivedWeek): Promise<boolean> {
  return ((await stat(folder)).mode & 0o200) !== 0
}

async function seal(week: ArchivedWeek, { home, disk }: { home: Home; disk: Disk }): Promise<void> {
  const findings = await checkWeek(week.folder, await publicKey(home))
  if (findings.length > 0) {
    const aside = stageOf(home, `withdrawn-${week.name}`)
    await disk.rename(week.folder, aside)
    await disk.syncDirectory(home.archive)
    await disk.remove(aside)
    throw unverified(week, findings)
  }
  await makeReadOnly(week.folder, disk, 0o555)
}

function unverified({ name }: ArchivedWeek, findings: Finding[]): PipelineError {
  const [first] = findings as [Finding, ...Finding[]]
  return new PipelineError(
    `${name} does not verify: ${first.what} (${first.where}), ${findings.length} faults`,
    EXIT.failed,
    'check the disk and run again; the last week stays live',
  )
}

/**
 * Files first, then folders from the inside out: the week's own folder last, because its mode says that all
 * is done.
 */
async function makeReadOnly(folder: string, disk: Disk, mode: number): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await makeReadOnly(path, disk, MODES.get(entry.name) ?? mode)
    else await disk.chmod(path, 0o444)
  }
  await disk.chmod(folder, mode)
}

/**
 * Who may enter a week's folders: the areas server none but `areas`; `people` by group; the private state by
 * owner alone.
 */
const MODES = new Map([
  ['people', 0o550],
  ['private', 0o500],
])

async function pointLive(home: Home, disk: Disk, { name }: ArchivedWeek): Promise<void> {
  const next = join(home.root, NEXT)
  await disk.symlink(join('archive', name), next)
  await disk.rename(next, home.live)
  await disk.syncDirectory(home.root)
}
