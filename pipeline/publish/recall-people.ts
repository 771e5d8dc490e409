import type { ArchivedWeek } from './archive.ts'
import { keptPerson, type Standing } from './kept-person.ts'
import { type MemoryLines, type MemoryShape, memoryLines, type RememberedPerson } from './memory-lines.ts'
import { openEach, type People, type SharedPack, somePeople } from './pack-work.ts'
import { sharePacks, unchanged } from './packs.ts'
import { personsPack } from './people-week.ts'
import type { PersonKeys } from './person-keys.ts'

/** What a week kept of people whose key is there. */
interface RecalledPeople {
  readonly standings: Readonly<Record<string, Standing>>
  readonly lines: readonly MemoryLines[]
}

/** To open what a week kept of some people. */
interface Recalling {
  readonly people: People
  readonly packs: readonly SharedPack[]
  /** Absent: the week kept no rows that could be read. */
  readonly shape: MemoryShape | undefined
}

/** What a week kept of some people: how the listed ones stood, by pseudonym, and the lines of all. */
interface RecalledSome {
  readonly standings: readonly (readonly [pseudonym: string, Standing])[]
  readonly lines: MemoryLines | undefined
}

/**
 * Opens what an archived week kept of people, on the thread that asks for it, some people at a time. Throws
 * `PipelineError` (exit 5) when it was changed.
 */
export async function recallPeople(
  root: string,
  week: ArchivedWeek,
  { keys, shape }: { keys: PersonKeys; shape: MemoryShape | undefined },
): Promise<RecalledPeople> {
  const pack = await personsPack(root, week)
  if (!pack) return { standings: {}, lines: [] }
  const packs = sharePacks([pack])
  const recalled = Array.from(somePeople(keys), people => recallSome({ people, packs, shape }))
  return {
    standings: Object.fromEntries(recalled.flatMap(({ standings }) => standings)),
    lines: recalled.flatMap(({ lines }) => lines ?? []),
  }
}

function recallSome({ people, packs, shape }: Recalling): RecalledSome {
  const standings: [string, Standing][] = []
  function* kept(): Generator<string | RememberedPerson> {
    for (const [pack, pseudonym, text] of openEach({ people, packs })) {
      const { standing, rows } = keptPerson(JSON.parse(unchanged(text, packs[pack]!.place)))
      if (standing) standings.push([pseudonym, standing])
      if (rows && shape) yield rows
    }
  }
  // Asked for one by one: texts that wait for the last would be moved over and over.
  const lines = memoryLines(shape ?? NO_SHAPE, kept())
  return { standings, lines: shape && lines }
}

const NO_SHAPE: MemoryShape = { persons: [], charges: [] }
