import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type RememberedPerson, recallPeople } from '../data/changes.ts'
import { pseudonymOf } from '../data/pseudonym.ts'
import { archivedWeeks, readPrivate } from './archive.ts'
import { personKeys } from './disposals.ts'
import { readPersons } from './people-week.ts'

/** The crimes of a run's memory, in its own folder and in the week's private one. */
const CRIMES = 'crimes.parquet'
const ARCHIVED_CRIMES = 'memory-crimes.parquet'

/** What a week keeps of one person for later runs: the band, if listed, and the rows as remembered. */
export const KeptPerson = z.object({
  band: z.string().optional(),
  memory: z.array(z.unknown()).optional(),
})

export type KeptPerson = Readonly<z.infer<typeof KeptPerson>>

/**
 * Puts together what a week keeps of people, by pseudonym. Nobody is kept who is neither remembered nor
 * listed.
 *
 * @param secret the key of the pseudonyms
 * @param bands bands of the listed people by pseudonym
 */
export function keptPersons(
  secret: Uint8Array,
  people: readonly RememberedPerson[],
  bands: Readonly<Record<string, string>>,
): Map<string, KeptPerson> {
  const kept = new Map<string, KeptPerson>()
  for (const { id, line } of people) {
    const pseudonym = pseudonymOf(secret, id)
    const band = bands[pseudonym]
    kept.set(pseudonym, { ...(band && { band }), memory: JSON.parse(line) })
  }
  for (const [pseudonym, band] of Object.entries(bands)) {
    if (!kept.has(pseudonym)) kept.set(pseudonym, { band })
  }
  return kept
}

/** What the last archived week before this one left for it. */
export interface Recalled {
  /** Folder of its memory, for the list of changes; absent where it has none. */
  readonly memory: string | undefined
  /** Bands of its listed people by pseudonym, without those disposed of since; absent on a first run. */
  readonly bands: Readonly<Record<string, string>> | undefined
}

/**
 * Reads what the last archived week before `week` left: the memory of its rows is written into a private
 * folder, its people opened with the keys that are left. Throws `PipelineError` (exit 5) when a byte of it is
 * not as it was signed.
 */
export async function recallWeek(root: string, week: string, folder: string): Promise<Recalled> {
  const before = (await archivedWeeks(root)).findLast(archived => archived.week < week)
  if (!before) return { memory: undefined, bands: undefined }
  const persons = [...(await readPersons(root, before, await personKeys(root)))].map(
    ([pseudonym, value]) => [pseudonym, KeptPerson.parse(value)] as const,
  )
  const bands = Object.fromEntries(
    persons.flatMap(([pseudonym, { band }]) => (band === undefined ? [] : [[pseudonym, band]])),
  )
  const crimes = await readPrivate(root, before.name, ARCHIVED_CRIMES)
  if (!crimes) return { memory: undefined, bands }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(join(folder, CRIMES), crimes, { mode: 0o600 })
  const lines = persons.flatMap(([, { memory }]) => (memory ? [JSON.stringify(memory)] : []))
  await recallPeople(folder, lines)
  return { memory: folder, bands }
}

/** Moves a run's memory of crimes to where the week keeps it: among its private files. */
export async function keepCrimes(memory: string, privateFolder: string): Promise<void> {
  await rename(join(memory, CRIMES), join(privateFolder, ARCHIVED_CRIMES))
}
