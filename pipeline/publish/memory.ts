import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { personalOf, pseudonymOf } from '../data/pseudonym.ts'
import type { Log } from '../lib/log.ts'
import { type ArchivedWeek, readPrivate } from './archive.ts'
import { personKeys } from './disposals.ts'
import {
  MemoryShape,
  type RememberedPerson,
  readMemory,
  rememberedPerson,
  writeMemory,
} from './memory-tables.ts'
import { leftOut, pastWeeks } from './past.ts'
import { readPersons } from './people-week.ts'
import type { PersonKeys } from './person-keys.ts'

/** The crimes of a run's memory, in its own folder and in the week's private one. */
const CRIMES = 'crimes.parquet'
const ARCHIVED_CRIMES = 'memory-crimes.parquet'
const ARCHIVED_SHAPE = 'memory.json'

/** What a week keeps of one person for later runs: the band, if listed, and the rows as remembered. */
interface KeptPerson {
  readonly band?: string | undefined
  readonly memory?: RememberedPerson | undefined
}

const Row = z.array(z.string().nullable())

/** A person as kept: the text of the rows, with the band of a listed one; objects in weeks of long ago. */
const Kept = z.union([
  z.string(),
  z.tuple([z.string(), z.string()]),
  z.strictObject({ band: z.string().optional(), memory: z.tuple([Row, z.array(Row)]).optional() }),
])

/**
 * Puts together what a week keeps of people, by pseudonym, and moves the rest of the run's memory, which
 * names nobody, to the week's private files.
 *
 * @param secret the key of the pseudonyms
 * @param run the folder of the run's memory, the week's private folder, bands of the listed by pseudonym
 */
export async function keepMemory(
  secret: Uint8Array,
  run: { memory: string; private: string; bands: Readonly<Record<string, string>> },
): Promise<Map<string, unknown>> {
  const { shape, people } = await readMemory(run.memory)
  await writeFile(join(run.private, ARCHIVED_SHAPE), JSON.stringify(shape))
  await rename(join(run.memory, CRIMES), join(run.private, ARCHIVED_CRIMES))
  const kept = new Map<string, z.infer<typeof Kept>>(
    Object.entries(run.bands).map(([pseudonym, band]) => [pseudonym, ['', band]]),
  )
  for (const { id, text } of people) {
    const pseudonym = pseudonymOf(secret, personalOf(id))
    const band = run.bands[pseudonym]
    kept.set(pseudonym, band === undefined ? text : [text, band])
  }
  return kept
}

/** What an archived week kept of people, as far as their keys are there. */
export interface KeptPeople {
  readonly shape: MemoryShape | undefined
  readonly persons: ReadonlyMap<string, KeptPerson>
}

/** Opens what an archived week kept of people. Throws `PipelineError` (exit 5) when it was changed. */
export async function openKept(root: string, week: ArchivedWeek, keys: PersonKeys): Promise<KeptPeople> {
  const bytes = await readPrivate(root, week.name, ARCHIVED_SHAPE)
  const shape = bytes && MemoryShape.parse(JSON.parse(bytes.toString()))
  const opened = await readPersons(root, week, keys)
  return {
    shape,
    persons: new Map([...opened].map(([pseudonym, value]) => [pseudonym, keptPerson(shape, value)])),
  }
}

function keptPerson(shape: MemoryShape | undefined, value: unknown): KeptPerson {
  const kept = Kept.parse(value)
  if (typeof kept === 'object' && !Array.isArray(kept)) return kept
  const [text, band] = typeof kept === 'string' ? [kept, undefined] : kept
  return { band, memory: text === '' || !shape ? undefined : rememberedPerson(shape, text) }
}

/** What the last archived week before this one left for it. */
export interface Recalled {
  /** The week's name; absent on a first run. */
  readonly from: string | undefined
  /** Folder of its memory, for the list of changes; absent where it has none. */
  readonly memory: string | undefined
  /** Bands of its listed people by pseudonym, without those disposed of since; absent on a first run. */
  readonly bands: Readonly<Record<string, string>> | undefined
}

/**
 * Reads what the last archived week before `week` left: the memory of its rows is written into a private
 * folder, its people opened with the keys that are left. A week of which a byte is not as it was signed is
 * named in the log, and the one before it is read instead.
 *
 * @param into folder for the memory
 */
export async function recallWeek(
  root: string,
  week: string,
  { into, log }: { into: string; log: Log },
): Promise<Recalled> {
  const keys = await personKeys(root)
  for (const past of await pastWeeks(root, week)) {
    const recalled = await recallFrom(root, past, { keys, into }).catch((error: Error) => {
      leftOut(log, past.name, error)
    })
    if (recalled) return recalled
  }
  return { from: undefined, memory: undefined, bands: undefined }
}

async function recallFrom(
  root: string,
  week: ArchivedWeek,
  { keys, into }: { keys: PersonKeys; into: string },
): Promise<Recalled> {
  const { shape, persons } = await openKept(root, week, keys)
  const bands: Record<string, string> = {}
  for (const [pseudonym, { band }] of persons) if (band !== undefined) bands[pseudonym] = band
  const crimes = await readPrivate(root, week.name, ARCHIVED_CRIMES)
  if (!crimes || !shape) return { from: week.name, memory: undefined, bands }
  await mkdir(into, { recursive: true, mode: 0o700 })
  await writeFile(join(into, CRIMES), crimes, { mode: 0o600 })
  const remembered = [...persons.values()].flatMap(({ memory }) => (memory ? [memory] : []))
  await writeMemory(into, shape, remembered)
  return { from: week.name, memory: into, bands }
}
