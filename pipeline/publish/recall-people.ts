import type { ArchivedWeek } from './archive.ts'
import { keptPerson, type Standing } from './kept-person.ts'
import { type MemoryLines, type MemoryShape, memoryLines, type RememberedPerson } from './memory-lines.ts'
import { openEach, type People, somePeople } from './pack-work.ts'
import { sharePacks, unchanged } from './packs.ts'
import { personsPack } from './people-week.ts'
import type { PersonKeys } from './person-keys.ts'

/** What a week kept of people whose key is there. */
interface RecalledPeople {
  readonly standings: Readonly<Record<string, Standing>>
  readonly lines: readonly MemoryLines[]
}

/**
 * Opens what an archived week kept of people, on the thread that asks for it, some people at a time. Throws
 * `PipelineError` (exit 5) when it was changed.
 *
 * @param of.shape absent: the week kept no rows that could be read
 */
export async function recallPeople(
  root: string,
  week: ArchivedWeek,
  { keys, shape }: { keys: PersonKeys; shape: MemoryShape | undefined },
): Promise<RecalledPeople> {
  const pack = await personsPack(root, week)
  if (!pack) return { standings: {}, lines: [] }
  const packs = sharePacks([pack])
  const standings: [string, Standing][] = []
  function* rowsOf(people: People): Generator<string | RememberedPerson> {
    for (const [, pseudonym, text] of openEach({ people, packs })) {
      const { standing, rows } = keptPerson(JSON.parse(unchanged(text, pack!.place)))
      if (standing) standings.push([pseudonym, standing])
      if (rows && shape) yield rows
    }
  }
  // Rows are asked for one by one: texts that wait for the last would be moved over and over.
  const lines = Array.from(somePeople(keys), people => memoryLines(shape ?? NO_ROWS, rowsOf(people)))
  return { standings: Object.fromEntries(standings), lines: shape ? lines : [] }
}

const NO_ROWS: MemoryShape = { persons: [], charges: [] }
