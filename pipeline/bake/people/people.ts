import { join } from 'node:path'
import type { PersonId } from '../../data/pseudonym.ts'
import { writeNew } from '../../lib/files.ts'
import type { Log } from '../../lib/log.ts'
import { LomuFile, LomusFile, type PersonRecord, PersonRecordSchema } from '../contract/people.ts'
import { evidenceFile, fairnessFile } from './evidence.ts'
import { listedPeople, type Scored } from './listed.ts'
import { lomuCounts, lomuFile, unitRecords } from './lists.ts'
import { peopleMethodFile } from './method.ts'
import { practiceFile } from './practice.ts'
import { recordsPath } from './unpack.ts'

/** What the people product of a week is written from. */
export interface PeopleBaking extends Scored {
  /** Folder to write into. */
  readonly out: string
  readonly pseudonym: (personId: PersonId) => string
  readonly log: Log
}

/** Of how many people files were written. */
export interface BakedPeople {
  readonly listed: number
  readonly predicted: number
}

/**
 * Writes the people product's files into a folder: `lomus.json`, `lomu/CODE.json` and `records/CODE.jsonl`
 * for each unit, `evidence.json`, `fairness.json`, `practice.json` and `method/people.json`, checked
 * against the contract (of the
 * records some 500, evenly chosen). Only the records hold personal data: nothing of them may enter the areas
 * product.
 */
export async function bakePeople(baking: PeopleBaking): Promise<BakedPeople> {
  const { cohort, force, out, log } = baking
  const people = listedPeople(baking, baking.pseudonym)
  const write = (name: string, value: unknown) => writeNew(join(out, name), JSON.stringify(value))
  const [evidence, fairness] = [evidenceFile(cohort, force), fairnessFile(cohort, force)]
  await write('evidence.json', evidence)
  await write('fairness.json', fairness)
  const judged = { cohort, settings: force, evidence, fairness, listed: people.length }
  await write('method/people.json', peopleMethodFile(judged))
  await write('practice.json', practiceFile(cohort.evidence.practice))
  const lomus: LomusFile['lomus'] = []
  const every = Math.max(1, Math.floor(people.length / CHECKED))
  for (const lomu of force.lomus) {
    const records = unitRecords(
      baking,
      people.filter(person => person.lomu === lomu.code),
    )
    for (let i = 0; i < records.length; i += every) PersonRecordSchema.parse(records[i])
    await writeNew(join(out, recordsPath(lomu.code)), linesOf(records))
    await write(`lomu/${lomu.code}.json`, LomuFile.parse(lomuFile(baking, lomu, records)))
    lomus.push(lomuCounts(baking, lomu, records))
  }
  await write('lomus.json', LomusFile.parse({ kind: 'lomus', capacity: force.lomuCapacity, lomus }))
  log.say(`people: ${people.length} listed, ${cohort.predictions.size} with a prediction`)
  return { listed: people.length, predicted: cohort.predictions.size }
}

/**
 * Records checked against the contract in full; the others have the same types and come from the same
 * function.
 */
const CHECKED = 500

function linesOf(records: readonly PersonRecord[]): string {
  return records.map(record => `${JSON.stringify(record)}\n`).join('')
}
