import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { digestOf, hmacSha256 } from '../lib/hmac.ts'

/** Where a pack belongs: the archived week (`2026-W47.2`) and the unit, or `private`. */
export interface PackPlace {
  readonly revision: string
  readonly unit: string
}

/** A person who can seal and open: subkeys of the person's key, so that no key does two kinds of work. */
interface Sealer {
  readonly pseudonym: string
  readonly seal: Buffer
  readonly nonce: Buffer
}

const PURPOSE = Buffer.from('foresite pack 1')

/**
 * The key has a fixed length and the rest is a constant, so a plain hash serves, and costs a quarter of an
 * HMAC's time.
 */
export function sealerOf(pseudonym: string, key: Uint8Array): Sealer {
  const subkeys = digestOf('sha512', Buffer.concat([key, PURPOSE]))
  return { pseudonym, seal: subkeys.subarray(0, 32), nonce: subkeys.subarray(32) }
}

/**
 * The 16 bytes under which a person stands in the packs of a week: half of a hash over a secret, for a hash
 * cut in two cannot be carried on by who does not know the secret.
 */
export function tagOf({ nonce }: Sealer, revision: string): Buffer {
  return digestOf('sha256', Buffer.concat([nonce, Buffer.from(`tag ${revision}`)])).subarray(0, 16)
}

/** Records below this size are kept as they are: to compress them takes longer than it saves bytes. */
const COMPRESS_FROM = 200
const PLAIN = Buffer.from([0])
const DEFLATED = Buffer.from([1])
/** Records are short: smaller tables and buffers than usual take half the time and give the same bytes. */
const SHORT = { memLevel: 5, chunkSize: 4096 }

/**
 * Bytes come from a cipher as a text of one character each: for a buffer memory outside the heap would be
 * made, which for short records takes longer than to seal them.
 */
const BYTES = 'latin1'

/** A record's text sealed: nonce (12 bytes), authentication tag (16), then as many bytes as the text took. */
export function sealText(
  sealer: Sealer,
  bytes: Uint8Array,
  { place, dictionary }: { place: PackPlace; dictionary: Buffer },
): Buffer {
  const plain =
    bytes.length < COMPRESS_FROM
      ? Buffer.concat([PLAIN, bytes])
      : Buffer.concat([DEFLATED, deflateRawSync(bytes, { ...SHORT, dictionary })])
  const data = associatedData(place, sealer.pseudonym)
  const iv = hmacSha256(sealer.nonce, data, plain).subarray(0, 12)
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(sealer.seal), iv).setAAD(data)
  const sealed = cipher.update(plain, undefined, BYTES)
  cipher.final(BYTES)
  return Buffer.concat([iv, cipher.getAuthTag(), Buffer.from(sealed, BYTES)])
}

/** The text of a sealed record; undefined when a bit of it was changed. */
export function openText(
  sealer: Sealer,
  body: Uint8Array,
  { place, dictionary }: { place: PackPlace; dictionary: Buffer },
): string | undefined {
  const data = associatedData(place, sealer.pseudonym)
  const key = createSecretKey(sealer.seal)
  const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, 12), { authTagLength: 16 })
  decipher.setAAD(data).setAuthTag(body.subarray(12, 28))
  try {
    const plain = Buffer.from(decipher.update(body.subarray(28), undefined, BYTES), BYTES)
    decipher.final(BYTES)
    const rest = plain.subarray(1)
    return (plain[0] === DEFLATED[0] ? inflateRawSync(rest, { ...SHORT, dictionary }) : rest).toString()
  } catch {
    return undefined
  }
}

/** Unambiguous, because no part holds a line feed. */
function associatedData({ revision, unit }: PackPlace, pseudonym: string): Buffer {
  return Buffer.from(`${revision}\n${unit}\n${pseudonym}\n`)
}
