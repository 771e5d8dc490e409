import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PersonId } from '../../data/pseudonym.ts'
import { writeNew } from '../../lib/files.ts'
import type { Log } from '../../lib/log.ts'
import { LomuFile, LomusFile, PersonFile } from '../contract/people.ts'
import { BANDS, type Band } from '../contract/vocabulary.ts'
import { evidenceFile, fairnessFile } from './evidence.ts'
import type { Listed, Scored } from './listed.ts'
import { type BandsByPseudonym, lomuFile, lomusFile } from './lists.ts'
import { personFile } from './person.ts'

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
 * Writes the people product's files into a folder: `lomus.json`, `lomu/CODE.json` for each unit,
 * `people/PSEUDONYM.json` for each listed person, `evidence.json` and `fairness.json`, checked against the
 * contract (of the person files some 500, evenly chosen). Personal data: nothing of it may enter the areas
 * product.
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
  for (const lomu of force.lomus) {
    await write(`lomu/${lomu.code}.json`, LomuFile.parse(lomuFile(baking, lomu, people)))
  }
  await writePeople(baking, people)
  log.say(`people: ${people.length} listed, ${cohort.predictions.size} with a prediction`)
  return { bands, listed: people.length, predicted: cohort.predictions.size }
}

/**
 * Person files checked against the contract in full; the others have the same types and come from the same
 * function.
 */
const CHECKED = 500
const AT_ONCE = 64

async function writePeople(baking: PeopleBaking, people: readonly Listed[]): Promise<void> {
  const every = Math.max(1, Math.floor(people.length / CHECKED))
  const folder = join(baking.out, 'people')
  await mkdir(folder, { recursive: true })
  for (let from = 0; from < people.length; from += AT_ONCE) {
    const writes = people.slice(from, from + AT_ONCE).map((row, i) => {
      const file = personFile(baking, row)
      if ((from + i) % every === 0) PersonFile.parse(file)
      // Not synced to the disk one by one: there are tens of thousands, and only the built site is kept.
      return writeFile(join(folder, `${row.pseudonym}.json`), JSON.stringify(file), { flag: 'wx' })
    })
    await Promise.all(writes)
  }
}
