import { keptPerson, type Standing } from './kept-person.ts'
import { type MemoryLines, type MemoryShape, memoryLines, type RememberedPerson } from './memory-lines.ts'
import { openAll, type People, type SharedPack } from './pack-work.ts'
import { unchanged } from './packs.ts'

/** To open what a week kept of some people. */
export interface Recalling {
  readonly people: People
  readonly packs: readonly SharedPack[]
  /** Absent: the week kept no rows that could be read. */
  readonly shape: MemoryShape | undefined
}

/** What a week kept of some people: how the listed ones stood, by pseudonym, and the lines of all. */
export interface RecalledSome {
  readonly standings: readonly (readonly [pseudonym: string, Standing])[]
  readonly lines: MemoryLines | undefined
}

/**
 * Does the work of one thread. Lines are made where records are opened: they pass between threads in one
 * piece, which a text for each person does not.
 */
export function recallSome({ people, packs, shape }: Recalling): RecalledSome {
  const standings: [string, Standing][] = []
  const remembered: (string | RememberedPerson)[] = []
  for (const [pack, pseudonym, text] of openAll({ people, packs })) {
    const { standing, rows } = keptPerson(JSON.parse(unchanged(text, packs[pack]!.place)))
    if (standing) standings.push([pseudonym, standing])
    if (rows) remembered.push(rows)
  }
  return { standings, lines: shape && memoryLines(shape, remembered) }
}
