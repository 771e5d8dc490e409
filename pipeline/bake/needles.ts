/**
 * Many texts to be found in bytes, all at once. Texts of one content are looked for by a window: a table of
 * bits says which six bytes end one of them, so that nearly every byte of a file costs one look.
 */
export interface Needles {
  /** How many texts are looked for. */
  readonly size: number
  /** How many are not, because they are too short to be told from numbers and words of the pages. */
  readonly left: number
  /** Bytes of all patterns one after another, in small letters, and where each begins. */
  readonly bytes: Uint8Array
  readonly starts: Uint32Array
  /** Whether a pattern must stand alone, with no letter or digit before and behind it. */
  readonly alone: Uint8Array
  readonly bits: Uint32Array
  /** How far a window may move on that ends with a byte (in any capitals): 0 where it may end a pattern. */
  readonly skips: Uint8Array
  /** Patterns by the hash of their last six bytes: first of each slot, and the next of each pattern. */
  readonly first: Int32Array
  readonly next: Int32Array
}

/** Bytes of the window; shorter texts are not looked for. */
const WINDOW = 6
/** Below this length a text must stand alone, and digits must always. */
const DISTINCT = 8
/** Plain numbers with fewer digits are not told from counts and metres. */
const MIN_DIGITS = 9
/** Bits of the table for each pattern: one look in some thirty is a false one. */
const BITS_EACH = 32

/**
 * Prepares the search for texts, in any capitals and as part of an address. Texts of fewer than six bytes
 * and plain numbers of fewer than nine digits, are not told from what pages hold by right, and are left.
 *
 * @example findNeedle(makeNeedles(['N1003739']), Buffer.from('see n1003739.')) // 4
 */
export function makeNeedles(values: Iterable<string>): Needles {
  const patterns: string[] = []
  const alone: number[] = []
  let [size, left] = [0, 0]
  for (const value of values) {
    const digits = /^\d+$/.test(value)
    const length = Buffer.byteLength(value)
    if (length < (digits ? MIN_DIGITS : WINDOW)) {
      left++
      continue
    }
    size++
    for (const pattern of spellings(value)) {
      patterns.push(pattern)
      alone.push(digits || length < DISTINCT ? 1 : 0)
    }
  }
  const starts = new Uint32Array(patterns.length + 1)
  for (const [i, { length }] of patterns.entries()) starts[i + 1] = starts[i]! + length
  const bytes = Buffer.from(patterns.join(''), 'latin1')
  return { size, left, bytes, starts, alone: Uint8Array.from(alone), ...tableOf(bytes, starts) }
}

/**
 * A text as it may stand in a file, in small letters, one character a byte: itself, in an address, and in
 * UTF-16 unless it is ASCII.
 */
function spellings(value: string): string[] {
  if (/^[\w.~-]*$/.test(value)) return [value.toLowerCase()]
  // Folding bytes folds ASCII alone: letters beyond it stand as they are, as small and as capitals.
  const texts = [value, value.toLowerCase(), value.toUpperCase(), encodeURIComponent(value)]
  const small = new Set(texts.map(text => text.replaceAll(/[A-Z]/g, lower)))
  const found = [...small].map(text => Buffer.from(text))
  if (/[^\0-\x7f]/.test(value)) {
    const wide = Buffer.from(texts[0]!.replaceAll(/[A-Z]/g, lower), 'utf16le')
    found.push(wide, Buffer.from(wide).swap16())
  }
  return found.map(bytes => bytes.toString('latin1'))
}

const lower = (letter: string) => letter.toLowerCase()

