import { join } from 'node:path'
import type { PersonId } from '../../data/pseudonym.ts'
import { writeNew } from '../../lib/files.ts'
import type { Log } from '../../lib/log.ts'
import { LomuFile, LomusFile, type PersonRecord, PersonRecordSchema } from '../contract/people.ts'
import { BANDS, type Band } from '../contract/vocabulary.ts'
import { evidenceFile, fairnessFile } from './evidence.ts'
import type { Scored } from './listed.ts'
import { type BandsByPseudonym, lomuFile, lomusFile, unitRecords } from './lists.ts'
import { recordsPath } from './unpack.ts'

/** What the people product of a week is written from. */
export interface PeopleBaking extends Scored {
  /** Folder to write into. */
  readonly out: string
  readonly pseudonym: (personId: PersonId) => string
  /** Last week's bands by pseudonym, as this function returned them. */
  readonly previousBands?: BandsByPseudonym
  readonly log: Log
}

/** What was written, and what only the next week reads. */
export interface BakedPeople {
  /** Band of every listed person by pseudonym: private, for next week's movements. */
  readonly bands: BandsByPseudonym
  readonly listed: number
  readonly predicted: number
}

/**
 * Writes the people product's files into a folder: `lomus.json`, `lomu/CODE.json` and `records/CODE.jsonl`
 * for each unit, `evidence.json` and `fairness.json`, checked against the contract (of the records some
 * 500, evenly chosen). Only the records hold personal data: nothing of them may enter the areas product.
 */
export async function bakePeople(baking: PeopleBaking): Promise<BakedPeople> {
  const { cohort, force, out, previousBands, log } = baking
  const people = cohort.listed.map(p => ({
    p,
    pseudonym: baking.pseudonym(cohort.careers.personId[p]!),
    lomu: cohort.careers.lomu[p]!,
  }))
  const bands: Record<string, Band> = Object.fromEntries(
    people.map(({ p, pseudonym }) => [pseudonym, BANDS[cohort.band[p]!]!]),
  )
  const write = (name: string, value: unknown) => writeNew(join(out, name), JSON.stringify(value))
  await write('evidence.json', evidenceFile(cohort, force))
  await write('fairness.json', fairnessFile(cohort, force))
  const lomus = lomusFile(force, people, { now: bands, before: previousBands })
  await write('lomus.json', LomusFile.parse(lomus))
  const every = Math.max(1, Math.floor(people.length / CHECKED))
  for (const lomu of force.lomus) {
    const records = unitRecords(
      baking,
      people.filter(person => person.lomu === lomu.code),
    )
    for (let i = 0; i < records.length; i += every) PersonRecordSchema.parse(records[i])
    await writeNew(join(out, recordsPath(lomu.code)), linesOf(records))
    await write(`lomu/${lomu.code}.json`, LomuFile.parse(lomuFile(baking, lomu, records)))
  }
  log.say(`people: ${people.length} listed, ${cohort.predictions.size} with a prediction`)
  return { bands, listed: people.length, predicted: cohort.predictions.size }
}

/**
 * Records checked against the contract in full; the others have the same types and come from the same
 * function.
 */
const CHECKED = 500

function linesOf(records: readonly PersonRecord[]): string {
  return records.map(record => `${JSON.stringify(record)}\n`).join('')
}
