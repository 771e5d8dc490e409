import { createCipheriv, createDecipheriv, createHmac, hash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { EXIT, PipelineError } from '../lib/error.ts'
import { decodePack, encodePack, type Pack, type PackHead } from './pack-format.ts'
import type { PersonKeys } from './person-keys.ts'

/** One person's record in a pack: any value that JSON can hold. */
export interface PackRecord {
  readonly pseudonym: string
  readonly value: unknown
}

/** Where a pack belongs: the archived week (`2026-W47.2`) and the unit, or `private`. */
export interface PackPlace {
  readonly revision: string
  readonly unit: string
}

/** The people whom a home can still read in one archived week: by the tag under which packs keep them. */
export type TaggedKeys = ReadonlyMap<string, Opener>

interface Opener {
  readonly pseudonym: string
  /** Subkeys of the person: one that seals, one that makes nonces. */
  readonly seal: Buffer
  readonly nonce: Buffer
}

/** Records below this size are kept as they are: to compress them takes longer than it saves bytes. */
const COMPRESS_FROM = 100
const PLAIN = Buffer.from([0])
const DEFLATED = Buffer.from([1])

/**
 * Seals records into the bytes of one pack: each compressed (DEFLATE, with what many of them share
 * as dictionary) and sealed with AES-256-GCM under its own person's key; nonce = the first 96 bits of
 * HMAC-SHA-256(subkey, associated data and text); associated data = revision, unit, pseudonym. The same
 * records, keys and place give the same bytes, and no nonce serves two texts. A person stands under a tag
 * that only the person's key gives, so that without the key not even the presence in the week can be shown.
 *
 * Throws `PipelineError` (exit 5) for a person without a key or with two records.
 *
 * @example sealPack([{ pseudonym, value: { row, page } }], keys, { revision: '2026-W47', unit: 'BW' })
 */
export function sealPack(records: readonly PackRecord[], keys: PersonKeys, place: PackPlace): Buffer {
  const texts = new Map(records.map(({ pseudonym, value }) => [pseudonym, JSON.stringify(value)]))
  if (texts.size < records.length)
    throw new PipelineError(`a person stands in a pack twice (${place.unit})`, EXIT.failed)
  const dictionary = sharedTexts(texts)
  const head: PackHead = { kind: 'pack', ...place, dictionary: dictionary.toString() }
  const entries = [...texts].map(([pseudonym, json]) => {
    const key = keys.get(pseudonym)
    if (!key) throw new PipelineError(`no key for a person (pack ${place.unit})`, EXIT.failed, 'run again')
    const opener = openerOf(pseudonym, key)
    const text = Buffer.from(json)
    const data = associatedData(place, pseudonym)
    return {
      tag: Buffer.from(tagOf(opener, place.revision), 'hex'),
      body: sealText(opener, { text, data, dictionary }),
    }
  })
  return encodePack(head, entries)
}

/** The keys by the tags that they have in one archived week. Some 4 µs a person. */
export function tagKeys(keys: PersonKeys, revision: string): TaggedKeys {
  const tagged = new Map<string, Opener>()
  for (const [pseudonym, key] of keys) {
    const opener = openerOf(pseudonym, key)
    tagged.set(tagOf(opener, revision), opener)
  }
  return tagged
}

/**
 * Every record of a pack whose key is there; those of destroyed keys are left out.
 *
 * Throws `PipelineError` (exit 5) when the pack is none, belongs elsewhere, or a record was changed.
 */
export function openPack(bytes: Buffer, keys: TaggedKeys, place: PackPlace): PackRecord[] {
  const pack = packAt(bytes, place)
  return pack.entries.flatMap(({ tag, body }) => {
    const opener = keys.get(tag.toString('hex'))
    return opener ? [{ pseudonym: opener.pseudonym, value: openBody(pack, opener, body) }] : []
  })
}

/** One record of a pack, read alone through the index; undefined when that person is not in it. */
export function openRecord(
  bytes: Buffer,
  person: { pseudonym: string; key: Buffer },
  place: PackPlace,
): unknown {
  const pack = packAt(bytes, place)
  const opener = openerOf(person.pseudonym, person.key)
  const tag = Buffer.from(tagOf(opener, place.revision), 'hex')
  const entry = pack.entries.find(entry => entry.tag.equals(tag))
  return entry && openBody(pack, opener, entry.body)
}

function packAt(bytes: Buffer, { revision, unit }: PackPlace): Pack {
  const pack = decodePack(bytes)
  if (pack.head.revision === revision && pack.head.unit === unit) return pack
  throw new PipelineError(`a pack of another week or unit (${revision}, ${unit})`, EXIT.failed, 'run verify')
}

function sealText(
  { seal, nonce }: Opener,
  { text, data, dictionary }: { text: Buffer; data: Buffer; dictionary: Buffer },
): Buffer {
  const plain =
    text.length < COMPRESS_FROM
      ? Buffer.concat([PLAIN, text])
      : Buffer.concat([DEFLATED, deflateRawSync(text, { dictionary })])
  const iv = createHmac('sha256', nonce).update(data).update(plain).digest().subarray(0, 12)
  const cipher = createCipheriv('aes-256-gcm', seal, iv).setAAD(data)
  const sealed = [cipher.update(plain), cipher.final()]
  return Buffer.concat([iv, cipher.getAuthTag(), ...sealed])
}

function openBody({ head }: Pack, { pseudonym, seal }: Opener, body: Buffer): unknown {
  const data = associatedData(head, pseudonym)
  const decipher = createDecipheriv('aes-256-gcm', seal, body.subarray(0, 12), { authTagLength: 16 })
  decipher.setAAD(data).setAuthTag(body.subarray(12, 28))
  try {
    const plain = Buffer.concat([decipher.update(body.subarray(28)), decipher.final()])
    const rest = plain.subarray(1)
    const deflated = plain[0] === DEFLATED[0]
    const text = deflated ? inflateRawSync(rest, { dictionary: Buffer.from(head.dictionary) }) : rest
    return JSON.parse(text.toString())
  } catch {
    throw new PipelineError(
      `a record was changed (pack ${head.unit} of ${head.revision})`,
      EXIT.failed,
      'run verify',
    )
  }
}

/**
 * Subkeys, so that no key does two kinds of work. The key has a fixed length and the rest is a constant, so a
 * plain hash serves, and costs a quarter of an HMAC's time.
 */
function openerOf(pseudonym: string, key: Buffer): Opener {
  const subkeys = hash('sha512', Buffer.concat([key, Buffer.from('foresite pack 1')]), 'buffer')
  return { pseudonym, seal: subkeys.subarray(0, 32), nonce: subkeys.subarray(32) }
}

/** Half of a hash over a secret: a hash cut in two cannot be carried on by who does not know the secret. */
function tagOf({ nonce }: Opener, revision: string): string {
  return hash('sha256', Buffer.concat([nonce, Buffer.from(`tag ${revision}`)])).slice(0, 32)
}

/** Unambiguous, because no part holds a line feed. */
function associatedData({ revision, unit }: PackPlace, pseudonym: string): Buffer {
  return Buffer.from(`${revision}\n${unit}\n${pseudonym}\n`)
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
function sharedTexts(texts: ReadonlyMap<string, string>): Buffer {
  const counts = new Map<string, number>()
  for (const pseudonym of [...texts.keys()].sort().slice(0, SAMPLED)) {
    for (const quoted of new Set(texts.get(pseudonym)!.match(/"(?:[^"\\]|\\.){2,200}":?/g)))
      counts.set(quoted, (counts.get(quoted) ?? 0) + 1)
  }
  const shared = [...counts].filter(([, people]) => people >= SHARED_BY)
  shared.sort(([a, m], [b, n]) => m - n || (a < b ? -1 : 1))
  return Buffer.from(
    shared
      .map(([quoted]) => quoted)
      .join(',')
      .slice(-MAX_DICTIONARY),
  )
}
