import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ABOUT, type Reason } from '../lib/error.ts'
import { canonicalJson } from '../lib/hash.ts'
import type { ArchivedWeek } from './archive.ts'
import type { Checks } from './checks.ts'
import type { Disk } from './disk.ts'
import type { Home } from './home.ts'
import type { Pause } from './pauses.ts'
import { readersOf } from './seal.ts'

const Refusal = z.strictObject({
  /** UTC, ISO 8601. */
  at: z.iso.datetime(),
  reasons: z.array(z.strictObject({ code: z.string(), about: z.enum(ABOUT), words: z.string() })),
})

/** A run that was refused since the last week was published. */
export interface Refusal {
  readonly at: string
  readonly reasons: readonly Reason[]
}

/** What is known outside the signed weeks. */
export interface Standing {
  readonly week: ArchivedWeek
  readonly weeks: readonly ArchivedWeek[]
  readonly pauses: readonly Pause[]
  readonly refusal: Refusal | undefined
  readonly checks: Checks
}

/** Reasons that a page tells; the report beside the extract has them all. */
const MOST_REASONS = 3

/**
 * The text of `/status.json`: the newest week, which weeks were corrected and by which, what the last check
 * of each found, the last refused run, and what is paused. The areas site says that a run was refused and
 * when, but of the reasons only those that do not speak of people's records; and nothing of a pause of the
 * people site.
 */
export function statusText(product: 'areas' | 'people', standing: Standing): string {
  const { week, weeks, pauses, refusal, checks } = standing
  const newest = new Map(weeks.map(({ week, name }) => [week, name]))
  const corrected = weeks.flatMap(({ week, name }) =>
    newest.get(week) === name ? [] : [[name, newest.get(week)]],
  )
  return canonicalJson({
    kind: 'status',
    newest: week.name,
    corrected: Object.fromEntries(corrected),
    verified: checks,
    refused: refusal ? { at: refusal.at, reason: reasonFor(product, refusal) } : null,
    paused: pauses.filter(({ what }) => product === 'people' || what !== 'people'),
  })
}

/** The reasons that a product may tell, in one line; null where there is none. */
function reasonFor(product: 'areas' | 'people', { reasons }: Refusal): string | null {
  const told = reasons.filter(({ about }) => product === 'people' || about !== 'people')
  if (told.length === 0) return null
  const words = told.slice(0, MOST_REASONS).map(({ words }) => words)
  const more = told.length > MOST_REASONS ? [`and ${told.length - MOST_REASONS} more`] : []
  return [...words, ...more].join('; ')
}

/** Writes the status of both products, each whole or not at all; what is right already is not touched. */
export async function writeStatus(home: Home, disk: Disk, standing: Standing): Promise<void> {
  await disk.makeDirectory(home.status)
  await disk.chmod(home.status, 0o2750)
  for (const product of ['areas', 'people'] as const) {
    const path = join(home.status, `${product}.json`)
    const text = statusText(product, standing)
    if ((await readFile(path, 'utf8').catch(() => undefined)) === text) continue
    await disk.remove(`${path}.next`)
    await disk.write(`${path}.next`, text, 0o640)
    await disk.chgrp(`${path}.next`, await readersOf(home, product))
    await disk.rename(`${path}.next`, path)
  }
}

/** The last run that was refused since a week was published, if any. */
export async function lastRefusal(home: Home): Promise<Refusal | undefined> {
  const text = await readFile(refusalPath(home), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return Refusal.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Remembers a refused run, or with undefined that a week was published since. */
export async function rememberRefusal(home: Home, disk: Disk, refusal: Refusal | undefined): Promise<void> {
  const path = refusalPath(home)
  if (!refusal) return disk.remove(path)
  await disk.makeDirectory(home.log, 0o700)
  await disk.remove(`${path}.next`)
  await disk.write(`${path}.next`, canonicalJson(refusal), 0o600)
  await disk.rename(`${path}.next`, path)
}

function refusalPath({ log }: Home): string {
  return join(log, 'refused.json')
}
