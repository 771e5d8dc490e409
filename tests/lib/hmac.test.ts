import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hmacSha256 } from '../../pipeline/lib/hmac.ts'

it('gives the digest of the second test case of RFC 4231', () => {
  const digest = hmacSha256(Buffer.from('Jefe'), Buffer.from('what do ya want for nothing?'))
  expect(digest.toString('hex')).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')
})

it('gives the bytes of the library for keys and data of any length, in one part or several', () => {
  const bytes = fc.uint8Array({ maxLength: 200 })
  fc.assert(
    fc.property(bytes, bytes, bytes, (key, a, b) => {
      const expected = createHmac('sha256', key).update(a).update(b).digest('hex')
      expect(hmacSha256(key, a, b).toString('hex')).toBe(expected)
    }),
  )
})
