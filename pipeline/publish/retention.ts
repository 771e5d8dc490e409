import { isoDate } from '../lib/week.ts'
import { archivedWeeks } from './archive.ts'
import { personKeys } from './disposals.ts'
import { openKept } from './memory.ts'
import { rememberedValue } from './memory-lines.ts'
import { type Restored, restoredSites } from './restore.ts'

/** How long a force keeps what. */
export interface Retention {
  /** Archived weeks. */
  readonly weeks: number
  /** Years after the last charge for which a person is kept. */
  readonly years: number
}

/** What falls due on a day. */
export interface Due {
  /** Archived weeks beyond those that are kept, oldest first. */
  readonly weeks: readonly string[]
  /** References of people to be disposed of, and why. */
  readonly people: readonly { readonly id: string; readonly reason: string }[]
  /** Restored people sites past their day. */
  readonly restored: readonly Restored[]
}

/**
 * Lists what falls due by a force's retention: nothing is done. People are those whom the newest week
 * remembers: the deceased, and those whose last charge lies further back than is kept.
 *
 * @param today epoch day
 */
export async function whatIsDue(root: string, { weeks, years }: Retention, today: number): Promise<Due> {
  const archived = await archivedWeeks(root)
  const kept = new Set([...new Set(archived.map(({ week }) => week))].slice(-weeks))
  const newest = archived.at(-1)
  const on = isoDate(today)
  return {
    weeks: archived.filter(({ week }) => !kept.has(week)).map(({ name }) => name),
    people: newest ? await duePeople(root, newest, yearsBefore(on, years)) : [],
    restored: (await restoredSites(root)).filter(({ expires }) => expires < on),
  }
}

async function duePeople(
  root: string,
  week: Parameters<typeof openKept>[1],
  chargedSince: string,
): Promise<{ id: string; reason: string }[]> {
  const { shape, persons } = await openKept(root, week, await personKeys(root))
  if (!shape) return []
  const due: { id: string; reason: string }[] = []
  for (const { memory } of persons.values()) {
    if (!memory) continue
    const [row, charges] = memory
    const id = rememberedValue(shape.persons, row, 'k')
    const days = charges.map(charge => rememberedValue(shape.charges, charge, 'charged_at') ?? '')
    const last = days.sort().at(-1)?.slice(0, 10)
    if (id === null) continue
    if (rememberedValue(shape.persons, row, 'status') === 'deceased') due.push({ id, reason: 'deceased' })
    else if (last && last < chargedSince) due.push({ id, reason: `last charged on ${last}` })
  }
  return due.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** @example yearsBefore('2026-11-27', 10) === '2016-11-27' */
function yearsBefore(day: string, years: number): string {
  return `${String(Number(day.slice(0, 4)) - years).padStart(4, '0')}${day.slice(4)}`
}
