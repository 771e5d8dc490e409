import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, PipelineError } from '../lib/error.ts'
import { type ArchivedWeek, readPrivate } from './archive.ts'
import { DISPOSALS, disposalText, personKeys } from './disposals.ts'
import { homeOf } from './home.ts'
import { openPacks, type PackRecord, sealPack } from './packs.ts'
import { addPersonKeys, type PersonKeys } from './person-keys.ts'
import { RecordLine } from './sealed-record.ts'
import { pseudonymKey, SECRET_MARK, secretMark } from './secret.ts'

/** What a week keeps of people, before it is sealed. */
export interface PeopleOfWeek {
  /** Folder of `CODE.jsonl` files, one line a listed person: what readers of that unit will see. */
  readonly records: string
  /** What only later runs read, by pseudonym: any value that JSON can hold. */
  readonly persons: ReadonlyMap<string, unknown>
}

/** All that a week keeps of people, sealed: path in the week → bytes. */
export type SealedPeople = Readonly<Record<string, Buffer>>

/** Unit under which what no reader sees is sealed. */
const PRIVATE = 'private'
/** Folder of an archived week that holds the units' packs. */
export const PACKS = 'packs'
/** File of the private folder that holds what only later runs read of people. */
export const PERSONS_PACK = 'persons.pack'

/**
 * Seals all that a week keeps of people, to be staged with the week's other files.
 * One pack a unit (`packs/CODE.pack`), one for what only later runs read, the disposal log as it stands, and
 * the mark of the pseudonyms' key. New people are given keys first, durably.
 *
 * @param revision the archived week's name, for example `2026-W47.2`
 */
export async function sealPeople(
  root: string,
  revision: string,
  { records, persons }: PeopleOfWeek,
): Promise<SealedPeople> {
  const home = homeOf(root)
  const units = await readUnits(records)
  const pseudonyms = new Set([...units.values()].flat().map(({ pseudonym }) => pseudonym))
  for (const pseudonym of persons.keys()) pseudonyms.add(pseudonym)
  const keys = await keysOf(root, [...pseudonyms])
  const files: Record<string, Buffer> = {}
  for (const [unit, people] of units)
    files[`${PACKS}/${unit}.pack`] = await sealPack(people, keys, { revision, unit })
  const kept = [...persons].map(([pseudonym, value]) => ({ pseudonym, value }))
  files[`${PRIVATE}/${PERSONS_PACK}`] = await sealPack(kept, keys, { revision, unit: PRIVATE })
  files[`${PRIVATE}/${DISPOSALS}`] = Buffer.from(await disposalText(home))
  files[`${PRIVATE}/${SECRET_MARK}`] = Buffer.from(secretMark(await pseudonymKey(root)))
  return files
}

/** What an archived week kept of people for later runs, by pseudonym: of those whose key is there. */
export async function readPersons(
  root: string,
  week: ArchivedWeek,
  keys: PersonKeys,
): Promise<Map<string, unknown>> {
  const bytes = await readPrivate(root, week.name, PERSONS_PACK)
  if (bytes === undefined) return new Map()
  const [opened] = await openPacks([{ bytes, place: { revision: week.name, unit: PRIVATE } }], keys)
  return new Map(opened!.map(({ pseudonym, value }) => [pseudonym, value]))
}

async function keysOf(root: string, pseudonyms: readonly string[]): Promise<PersonKeys> {
  const keys = await personKeys(root)
  const home = homeOf(root)
  await mkdir(home.keys, { recursive: true, mode: 0o700 })
  const added = await addPersonKeys(
    home,
    pseudonyms.filter(pseudonym => !keys.has(pseudonym)),
  )
  return new Map([...keys, ...added])
}

async function readUnits(folder: string): Promise<Map<string, PackRecord[]>> {
  const units = new Map<string, PackRecord[]>()
  for (const name of (await readdir(folder)).sort()) {
    const unit = /^([A-Za-z0-9_-]+)\.jsonl$/.exec(name)?.[1]
    if (!unit || unit === PRIVATE) throw new PipelineError('not a unit of records', EXIT.failed)
    const lines = (await readFile(join(folder, name), 'utf8')).split('\n').filter(line => line !== '')
    units.set(
      unit,
      lines.map((line, place) => {
        const { pseudonym, ...record } = RecordLine.parse(JSON.parse(line))
        return { pseudonym, value: { place, ...record } }
      }),
    )
  }
  return units
}
