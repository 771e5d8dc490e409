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

/** A pack as read: its entries stand in the order of their tags. */
export interface Pack {
  readonly head: PackHead
  readonly entries: readonly PackEntry[]
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
    const entries: PackEntry[] = []
    let at = indexFrom + records * ENTRY
    for (let i = 0; i < records; i++) {
      const from = indexFrom + i * ENTRY
      const length = bytes.readUInt32LE(from + TAG)
      entries.push({ tag: bytes.subarray(from, from + TAG), body: bytes.subarray(at, at + length) })
      at += length
    }
    if (at !== bytes.length) throw new RangeError('cut off')
    return { head, entries }
  } catch {
    throw new PipelineError('unreadable pack', EXIT.failed, 'run verify')
  }
}
