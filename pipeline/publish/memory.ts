import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { personalOf, pseudonymOf } from '../data/pseudonym.ts'
import { type ArchivedWeek, archivedWeeks, readPrivate } from './archive.ts'
import { personKeys } from './disposals.ts'
import { MemoryShape, RememberedPerson, readMemory, writeMemory } from './memory-tables.ts'
import { readPersons } from './people-week.ts'
import type { PersonKeys } from './person-keys.ts'

/** The crimes of a run's memory, in its own folder and in the week's private one. */
const CRIMES = 'crimes.parquet'
const ARCHIVED_CRIMES = 'memory-crimes.parquet'
const ARCHIVED_SHAPE = 'memory.json'

const KeptPerson = z.strictObject({
  band: z.string().optional(),
  chance: z.number().optional(),
  memory: RememberedPerson.optional(),
})

/** How a listed person stood in a week: the band and, where there was one, the probability. */
interface Standing {
  readonly band: string
  readonly chance?: number | undefined
}

/** What a week keeps of one person for later runs: the standing, if listed, and the rows as remembered. */
type KeptPerson = Readonly<z.infer<typeof KeptPerson>>

/**
 * Puts together what a week keeps of people, by pseudonym, and moves the rest of the run's memory, which
 * names nobody, to the week's private files.
 *
 * @param secret the key of the pseudonyms
 * @param run the folder of the run's memory, the week's private folder, standings of the listed by pseudonym
 */
export async function keepMemory(
  secret: Uint8Array,
  run: { memory: string; private: string; standings: Readonly<Record<string, Standing>> },
): Promise<Map<string, unknown>> {
  const { shape, people } = await readMemory(run.memory)
  await writeFile(join(run.private, ARCHIVED_SHAPE), JSON.stringify(shape))
  await rename(join(run.memory, CRIMES), join(run.private, ARCHIVED_CRIMES))
  const kept = new Map<string, KeptPerson>(Object.entries(run.standings))
  for (const { id, line } of people) {
    const pseudonym = pseudonymOf(secret, personalOf(id))
    kept.set(pseudonym, { ...kept.get(pseudonym), memory: JSON.parse(line) })
  }
  return kept
}

/** What an archived week kept of people, as far as their keys are there. */
export interface Kept {
  readonly shape: MemoryShape | undefined
  readonly persons: ReadonlyMap<string, KeptPerson>
}

/** Opens what an archived week kept of people. Throws `PipelineError` (exit 5) when it was changed. */
export async function openKept(root: string, week: ArchivedWeek, keys: PersonKeys): Promise<Kept> {
  const shape = await readPrivate(root, week.name, ARCHIVED_SHAPE)
  const opened = await readPersons(root, week, keys)
  return {
    shape: shape && MemoryShape.parse(JSON.parse(shape.toString())),
    persons: new Map([...opened].map(([pseudonym, value]) => [pseudonym, KeptPerson.parse(value)])),
  }
}

/** What the last archived week before this one left for it. */
export interface Recalled {
  /** Folder of its memory, for the list of changes; absent where it has none. */
  readonly memory: string | undefined
  /** Standings of its listed people by pseudonym, without those disposed of since; absent on a first run. */
  readonly standings: Readonly<Record<string, Standing>> | undefined
}

/**
 * Reads what the last archived week before `week` left: the memory of its rows is written into a private
 * folder, its people opened with the keys that are left. Throws `PipelineError` (exit 5) when a byte of it is
 * not as it was signed.
 */
export async function recallWeek(root: string, week: string, folder: string): Promise<Recalled> {
  const before = (await archivedWeeks(root)).findLast(archived => archived.week < week)
  if (!before) return { memory: undefined, standings: undefined }
  const { shape, persons } = await openKept(root, before, await personKeys(root))
  const standings: Record<string, Standing> = {}
  for (const [pseudonym, { band, chance }] of persons)
    if (band !== undefined) standings[pseudonym] = { band, ...(chance === undefined ? {} : { chance }) }
  const crimes = await readPrivate(root, before.name, ARCHIVED_CRIMES)
  if (!crimes || !shape) return { memory: undefined, standings }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(join(folder, CRIMES), crimes, { mode: 0o600 })
  const remembered = [...persons.values()].flatMap(({ memory }) => (memory ? [memory] : []))
  await writeMemory(folder, shape, remembered)
  return { memory: folder, standings }
}
