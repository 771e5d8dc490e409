import { personalOf } from '../data/pseudonym.ts'
import { archivedWeeks, readPrivate } from './archive.ts'
import { markerOf } from './disposals.ts'
import type { Home } from './home.ts'
import { type KeptPeople, openKept } from './memory.ts'
import { rememberedValue } from './memory-lines.ts'
import { openRecord } from './packs.ts'
import { PERSONS_PACK } from './people-week.ts'
import type { PersonKeys } from './person-keys.ts'
import { readSecret } from './secret.ts'

/** One record of a person: its pseudonym, and its reference where a week remembers it. */
interface Link {
  readonly pseudonym: string
  readonly id: string | null
}

/**
 * All records that are one person with the one asked for, as the newest week that remembers it knew them:
 * those merged into it, the one it was merged into, and all merged into that one. Empty when no week
 * remembers it.
 */
export async function chainOf(home: Home, pseudonym: string, keys: PersonKeys): Promise<Link[]> {
  const key = keys.get(pseudonym)
  if (!key) return []
  for (const week of (await archivedWeeks(home.root)).reverse()) {
    const bytes = await readPrivate(home.root, week.name, PERSONS_PACK)
    const place = { revision: week.name, unit: 'private' }
    if (!bytes || openRecord(bytes, { pseudonym, key }, place) === undefined) continue
    return linked(await openKept(home.root, week, keys), { home, pseudonym })
  }
  return []
}

async function linked(
  kept: KeptPeople,
  { home, pseudonym }: { home: Home; pseudonym: string },
): Promise<Link[]> {
  const { pseudonymOf } = markerOf(await readSecret(home))
  const records = [...kept.persons].map(([name, { memory }]) => {
    const value = (column: string) =>
      memory && kept.shape ? rememberedValue(kept.shape.persons, memory[0], column) : null
    const [id, into] = [value('k'), value('survivor_id')]
    return { pseudonym: name, id, survivor: into === null ? name : pseudonymOf(personalOf(into)) }
  })
  const survivor = records.find(record => record.pseudonym === pseudonym)?.survivor
  return records.filter(record => record.survivor === survivor)
}
