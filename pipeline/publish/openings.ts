import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { median } from 'd3-array'
import { z } from 'zod'
import { listFiles } from '../lib/files.ts'
import { epochDay, isoDate } from '../lib/week.ts'
import { homeOf } from './home.ts'

/** How often a user opened people, or exported lists, of a unit for a reason, in the last seven days. */
export interface Openings {
  /** As the web server authenticated; `nobody` on localhost. */
  readonly user: string
  readonly unit: string
  readonly what: 'person' | 'export'
  /** The coded reason; empty where none was given. */
  readonly why: string
  readonly count: number
}

/** What was opened in a week, and whose openings are out of the common. */
export interface OpeningReport {
  /** First and last day (ISO) of the seven. */
  readonly from: string
  readonly to: string
  readonly rows: readonly Openings[]
  /** Users with more openings than `usual`, most first. */
  readonly unusual: readonly { readonly user: string; readonly count: number }[]
  /** Openings of one user in a week up to which nothing is said. */
  readonly usual: number
}

const Line = z.object({
  time: z.string(),
  user: z.string().nullable(),
  path: z.string(),
  why: z.string().optional(),
  status: z.number(),
})

/** Weeks that say what is usual, this one included. */
const WEEKS = 9
/** So many times the median week of a user who opened anybody is out of the common, but never so few. */
const TIMES = 3
const MIN_UNUSUAL = 20

interface Opening extends Omit<Openings, 'count'> {
  /** Weeks ago: 0 for the last seven days. */
  readonly week: number
}

/**
 * Reads from the access logs of the people site, rotated ones too, who opened people and exported lists in
 * the seven days up to a day: for the auditor alone, in no file.
 *
 * @param today epoch day
 */
export async function openingReport(root: string, today: number): Promise<OpeningReport> {
  const openings = await readOpenings(homeOf(root).log, today)
  const perUserWeek = count(openings, ({ user, week }) => JSON.stringify([user, week]))
  const usual = Math.max(MIN_UNUSUAL, TIMES * (median(perUserWeek.values()) ?? 0))
  const now = openings.filter(({ week }) => week === 0)
  const unusual = [...count(now, ({ user }) => user)]
    .map(([user, count]) => ({ user, count }))
    .filter(({ count }) => count > usual)
    .sort((a, b) => b.count - a.count)
  const rows = [...count(now, ({ user, unit, what, why }) => JSON.stringify([user, unit, what, why]))]
    .map(([key, count]) => {
      const [user, unit, what, why] = JSON.parse(key) as [string, string, Openings['what'], string]
      return { user, unit, what, why, count }
    })
    .sort((a, b) => b.count - a.count)
  return { from: isoDate(today - 6), to: isoDate(today), rows, unusual, usual }
}

async function readOpenings(folder: string, today: number): Promise<Opening[]> {
  const openings: Opening[] = []
  for (const name of await listFiles(folder)) {
    if (!/^access-people\.jsonl/.test(name)) continue
    const bytes = await readFile(join(folder, name))
    const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
    for (const line of text.split('\n')) {
      const opening = openingOf(line, today)
      if (opening) openings.push(opening)
    }
  }
  return openings
}

/** What a line of the log tells; nothing where no person was shown. */
function openingOf(text: string, today: number): Opening | undefined {
  const line = Line.safeParse(parsed(text))
  if (!line.success || ![200, 206, 304].includes(line.data.status)) return undefined
  const { time, user, path, why = '' } = line.data
  const week = Math.floor((today - epochDay(time)) / 7)
  if (!(week >= 0 && week < WEEKS)) return undefined
  const [, unit, person, list] =
    /^\/lomu\/([^/]+)\/(?:(person)\/[0-9a-f]{32}\.json|(\w+\.json))$/.exec(path) ?? []
  if (unit === undefined || (list !== undefined && why === '')) return undefined
  return { user: user || 'nobody', unit, what: person ? 'person' : 'export', why, week }
}

function count<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return counts
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
