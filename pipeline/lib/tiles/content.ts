import { gunzipSync, inflateSync } from 'node:zlib'

/** What a tile holds, told from its first bytes: `mvt` where it is no picture that a browser shows. */
export type TileFormat = 'mvt' | 'png' | 'jpg' | 'webp'

/** A tile that opens to more than this is no tile: the largest of the Ordnance Survey's hold about 1 MB. */
const MAX_BYTES = 16 * 1024 * 1024

/**
 * The bytes of a tile without gzip or zlib, whichever its first bytes tell.
 *
 * Throws the error of zlib where they are corrupt, cut off or open to more than 16 MB.
 *
 * @example opened(gzipSync('a')).toString() // 'a'
 */
export function opened(bytes: Uint8Array): Buffer {
  const limit = { maxOutputLength: MAX_BYTES }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes, limit)
  // A vector tile begins with its first layer (0x1a), never with this.
  if (bytes[0] === 0x78 && ((bytes[0] << 8) | bytes[1]!) % 31 === 0) return inflateSync(bytes, limit)
  if (bytes.length > MAX_BYTES) throw new RangeError(`more than ${MAX_BYTES} bytes`)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** What opened bytes hold. @example formatOf(Buffer.from('RIFF....WEBP')) // 'webp' */
export function formatOf(bytes: Buffer): TileFormat {
  if (bytes.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n') return 'png'
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpg'
  const text = bytes.subarray(0, 12).toString('latin1')
  return text.startsWith('RIFF') && text.endsWith('WEBP') ? 'webp' : 'mvt'
}
