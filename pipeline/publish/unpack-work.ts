import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { onThreads, openAll, type People, type SharedPack } from './pack-work.ts'
import { recordOf } from './packs.ts'
import type { PersonKeys } from './person-keys.ts'
import { SealedRecord } from './sealed-record.ts'

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
export interface UnpackedRow {
  readonly pack: number
  readonly list: z.infer<typeof SealedRecord>['list']
  readonly place: number
  readonly row: string
}

/**
 * Does the work of one thread: writes `person/PSEUDONYM.json` of each person whom a pack holds, one after
 * another, for files are small and many, and gives the rows of the lists.
 */
export function unpackSome({ people, packs, mode }: Unpacking): UnpackedRow[] {
  return openAll({ people, packs }).map(([pack, pseudonym, text]) => {
    const { place, folder } = packs[pack]!
    const { list, place: at, row, page } = SealedRecord.parse(recordOf(text, place))
    const path = join(folder, 'person', `${pseudonym}.json`)
    writeFileSync(path, JSON.stringify(page), { flag: 'wx', mode })
    return { pack, list, place: at, row: JSON.stringify(row) }
  })
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
  const rows = await onThreads<Unpacking, UnpackedRow[]>([...keys], {
    script: new URL('./unpack-worker.ts', import.meta.url),
    answer: unpackSome,
    workOf: people => ({ people, packs, mode }),
  })
  return rows.flat()
}
