import { writeFileSync } from 'node:fs'
import { sum } from 'd3-array'
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

/** A listed person's row as JSON, its list and place in it, the pack's position, and bytes of the page. */
export type UnpackedRow = Omit<RecordTexts, 'page'> & {
  readonly pack: number
  readonly pseudonym: string
  readonly bytes: number
}

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
    rows.push({ pack, pseudonym, bytes: Buffer.byteLength(page), ...row })
  }
  return rows
}

/** Who may stand in the packs of a week. */
export interface KnownPeople {
  /** All who have keys. */
  readonly keys: () => Promise<PersonKeys>
  /** Those whom the week lists, where they are known. */
  readonly listed?: PersonKeys | undefined
}

/**
 * Writes the pages of all people whom packs of one week hold and whose key is there, and gives the rows of
 * the lists in no order. Four in five who have keys are not listed, and to look for one takes a tenth of what
 * it takes to open a record: those who are known to be listed come first, and once every record is found
 * nobody else is looked for.
 *
 * Throws `PipelineError` (exit 5) when a record was changed.
 */
export async function unpackPages(
  packs: readonly UnpackedPack[],
  { keys, listed = new Map() }: KnownPeople,
  mode: number,
): Promise<UnpackedRow[]> {
  const rows = await pagesOf(packs, listed, mode)
  if (rows.length === sum(packs, ({ records }) => records)) return rows
  const others = new Map([...(await keys())].filter(([name]) => !listed.has(name)))
  return [...rows, ...(await pagesOf(packs, others, mode))]
}

async function pagesOf(
  packs: readonly UnpackedPack[],
  keys: PersonKeys,
  mode: number,
): Promise<UnpackedRow[]> {
  const rows = await onPeople<Unpacking, UnpackedRow[]>(keys, {
    script: new URL('./unpack-worker.ts', import.meta.url),
    answer: unpackSome,
    // The listed are asked for together: so many at a time give each thread its share of them.
    atOnce: 10_000,
    workOf: people => ({ people, packs, mode }),
  })
  return rows.flat()
}
