import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, PipelineError } from '../lib/error.ts'
import { type ArchivedWeek, readPrivate } from './archive.ts'
import { DISPOSALS, disposalText, personKeys } from './disposals.ts'
import { homeOf } from './home.ts'
import type { UnsealedPack } from './pack-work.ts'
import { openPacks, sealPacks } from './packs.ts'
import { addPersonKeys, type PersonKeys } from './person-keys.ts'
import { HEAD_LENGTH, recordHead } from './sealed-record.ts'
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
  const pseudonyms = new Set(units.flatMap(unit => unit.pseudonyms))
  for (const pseudonym of persons.keys()) pseudonyms.add(pseudonym)
  const keys = await keysOf(root, [...pseudonyms])
  const packs = [privateOf(persons), ...units]
  const placed = packs.map(({ unit, ...pack }) => ({ ...pack, place: { revision, unit } }))
  const [kept, ...sealed] = await sealPacks(placed, keys)
  const files: Record<string, Buffer> = {}
  for (const [k, { unit }] of units.entries()) files[`${PACKS}/${unit}.pack`] = sealed[k]!
  files[`${PRIVATE}/${PERSONS_PACK}`] = kept!
  files[`${PRIVATE}/${DISPOSALS}`] = Buffer.from(await disposalText(home))
  files[`${PRIVATE}/${SECRET_MARK}`] = Buffer.from(secretMark(await pseudonymKey(root)))
  return files
}

/** What only later runs read: by far the most people, so it is begun first. */
function privateOf(persons: PeopleOfWeek['persons']): UnitPack {
  const pseudonyms = [...persons.keys()]
  const textOf = (i: number) => Buffer.from(JSON.stringify(persons.get(pseudonyms[i]!)))
  return { unit: PRIVATE, pseudonyms, textOf }
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
  return added.size === 0 ? keys : new Map([...keys, ...added])
}

type UnitPack = Omit<UnsealedPack, 'place'> & { readonly unit: string }

async function readUnits(folder: string): Promise<UnitPack[]> {
  const units: UnitPack[] = []
  for (const name of (await readdir(folder)).sort()) {
    const unit = /^([A-Za-z0-9_-]+)\.jsonl$/.exec(name)?.[1]
    if (!unit || unit === PRIVATE) throw new PipelineError('not a unit of records', EXIT.failed)
    units.push({ unit, ...recordsOf(await readFile(join(folder, name))) })
  }
  return units
}

/** The records of a unit: texts are cut out of its lines, for to read and write each again takes longer. */
function recordsOf(lines: Buffer): Omit<UnitPack, 'unit'> {
  const pseudonyms: string[] = []
  const spans: (readonly [from: number, to: number])[] = []
  for (let at = 0; at < lines.length; ) {
    const end = lines.indexOf(LINE_END, at)
    const to = end === -1 ? lines.length : end
    if (to > at) {
      const [whole, pseudonym] = recordHead(lines.toString('latin1', at, Math.min(to, at + HEAD_LENGTH)))
      pseudonyms.push(pseudonym)
      spans.push([at + whole.length, to])
    }
    at = to + 1
  }
  const textOf = (i: number) => Buffer.concat([Buffer.from(`{"place":${i},`), lines.subarray(...spans[i]!)])
  return { pseudonyms, textOf }
}

const LINE_END = 10
