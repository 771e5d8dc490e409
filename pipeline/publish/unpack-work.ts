import { writeFileSync } from 'node:fs'
import { onPeople, openEach, type People, type SharedPack } from './pack-work.ts'
import { unchanged } from './packs.ts'
import type { PersonKeys } from './person-keys.ts'
import { type RecordTexts, recordTexts } from './sealed-record.ts'

/** A pack, and the folder into which the pages of its people are written. */
interface UnpackedPack extends SharedPack {
  readonly folder: string
}

interface Unpacking {
  readonly people: People
  readonly packs: readonly UnpackedPack[]
  readonly mode: number
}

/** A listed person's row as JSON, its list and place in it, and the position of the pack. */
export type UnpackedRow = Omit<RecordTexts, 'page'> & { readonly pack: number }

/**
 * Does the work of one thread: writes `person/PSEUDONYM.json` of each person whom a pack holds, one after
 * another, for files are small and many, and gives the rows of the lists.
 */
export function unpackSome({ people, packs, mode }: Unpacking): UnpackedRow[] {
  const rows: UnpackedRow[] = []
  for (const [pack, pseudonym, text] of openEach({ people, packs })) {
    const { place, folder } = packs[pack]!
    const { page, ...row } = recordTexts(unchanged(text, place))
    // Told its encoding, the engine opens, writes and closes in one call.
    writeFileSync(`${folder}/person/${pseudonym}.json`, page, { encoding: 'utf8', flag: 'wx', mode })
    rows.push({ pack, ...row })
  }
  return rows
}

/**
 * Writes the pages of all people whom packs of one week hold and whose key is there, and gives the rows of
 * the lists in no order.
 *
 * Throws `PipelineError` (exit 5) when a record was changed.
 */
export async function unpackPages(
  packs: readonly UnpackedPack[],
  keys: PersonKeys,
  mode: number,
): Promise<UnpackedRow[]> {
  if (packs.length === 0) return []
  const rows = await onPeople<Unpacking, UnpackedRow[]>(keys, {
    script: new URL('./unpack-worker.ts', import.meta.url),
    answer: unpackSome,
    // Few of those who have keys are listed, and those stand together: half of them for each thread.
    atOnce: 10_000,
    workOf: people => ({ people, packs, mode }),
  })
  return rows.flat()
}
