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

/** One sealed record and the tag under which it stands. */
export interface PackEntry {
  readonly tag: Buffer
  readonly body: Buffer
}

/** A pack as read. */
export interface Pack {
  readonly head: PackHead
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
export function encodePack(head: PackHead, entries: readonly PackEntry[]): Buffer {
  const sorted = [...entries].sort((a, b) => Buffer.compare(a.tag, b.tag))
  const text = Buffer.from(canonicalJson(head))
  const counts = Buffer.alloc(8)
  counts.writeUInt32LE(text.length, 0)
  counts.writeUInt32LE(sorted.length, 4)
  const index = Buffer.alloc(sorted.length * ENTRY)
  sorted.forEach(({ tag, body }, i) => {
    tag.copy(index, i * ENTRY)
    index.writeUInt32LE(body.length, i * ENTRY + TAG)
  })
  return Buffer.concat([MAGIC, counts, text, index, ...sorted.map(({ body }) => body)])
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
    assertSorted(index)
    const find = (tag: Buffer) => {
      const i = findTag(index, tag)
      return i === -1 ? undefined : bytes.subarray(starts[i], starts[i + 1])
    }
    return { head, find }
  } catch {
    throw new PipelineError('unreadable pack', EXIT.failed, 'run verify')
  }
}

/** A tag out of its order would not be found, and its person be left out in silence. */
function assertSorted(index: Buffer): void {
  for (let at = ENTRY; at < index.length; at += ENTRY) {
    const last = at - ENTRY
    if (index.compare(index, last, last + TAG, at, at + TAG) <= 0) throw new RangeError('not in order')
  }
}

/** Position of a tag in an index that is sorted by tag, or -1. */
function findTag(index: Buffer, tag: Buffer): number {
  let low = 0
  let high = index.length / ENTRY
  while (low < high) {
    const middle = (low + high) >>> 1
    const order = tag.compare(index, middle * ENTRY, middle * ENTRY + TAG)
    if (order === 0) return middle
    if (order > 0) low = middle + 1
    else high = middle
  }
  return -1
}
