import { EXIT, PipelineError } from '../lib/error.ts'
import { decodePack, encodePack, type Pack, type PackHead } from './pack-format.ts'
import { openText, type PackPlace, sealerOf, tagOf } from './pack-seal.ts'
import { openTexts, type SharedPack, sealTexts, type UnsealedPack } from './pack-work.ts'
import type { PersonKeys } from './person-keys.ts'

/** One person's record in a pack: any value that JSON can hold. */
interface PackRecord {
  readonly pseudonym: string
  readonly value: unknown
}

/** The bytes of a pack, and where it should belong. */
export interface PlacedPack {
  readonly bytes: Buffer
  readonly place: PackPlace
}

/**
 * Seals records into the bytes of packs: each record compressed (DEFLATE, with what many of its pack share
 * as dictionary) and sealed with AES-256-GCM under its own person's key; nonce = the first 96 bits of
 * HMAC-SHA-256(subkey, associated data and text); associated data = revision, unit, pseudonym. The same
 * records, keys and place give the same bytes, and no nonce serves two texts. A person stands under a tag
 * that only the person's key gives, so that without the key not even the presence in the week can be shown.
 *
 * Throws `PipelineError` (exit 5) for a person without a key or with two records in one pack.
 *
 * @param packs the texts are asked for when they are sealed, and those of a sample once before
 * @param options.threads whether other threads may seal for this one; by default they do
 * @returns the bytes of each pack
 */
export async function sealPacks(
  packs: readonly UnsealedPack[],
  keys: PersonKeys,
  { threads = true }: { threads?: boolean } = {},
): Promise<Buffer[]> {
  for (const { place, pseudonyms } of packs) {
    if (new Set(pseudonyms).size < pseudonyms.length)
      throw new PipelineError(`a person stands in a pack twice (${place.unit})`, EXIT.failed)
    if (!pseudonyms.every(pseudonym => keys.has(pseudonym)))
      throw new PipelineError(`no key for a person (pack ${place.unit})`, EXIT.failed, 'run again')
  }
  const shared = packs.map(pack => ({ ...pack, dictionary: sharedTexts(pack) }))
  const sealed = await sealTexts(shared, keys, threads)
  return shared.map(({ place, dictionary }, k) => {
    const head: PackHead = { kind: 'pack', ...place, dictionary }
    return encodePack(head, sealed[k]!)
  })
}

/**
 * Every record whose key is there, pack by pack, of packs of one week; those of destroyed keys are left out.
 *
 * Throws `PipelineError` (exit 5) when a pack is none, belongs elsewhere, or a record was changed.
 */
export async function openPacks(packs: readonly PlacedPack[], keys: PersonKeys): Promise<PackRecord[][]> {
  const shared = sharePacks(packs)
  const opened: PackRecord[][] = packs.map(() => [])
  for (const [pack, pseudonym, text] of await openTexts(shared, keys))
    opened[pack]!.push({ pseudonym, value: recordOf(text, shared[pack]!.place) })
  return opened
}

/**
 * Packs in memory that threads share. Throws `PipelineError` (exit 5) when one is none or belongs elsewhere.
 */
export function sharePacks(packs: readonly PlacedPack[]): SharedPack[] {
  return packs.map(({ bytes, place }) => {
    const { records } = packAt(bytes, place)
    const copy = new Uint8Array(new SharedArrayBuffer(bytes.length))
    copy.set(bytes)
    return { bytes: copy, place, records }
  })
}

/** One record of a pack, read alone through the index; undefined when that person is not in it. */
export function openRecord(
  bytes: Buffer,
  person: { pseudonym: string; key: Buffer },
  place: PackPlace,
): unknown {
  const pack = packAt(bytes, place)
  const sealer = sealerOf(person.pseudonym, person.key)
  const body = pack.find(tagOf(sealer, place.revision))
  if (!body) return undefined
  return recordOf(openText(sealer, body, { place, dictionary: Buffer.from(pack.head.dictionary) }), place)
}

function recordOf(text: string | undefined, place: PackPlace): unknown {
  return JSON.parse(unchanged(text, place))
}

/** A record's text. Throws `PipelineError` (exit 5) when there is none, because it was changed. */
export function unchanged(text: string | undefined, { unit, revision }: PackPlace): string {
  if (text !== undefined) return text
  throw new PipelineError(`a record was changed (pack ${unit} of ${revision})`, EXIT.failed, 'run verify')
}

function packAt(bytes: Buffer, { revision, unit }: PackPlace): Pack {
  const pack = decodePack(bytes)
  if (pack.head.revision === revision && pack.head.unit === unit) return pack
  throw new PipelineError(`a pack of another week or unit (${revision}, ${unit})`, EXIT.failed, 'run verify')
}

/** A text that so many people share tells nothing of any of them. */
const SHARED_BY = 20
/**
 * Records that are looked at for shared texts, and characters of a dictionary: more gains next to nothing.
 */
const SAMPLED = 2000
const MAX_DICTIONARY = 8000

/**
 * What compressed records refer to: the quoted texts (names of fields, words, codes) that at least twenty
 * people share, the most frequent last, where a reference to them is shortest. The order of the records does
 * not matter.
 */
function sharedTexts({ pseudonyms, textOf }: UnsealedPack): string {
  const counts = new Map<string, number>()
  for (const i of firstOf(pseudonyms, SAMPLED)) {
    const text = Buffer.from(textOf(i)).toString()
    for (const quoted of new Set(text.match(/"(?:[^"\\]|\\.){2,200}":?/g)))
      counts.set(quoted, (counts.get(quoted) ?? 0) + 1)
  }
  const shared = [...counts].filter(([, people]) => people >= SHARED_BY)
  shared.sort(([a, m], [b, n]) => m - n || (a < b ? -1 : 1))
  return shared
    .map(([quoted]) => quoted)
    .join(',')
    .slice(-MAX_DICTIONARY)
}

/** The numbers of so many names that come first in order; not all need be sorted for it. */
function firstOf(names: readonly string[], count: number): number[] {
  const byName = (a: number, b: number) => (names[a]! < names[b]! ? -1 : 1)
  let first: number[] = []
  let last: string | undefined
  for (const [i, name] of names.entries()) {
    if (last !== undefined && name > last) continue
    first.push(i)
    if (first.length < 4 * count) continue
    first = first.sort(byName).slice(0, count)
    last = names[first.at(-1)!]
  }
  return first.sort(byName).slice(0, count)
}
