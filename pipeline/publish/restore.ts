import { copyFile, cp, mkdir, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { EXIT, PipelineError } from '../lib/error.ts'
import { listFiles } from '../lib/files.ts'
import { isoDate } from '../lib/week.ts'
import { type ArchivedWeek, archivedWeeks } from './archive.ts'
import { storedMaps } from './base-map.ts'
import { checkWeek } from './check.ts'
import { personKeys } from './disposals.ts'
import { type Home, homeOf } from './home.ts'
import { publicKey } from './keys.ts'
import { addEntry, entriesOf, logText } from './signed-log.ts'
import { statusText } from './status.ts'
import { unpackPeople } from './unpack.ts'

/** Days for which a restored people site may be kept. */
const KEPT_DAYS = 14
const LOG = 'log/restores.jsonl'

const Entry = z.strictObject({
  kind: z.literal('restore'),
  on: z.iso.date(),
  week: z.string(),
  reason: z.string(),
  /** Where the people site was put, and until when it may be kept. */
  out: z.string(),
  expires: z.iso.date(),
})

/** A people site that was brought back, as logged. */
export type Restored = Readonly<z.infer<typeof Entry>>

/** An archived week to be brought back, and where to. */
export interface RestoreOptions {
  readonly home: string
  /** For example `2026-W47`, or `2026-W47.2` for its first correction. */
  readonly week: string
  /** A folder that is not there yet, or is empty. */
  readonly out: string
  /** Why people's data are needed; without a reason only the areas site is brought back. */
  readonly reason: string | undefined
  /** Epoch day of today. */
  readonly today: number
}

/**
 * Brings the sites of an archived week back into a folder, each as the root of a server of plain files:
 * `areas/`, and `people/` where a reason is given,
 * without anyone who was disposed of. The people site is logged, for its owner alone (0700), and bears a
 * note of the day by which it must be gone. Nothing of the archive changes; the files are copies. Archive
 * and keys are enough, so that it works on an empty machine from their back-ups.
 *
 * Throws `PipelineError` (exit 5) when the week does not verify, is not there, or the folder is not empty.
 */
export async function restoreWeek(options: RestoreOptions): Promise<Restored | undefined> {
  const home = homeOf(options.home)
  const out = resolve(options.out)
  const week = await findWeek(home, options.week)
  await refuseBroken(home, week)
  if ((await readdir(out).catch(() => [])).length > 0)
    throw new PipelineError('the folder is not empty (--out)', EXIT.failed, 'name a new folder')
  await mkdir(out, { recursive: true, mode: 0o700 })
  await restoreAreas(week, join(out, 'areas'))
  await restoreMaps(home, week, join(out, 'areas', 'basemap'))
  return options.reason === undefined
    ? undefined
    : restorePeople(home, week, { ...options, out, reason: options.reason })
}

/**
 * Lays a week's areas site out as its pages expect it: whole under the week's name, which its links name, and
 * once more at the root by links. Any server of plain files shows it.
 */
async function restoreAreas(week: ArchivedWeek, out: string): Promise<void> {
  await cp(join(week.folder, 'areas'), join(out, week.name), { recursive: true })
  for (const name of await readdir(join(out, week.name)))
    await symlink(join(week.name, name), join(out, name))
  await writeFile(join(out, 'week.txt'), week.name)
  const standing = { week, weeks: [week], pauses: [], refusal: undefined, checks: {} }
  await writeFile(join(out, 'status.json'), statusText('areas', standing))
}

/** Copies the streets that the week's pages show, where the home still has them; without, they are blank. */
async function restoreMaps(home: Home, week: ArchivedWeek, out: string): Promise<void> {
  const areas = join(week.folder, 'areas')
  const names = (await listFiles(areas)).filter(name => name.endsWith('.html'))
  const pages = await Promise.all(names.map(name => readFile(join(areas, name), 'utf8')))
  for (const hash of await storedMaps(home)) {
    if (pages.some(page => page.includes(hash)))
      await cp(join(home.baseMaps, hash), join(out, hash), { recursive: true })
  }
}

async function restorePeople(
  home: Home,
  week: ArchivedWeek,
  { out, reason, today }: Pick<RestoreOptions, 'out' | 'today'> & { reason: string },
): Promise<Restored> {
  const restored: Restored = {
    kind: 'restore',
    on: isoDate(today),
    week: week.name,
    reason,
    out,
    expires: isoDate(today + KEPT_DAYS),
  }
  const keys = await personKeys(home.root)
  await addEntry(home, LOG, { text: await logText(join(home.root, LOG)), entry: restored })
  await writeFile(join(out, 'EXPIRES.txt'), noteOf(restored), { mode: 0o600 })
  await unpackPeople(week, { keys: async () => keys }, join(out, 'people'))
  await ownCopies(join(out, 'people'))
  return restored
}

/** Restored people sites that are still where they were put. Throws as `entriesOf`. */
export async function restoredSites(root: string): Promise<Restored[]> {
  const entries = await entriesOf(homeOf(root), { text: await logText(join(root, LOG)), name: LOG }, Entry)
  const there = await Promise.all(entries.map(({ out }) => stat(join(out, 'people')).catch(() => undefined)))
  return entries.filter((_, i) => there[i])
}

function noteOf({ week, on, expires }: Restored): string {
  return [
    `People's data of week ${week}, restored on ${on}.`,
    `Delete this folder by ${expires}. Whoever is disposed of after ${on} is still in it.`,
    'Serve it to nobody else. Every restore is logged, with its reason.\n',
  ].join('\n')
}

async function findWeek({ root, archive }: Home, name: string): Promise<ArchivedWeek> {
  const weeks = await archivedWeeks(root)
  const found = weeks.find(week => week.name === name)
  if (found) return found
  const known = weeks.length > 0 ? `${weeks[0]!.name} to ${weeks.at(-1)!.name}` : 'none'
  throw new PipelineError(`no archived week: ${name} (${archive} has ${known})`, EXIT.failed)
}

async function refuseBroken(home: Home, { folder, name }: ArchivedWeek): Promise<void> {
  const findings = await checkWeek(folder, await publicKey(home))
  const [first] = findings
  if (!first) return
  throw new PipelineError(
    `${name} does not verify: ${first.what} (${first.where}), ${findings.length} faults`,
    EXIT.failed,
    'restore the archive from its back-up first',
  )
}

/** Makes every file one of its own: an edit must never reach the archive through a shared name. */
async function ownCopies(folder: string): Promise<void> {
  for (const name of await listFiles(folder)) {
    const path = join(folder, name)
    if ((await stat(path)).nlink < 2) continue
    await copyFile(path, `${path}.copy`)
    await rename(`${path}.copy`, path)
  }
}
