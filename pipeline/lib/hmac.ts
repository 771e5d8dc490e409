import { hash } from 'node:crypto'

/** Bytes that SHA-256 takes in at once. */
const BLOCK = 64
const DIGEST = 32

/**
 * HMAC-SHA-256 (RFC 2104) by two plain hashes: the same bytes as `createHmac('sha256', key)`, at a quarter of
 * the time for short data, because no object of the engine is made for it.
 *
 * @param key secret of any length
 * @param data parts, taken as one text of bytes
 * @returns 32 bytes
 *
 * @example hmacSha256(Buffer.from('Jefe'), Buffer.from('what do ya want for nothing?')).toString('hex')
 *   === '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843' // RFC 4231, test case 2
 */
export function hmacSha256(key: Uint8Array, ...data: readonly Uint8Array[]): Buffer {
  const short = key.length > BLOCK ? hash('sha256', key, 'buffer') : key
  const inner = Buffer.alloc(BLOCK, 0x36)
  const outer = Buffer.alloc(BLOCK + DIGEST, 0x5c)
  for (let i = 0; i < short.length; i++) {
    inner[i]! ^= short[i]!
    outer[i]! ^= short[i]!
  }
  hash('sha256', Buffer.concat([inner, ...data]), 'buffer').copy(outer, BLOCK)
  return hash('sha256', outer, 'buffer')
}
