import { lstat, mkdir, readdir, readlink, rename } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { EXIT, PipelineError } from '../lib/error.ts'
import type { Log } from '../lib/log.ts'
import { appendToChain } from './chain.ts'
import { checkWeek, type Finding } from './check.ts'
import { lastChecks } from './checks.ts'
import type { Disk } from './disk.ts'
import type { Home } from './home.ts'
import { closeJournal, type Journal, readJournal } from './journal.ts'
import { publicKey } from './keys.ts'
import { pausesOf } from './pauses.ts'
import type { PersonKeys } from './person-keys.ts'
import { planRoots } from './plan.ts'
import { dropRoots, ensureRoots, weekOfRoot } from './roots.ts'
import { sealWeek } from './seal.ts'
import { lastRefusal, writeStatus } from './status.ts'
import { headOf, type SignedWeek, type Survey, survey } from './survey.ts'
import { dropUnpacked, ensureUnpacked } from './unpack.ts'

const NEXT = '.live.next'
/** A web server needs microseconds from the link to an open file; a busy machine may hold it up. */
const GRACE_MS = 250
const STAGE = '.stage-'

/** Where a run builds its week: on the same file system as the archive, so that one rename moves it there. */
export function stageOf(home: Home, runId: string): string {
  return join(home.root, STAGE + runId)
}

/** The name of the week that is live, read from the link; undefined when nothing is live yet. */
export async function liveWeek(home: Home): Promise<string | undefined> {
  const target = await readlink(home.live).catch(() => '')
  return target.startsWith('served/') ? weekOfRoot(basename(target)) : undefined
}

/** A home at rest. */
export interface Rest {
  readonly weeks: readonly SignedWeek[]
  readonly links: Survey['links']
  /** The week that is live; undefined when there is none that could be. */
  readonly live: SignedWeek | undefined
  /** Why the week that a run had renamed into the archive was taken out again, if it was. */
  readonly withdrawn: PipelineError | undefined
}

interface Settling {
  readonly log: Log
  /** Keys of those whom the week that goes live lists, where they are at hand: it is unpacked sooner. */
  readonly listed?: PersonKeys | undefined
}

/**
 * Brings a home to rest. What a run was publishing, and only that, is completed: its stage is removed, its
 * week verified, made read-only and written into the chain. Then the web roots are made to show the week that
 * should be live, in its verified form, and what is paused.
 *
 * Nothing is deleted on suspicion: a week of the journal that does not verify, and whatever this home never
 * published, is moved to `aside/` and named in the log; a week that cannot be read stays where it is and
 * keeps no other from its place.
 *
 * Throws `PipelineError` (exit 5) when the keys are not those that signed the archive.
 */
export function settle(home: Home, disk: Disk, options: Settling): Promise<Rest> {
  return bringToRest(home, disk, { ...options, isShown: true })
}

/**
 * The same, but that the web roots are looked at only where a run was broken off: for a run that is about to
 * change them, and calls `settle` when it has.
 */
export function settleArchive(home: Home, disk: Disk, options: Settling): Promise<Rest> {
  return bringToRest(home, disk, { ...options, isShown: false })
}

async function bringToRest(
  home: Home,
  disk: Disk,
  { log, listed, isShown }: Settling & { isShown: boolean },
): Promise<Rest> {
  const journal = await readJournal(home)
  if (journal) await disk.remove(join(home.root, basename(journal.stage)))
  await disk.remove(join(home.root, NEXT))
  const before = await survey(home)
  const withdrawn = journal && (await completeWeek(home, disk, { journal, found: before }))
  if (withdrawn) log.say(`${withdrawn.message}; ${withdrawn.remedy}`)
  await clearStrangers(home, log)
  const now = journal ? await survey(home) : before
  for (const { name, what } of now.unreadable) log.say(`${name} cannot be used and is left as it is: ${what}`)
  await appendToChain(home, disk, now.missing)
  const weeks = now.weeks.filter(({ name }) => !now.strangers.includes(name))
  const live = await chooseLive(home, weeks, { log, verified: journal?.name })
  if (live && (journal || isShown)) await show(home, disk, { live, weeks, log, listed })
  if (journal) await closeJournal(home, disk)
  return { weeks, links: now.links, live, withdrawn }
}