function tableOf(bytes: Uint8Array, starts: Uint32Array) {
  const count = starts.length - 1
  const size = 2 ** Math.max(10, Math.ceil(Math.log2(count * BITS_EACH)))
  const bits = new Uint32Array(size / 32)
  const slots = size / BITS_EACH
  const first = new Int32Array(slots).fill(-1)
  const next = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    const end = starts[i + 1]!
    let [high, low] = [0, 0]
    for (let at = end - WINDOW; at < end; at++) {
      high = ((high << 8) | (low >>> 16)) & 0xffffff
      low = ((low << 8) | bytes[at]!) & 0xffffff
    }
    const hash = mix(high, low) >>> 0
    bits[(hash & (size - 1)) >>> 5]! |= 1 << (hash & 31)
    const slot = hash & (slots - 1)
    next[i] = first[slot]!
    first[slot] = i
  }
  return { bits, first, next, skips: skipsOf(bytes, starts) }
}

/**
 * Of each byte, how many bytes stand behind it at least in the last six of any pattern; all six where it
 * stands in none (Horspool 1980).
 */
function skipsOf(bytes: Uint8Array, starts: Uint32Array): Uint8Array {
  const skips = new Uint8Array(256).fill(WINDOW)
  for (let i = 1; i < starts.length; i++) {
    const end = starts[i]!
    for (let behind = 0; behind < WINDOW; behind++) {
      const byte = bytes[end - 1 - behind]!
      if (skips[byte]! > behind) skips[byte] = behind
    }
  }
  return skips.map((_, byte) => skips[FOLD[byte]!]!)
}

function mix(high: number, low: number): number {
  const mixed = Math.imul(high, 0x9e3779b1) ^ Math.imul(low, 0x85ebca6b)
  return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) ^ (mixed >>> 13)
}

/** Small letters of ASCII; other bytes as they are. */
const FOLD = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte))

/**
 * Where the first of the texts that are at least so many bytes long begins in some bytes; -1 where none is.
 */
export function findNeedle(needles: Needles, content: Uint8Array, least = 0): number {
  const { bits, skips } = needles
  const mask = bits.length * 32 - 1
  for (let at = WINDOW - 1; at < content.length; ) {
    const skip = skipFrom(skips, content, at)
    if (skip > 0) {
      at += skip
      continue
    }
    const high = (FOLD[content[at - 5]!]! << 16) | (FOLD[content[at - 4]!]! << 8) | FOLD[content[at - 3]!]!
    const low = (FOLD[content[at - 2]!]! << 16) | (FOLD[content[at - 1]!]! << 8) | FOLD[content[at]!]!
    at++
    const hash = mix(high, low)
    if ((bits[(hash & mask) >>> 5]! & (1 << (hash & 31))) === 0) continue
    const start = confirm(needles, { content, end: at, hash: hash >>> 0, least })
    if (start >= 0) return start
  }
  return -1
}

/** How far a window that ends at a place may move on, as its bytes stand in no text that is looked for. */
function skipFrom(skips: Uint8Array, content: Uint8Array, at: number): number {
  const last = skips[content[at]!]!
  if (last > 0) return last
  for (let behind = 1; behind < WINDOW; behind++)
    if (skips[content[at - behind]!] === WINDOW) return WINDOW - behind
  return 0
}

function confirm(
  { bytes, starts, alone, first, next }: Needles,
  { content, end, hash, least }: { content: Uint8Array; end: number; hash: number; least: number },
): number {
  for (let i = first[hash & (first.length - 1)]!; i >= 0; i = next[i]!) {
    const [from, to] = [starts[i]!, starts[i + 1]!]
    const start = end - (to - from)
    if (start < 0 || to - from < least) continue
    let at = 0
    while (at < to - from && bytes[from + at] === FOLD[content[start + at]!]) at++
    if (at < to - from) continue
    if (alone[i] && (joins(content[start - 1]) || joins(content[end]))) continue
    return start
  }
  return -1
}

/** Whether a byte beside a text makes another word or number of it. */
function joins(byte: number | undefined): boolean {
  if (byte === undefined) return false
  const small = FOLD[byte]!
  return (small >= 97 && small <= 122) || (byte >= 48 && byte <= 57) || byte === 46
}
