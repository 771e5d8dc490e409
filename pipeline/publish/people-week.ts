import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, PipelineError } from '../lib/error.ts'
import { type ArchivedWeek, readPrivate } from './archive.ts'
import { DISPOSALS, disposalText, personKeys } from './disposals.ts'
import { homeOf } from './home.ts'
import type { UnsealedPack } from './pack-work.ts'
import { openPacks, type PlacedPack, sealPacks } from './packs.ts'
import { addPersonKeys, type PersonKeys } from './person-keys.ts'
import { HEAD_LENGTH, recordHead } from './sealed-record.ts'
import { pseudonymKey, SECRET_MARK, secretMark } from './secret.ts'

/** What a week keeps of people, before all of it is sealed. */
export interface PeopleOfWeek {
  /** Folder of `CODE.jsonl` files, one line a listed person: what readers of that unit will see. */
  readonly records: string
  /** Seals what only later runs read, for an archived week's name. */
  readonly persons: (revision: string) => Promise<SealedPeople>
}

/** What a week keeps of people, sealed: path in the week → bytes. */
export type SealedPeople = Readonly<Record<string, Buffer>>

/** All that a week keeps of people, sealed, and whom it lists. */
export interface PeopleWeek {
  readonly files: SealedPeople
  /** With their keys. */
  readonly listed: PersonKeys
}

/** Unit under which what no reader sees is sealed, and its folder in a week. */
export const PRIVATE = 'private'
/** Folder of an archived week that holds the units' packs. */
export const PACKS = 'packs'
/** File of the private folder that holds what only later runs read of people. */
export const PERSONS_PACK = 'persons.pack'

/**
 * Seals all that a week keeps of people, to be staged with the week's other files.
 * One pack a unit (`packs/CODE.pack`), what only later runs read, the disposal log as it stands, and the mark
 * of the pseudonyms' key. New people are given keys first, durably.
 *
 * @param revision the archived week's name, for example `2026-W47.2`
 */
export async function sealPeople(
  root: string,
  revision: string,
  { records, persons }: PeopleOfWeek,
): Promise<PeopleWeek> {
  const units = await readUnits(records)
  // Before the units, for it gives keys as well: two would be given to a person of both.
  const files: Record<string, Buffer> = { ...(await persons(revision)) }
  const pseudonyms = units.flatMap(unit => unit.pseudonyms)
  const keys = await keysOf(root, pseudonyms)
  const placed = units.map(({ unit, ...pack }) => ({ ...pack, place: { revision, unit } }))
  for (const [k, bytes] of (await sealPacks(placed, keys)).entries())
    files[`${PACKS}/${units[k]!.unit}.pack`] = bytes
  files[`${PRIVATE}/${DISPOSALS}`] = Buffer.from(await disposalText(homeOf(root)))
  files[`${PRIVATE}/${SECRET_MARK}`] = Buffer.from(secretMark(await pseudonymKey(root)))
  return { files, listed: new Map(pseudonyms.map(name => [name, keys.get(name)!])) }
}

/**
 * Seals what only later runs read of people, on the thread that asks for it. New people are given keys first,
 * durably.
 *
 * @param persons by pseudonym: any value that JSON can hold
 */
export async function sealPersons(
  root: string,
  revision: string,
  persons: ReadonlyMap<string, unknown>,
): Promise<SealedPeople> {
  const pseudonyms = [...persons.keys()]
  const keys = await keysOf(root, pseudonyms)
  const textOf = (i: number) => Buffer.from(JSON.stringify(persons.get(pseudonyms[i]!)))
  const pack = { place: { revision, unit: PRIVATE }, pseudonyms, textOf }
  const [sealed] = await sealPacks([pack], keys, { threads: false })
  return { [`${PRIVATE}/${PERSONS_PACK}`]: sealed! }
}

/** The pack of what only later runs read of people; undefined where a week has none. */
export async function personsPack(root: string, { name }: ArchivedWeek): Promise<PlacedPack | undefined> {
  const bytes = await readPrivate(root, name, PERSONS_PACK)
  return bytes && { bytes, place: { revision: name, unit: PRIVATE } }
}

/** What an archived week kept of people for later runs, by pseudonym: of those whose key is there. */
export async function readPersons(
  root: string,
  week: ArchivedWeek,
  keys: PersonKeys,
): Promise<Map<string, unknown>> {
  const pack = await personsPack(root, week)
  if (!pack) return new Map()
  const [opened] = await openPacks([pack], keys)
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