/** Verifies and seals the week of the journal, or takes it out of the archive. */
async function completeWeek(
  home: Home,
  disk: Disk,
  { journal, found }: { journal: Journal; found: Survey },
): Promise<PipelineError | undefined> {
  const folder = join(home.archive, journal.name)
  const isThere = await lstat(folder).catch(() => undefined)
  if (!isThere) return undefined
  const signed = found.weeks.find(({ name, runId }) => name === journal.name && runId === journal.runId)
  const findings = signed
    ? await checkWeek(folder, await publicKey(home))
    : [{ what: 'no signed manifest of this run', where: 'manifest.json' }]
  if (findings.length === 0) {
    await sealWeek(home, folder, disk)
    return undefined
  }
  const aside = await moveAside(home, folder, `${journal.name}-${journal.runId.slice(0, 8)}`)
  await disk.syncDirectory(home.archive)
  return unverified(journal.name, findings, aside)
}

function unverified(name: string, findings: Finding[], aside: string): PipelineError {
  const [first] = findings as [Finding, ...Finding[]]
  return new PipelineError(
    `${name} does not verify: ${first.what} (${first.where}), ${findings.length} faults; it lies in ${aside}`,
    EXIT.failed,
    'check the disk and run again; the last week stays live',
  )
}

/** Moves aside what stands in the archive, as a stage or as `live`, and is nobody's. */
async function clearStrangers(home: Home, log: Log): Promise<void> {
  const { strangers } = await survey(home)
  const stages = (await readdir(home.root)).filter(name => name.startsWith(STAGE))
  const paths = [
    ...strangers.map(name => join(home.archive, name)),
    ...stages.map(name => join(home.root, name)),
  ]
  const live = await lstat(home.live).catch(() => undefined)
  if (live && !live.isSymbolicLink()) paths.push(home.live)
  for (const path of paths) {
    const aside = await moveAside(home, path, basename(path))
    log.say(`${basename(path)} was not published by this home: moved to ${aside}, look at it there`)
  }
}

/** @returns where it lies now, told from the home */
async function moveAside(home: Home, path: string, name: string): Promise<string> {
  await mkdir(home.aside, { recursive: true, mode: 0o700 })
  const taken = new Set(await readdir(home.aside))
  let free = name
  for (let i = 2; taken.has(free); i++) free = `${name}.${i}`
  await rename(path, join(home.aside, free))
  return `aside/${free}`
}

/**
 * The week that the last published manifest names, if it is there; else the newest. One that is not live yet
 * is verified first, and passed over when it does not hold.
 */
async function chooseLive(
  home: Home,
  weeks: readonly SignedWeek[],
  { log, verified }: { log: Log; verified: string | undefined },
): Promise<SignedWeek | undefined> {
  const current = await liveWeek(home)
  const named = headOf(weeks)?.live
  const wanted = weeks.filter(({ name }) => name === named)
  for (const week of [...wanted, ...[...weeks].reverse()]) {
    if (week.name === current || week.name === verified) return week
    const [finding] = await checkWeek(week.folder, await publicKey(home))
    if (!finding) return week
    log.say(`${week.name} does not verify and does not go live: ${finding.what} (${finding.where})`)
  }
  return undefined
}

async function show(
  home: Home,
  disk: Disk,
  { live, weeks, log, listed }: Settling & { live: SignedWeek; weeks: readonly SignedWeek[] },
): Promise<void> {
  const people = await ensureUnpacked(home, live, listed)
  const [pauses, refusal] = [await pausesOf(home), await lastRefusal(home)]
  const plan = await planRoots(home, { week: live, weeks, pauses, people })
  const name = await ensureRoots(home, live.name, { plan, disk })
  const target = join('served', name)
  if ((await readlink(home.live).catch(() => '')) !== target) {
    await disk.symlink(target, join(home.root, NEXT))
    await disk.rename(join(home.root, NEXT), home.live)
    await disk.syncDirectory(home.root)
    log.say(`live: ${live.name}`)
  }
  // Whoever was on the way through the old root arrives before it goes: 2 of 520,149 requests did not.
  const old = (await readdir(home.served)).filter(other => other !== name)
  if (old.length > 0) await sleep(GRACE_MS)
  await writeStatus(home, disk, { week: live, weeks, pauses, refusal, checks: await lastChecks(home) })
  await dropRoots(home, disk, name)
  await dropUnpacked(home, [people])
}
