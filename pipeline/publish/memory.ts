import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { KNOWN } from '../data/known-before.ts'
import { personalOf } from '../data/pseudonym.ts'
import type { Log } from '../lib/log.ts'
import { type ArchivedWeek, readPrivate } from './archive.ts'
import { personKeys } from './disposals.ts'
import { type Kept, keptAs, keptPerson, type Standing } from './kept-person.ts'
import { MemoryShape, type RememberedPerson, rememberedPerson } from './memory-lines.ts'
import { readMemory, writeMemory } from './memory-tables.ts'
import { leftOut, pastWeeks } from './past.ts'
import { PRIVATE, readPersons, type SealedPeople, sealPersons } from './people-week.ts'
import type { PersonKeys } from './person-keys.ts'
import { recallPeople } from './recall-people.ts'
import { pseudonymsOf } from './secret.ts'

/** The crimes of a run's memory, in its own folder and in the week's private one. */
const CRIMES = 'crimes.parquet'
const ARCHIVED_CRIMES = 'memory-crimes.parquet'
const ARCHIVED_KNOWN = `memory-${KNOWN}`
const ARCHIVED_SHAPE = 'memory.json'

/** What a week keeps of one person for later runs: the standing, if listed, and the rows as remembered. */
interface KeptPerson {
  readonly standing?: Standing | undefined
  readonly memory?: RememberedPerson | undefined
}

/** What a run has of people for later runs. */
export interface RunMemory {
  /** Folder of the run's memory. */
  readonly memory: string
  /** How the listed people stand, by pseudonym. */
  readonly standings: Readonly<Record<string, Standing>>
}

/**
 * Seals what a week keeps of people for later runs; on its own thread see `sealMemoryApart`.
 *
 * @returns path in the week → bytes
 */
export async function sealMemory(
  home: string,
  revision: string,
  { memory, standings }: RunMemory,
): Promise<SealedPeople> {
  const { shape, people } = await readMemory(memory)
  const kept = keptPeople(people, standings, await pseudonymsOf(home))
  return {
    [`${PRIVATE}/${ARCHIVED_SHAPE}`]: Buffer.from(JSON.stringify(shape)),
    ...(await sealPersons(home, revision, kept)),
  }
}

/** Moves the rest of a run's memory, which names nobody, to the week's private files. */
export async function moveMemory(memory: string, privateFolder: string): Promise<void> {
  await rename(join(memory, CRIMES), join(privateFolder, ARCHIVED_CRIMES))
  await rename(join(memory, KNOWN), join(privateFolder, ARCHIVED_KNOWN))
}

/** What a week keeps of people, by pseudonym. */
function keptPeople(
  people: Awaited<ReturnType<typeof readMemory>>['people'],
  standings: RunMemory['standings'],
  pseudonymOf: Awaited<ReturnType<typeof pseudonymsOf>>,
): Map<string, Kept> {
  const kept = new Map<string, Kept>(
    Object.entries(standings).map(([pseudonym, standing]) => [pseudonym, keptAs('', standing)]),
  )
  for (const { id, text } of people) {
    const pseudonym = pseudonymOf(personalOf(id))
    const standing = standings[pseudonym]
    kept.set(pseudonym, standing === undefined ? text : keptAs(text, standing))
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
  const shape = await shapeOf(root, week)
  const persons = new Map<string, KeptPerson>()
  for (const [pseudonym, value] of await readPersons(root, week, keys)) {
    const { standing, rows } = keptPerson(value)
    const memory = typeof rows === 'string' ? shape && rememberedPerson(shape, rows) : rows
    persons.set(pseudonym, { standing, memory })
  }
  return { shape, persons }
}

async function shapeOf(root: string, week: ArchivedWeek): Promise<MemoryShape | undefined> {
  const bytes = await readPrivate(root, week.name, ARCHIVED_SHAPE)
  return bytes && MemoryShape.parse(JSON.parse(bytes.toString()))
}

/** What the last archived week before this one left for it. */
export interface Recalled {
  /** The week's name; absent on a first run. */
  readonly from: string | undefined
  /** Folder of its memory, for the list of changes; absent where it has none. */
  readonly memory: string | undefined
  /** Standings of its listed people by pseudonym, without those disposed of since; absent on a first run. */
  readonly standings: Readonly<Record<string, Standing>> | undefined
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
  return { from: undefined, memory: undefined, standings: undefined }
}

async function recallFrom(
  root: string,
  week: ArchivedWeek,
  { keys, into }: { keys: PersonKeys; into: string },
): Promise<Recalled> {
  const shape = await shapeOf(root, week)
  const { standings, lines } = await recallPeople(root, week, { keys, shape })
  const crimes = await readPrivate(root, week.name, ARCHIVED_CRIMES)
  if (!crimes || !shape) return { from: week.name, memory: undefined, standings }
  await mkdir(into, { recursive: true, mode: 0o700 })
  await writeFile(join(into, CRIMES), crimes, { mode: 0o600 })
  const known = await readPrivate(root, week.name, ARCHIVED_KNOWN)
  if (known) await writeFile(join(into, KNOWN), known, { mode: 0o600 })
  await writeMemory(into, shape, lines)
  return { from: week.name, memory: into, standings }
}
