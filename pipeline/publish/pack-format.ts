import { z } from 'zod'
import { EXIT, PipelineError } from '../lib/error.ts'
import { canonicalJson } from '../lib/hash.ts'

const PackHead = z.strictObject({
  kind: z.literal('pack'),
  revision: z.string(),
  unit: z.string(),
  /** What compressed records refer to. */
  dictionary: z.string(),
})

/** The readable head of a pack: nothing of anyone. */
export type PackHead = Readonly<z.infer<typeof PackHead>>

/** Sealed records in any order: 16 bytes of tag each, the bodies one after another, and where each ends. */
export interface PackEntries {
  readonly tags: Uint8Array
  readonly bodies: Uint8Array
  readonly ends: Float64Array
}

/** A pack as read. */
export interface Pack {
  readonly head: PackHead
  /** How many it holds. */
  readonly records: number
  /** The sealed record under a tag; undefined when there is none. */
  readonly find: (tag: Buffer) => Buffer | undefined
}

const MAGIC = Buffer.from('FPK1')
const TAG = 16
/** An index entry: the tag, and the length of its body. */
const ENTRY = TAG + 4

/**
 * The bytes of a pack: `FPK1`, length of the head, number of records (32 bits each, little-endian), head as
 * JSON, index (tag and length of each record, sorted by tag), then the sealed records in that order.
 */
export function encodePack(head: PackHead, parts: readonly PackEntries[]): Buffer {
  const { tags, bodies, ends } = joined(parts)
  const text = Buffer.from(canonicalJson(head))
  const indexFrom = MAGIC.length + 8 + text.length
  const pack = Buffer.alloc(indexFrom + ends.length * ENTRY + bodies.length)
  MAGIC.copy(pack)
  pack.writeUInt32LE(text.length, 4)
  pack.writeUInt32LE(ends.length, 8)
  text.copy(pack, 12)
  let to = indexFrom + ends.length * ENTRY
  for (const [k, i] of orderOf(tags).entries()) {
    const [at, from] = [indexFrom + k * ENTRY, i === 0 ? 0 : ends[i - 1]!]
    pack.set(tags.subarray(i * TAG, (i + 1) * TAG), at)
    pack.writeUInt32LE(ends[i]! - from, at + TAG)
    pack.set(bodies.subarray(from, ends[i]), to)
    to += ends[i]! - from
  }
  return pack
}

function joined(parts: readonly PackEntries[]): PackEntries {
  const ends: number[] = []
  let bytes = 0
  for (const part of parts) {
    for (const end of part.ends) ends.push(bytes + end)
    bytes += part.bodies.length
  }
  const tags = Buffer.concat(parts.map(part => part.tags))
  return { tags, bodies: Buffer.concat(parts.map(part => part.bodies)), ends: Float64Array.from(ends) }
}

/** Numbers of the tags in their order. */
function orderOf(tags: Uint8Array): Uint32Array {
  const bytes = Buffer.from(tags.buffer, tags.byteOffset, tags.byteLength)
  const first = beginnings(bytes, TAG)
  const order = Uint32Array.from(first.keys())
  return order.sort(
    (a, b) => first[a]! - first[b]! || bytes.compare(bytes, b * TAG, (b + 1) * TAG, a * TAG, (a + 1) * TAG),
  )
}

/** The first six bytes of each tag as one number: nearly always enough to tell two apart. */
function beginnings(bytes: Buffer, step: number): Float64Array {
  return Float64Array.from({ length: bytes.length / step }, (_, i) => bytes.readUIntBE(i * step, 6))
}

/** Reads the bytes of a pack. Throws `PipelineError` (exit 5) when they are none, or cut off. */
export function decodePack(bytes: Buffer): Pack {
  try {
    if (!bytes.subarray(0, 4).equals(MAGIC)) throw new RangeError('no pack')
    const headLength = bytes.readUInt32LE(4)
    const records = bytes.readUInt32LE(8)
    const indexFrom = 12 + headLength
    const head = PackHead.parse(JSON.parse(bytes.toString('utf8', 12, indexFrom)))
    const starts = new Float64Array(records + 1)
    starts[0] = indexFrom + records * ENTRY
    for (let i = 0; i < records; i++)
      starts[i + 1] = starts[i]! + bytes.readUInt32LE(indexFrom + i * ENTRY + TAG)
    if (starts[records] !== bytes.length) throw new RangeError('cut off')
    const index = bytes.subarray(indexFrom, starts[0])
    const first = beginnings(index, ENTRY)
    assertSorted(index, first)
    const find = (tag: Buffer) => {
      const i = findTag(index, first, tag)
      return i === -1 ? undefined : bytes.subarray(starts[i], starts[i + 1])
    }
    return { head, records, find }
  } catch {
    throw new PipelineError('unreadable pack', EXIT.failed, 'run verify')
  }
}

/** A tag out of its order would not be found, and its person be left out in silence. */
function assertSorted(index: Buffer, first: Float64Array): void {
  for (let i = 1; i < first.length; i++) {
    if (first[i]! > first[i - 1]!) continue
    const [last, at] = [(i - 1) * ENTRY, i * ENTRY]
    if (index.compare(index, last, last + TAG, at, at + TAG) <= 0) throw new RangeError('not in order')
  }
}

/** Position of a tag in an index that is sorted by tag, or -1. */
function findTag(index: Buffer, first: Float64Array, tag: Buffer): number {
  const wanted = tag.readUIntBE(0, 6)
  let [low, high] = [0, first.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (first[middle]! < wanted) low = middle + 1
    else high = middle
  }
  for (let i = low; first[i] === wanted; i++)
    if (tag.compare(index, i * ENTRY, i * ENTRY + TAG) === 0) return i
  return -1
}
