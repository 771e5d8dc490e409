import { expect, it } from 'vitest'
import { canonicalJson, sha256 } from '../../pipeline/lib/hash.ts'

it('the same value gives the same bytes whatever the order of its keys', () => {
  expect(canonicalJson({ b: 1, a: [{ d: 2, c: 3 }] })).toBe('{"a":[{"c":3,"d":2}],"b":1}')
  expect(canonicalJson({ a: 1, b: 2 })).toBe(canonicalJson({ b: 2, a: 1 }))
})

it('the hash of the empty text is the known one', () => {
  expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})
