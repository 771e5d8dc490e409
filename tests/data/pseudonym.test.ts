import { expect, test } from 'vitest'
import { type Personal, type PersonId, type Pseudonym, pseudonymOf } from '../../pipeline/data/pseudonym.ts'

const key = new Uint8Array(32).fill(7)

test('a pseudonym is 32 hexadecimal digits of HMAC-SHA-256', () => {
  // echo -n P1 | openssl dgst -sha256 -mac HMAC -macopt hexkey:0707...07
  expect(pseudonymOf(key, 'P1' as PersonId)).toBe('205f081d1e0a7961c5b78405b272c5a7')
})

test('another key or another person gives another pseudonym', () => {
  const all = [
    pseudonymOf(key, 'P1' as PersonId),
    pseudonymOf(key, 'P2' as PersonId),
    pseudonymOf(
      key.map(() => 8),
      'P1' as PersonId,
    ),
  ]
  expect(new Set(all).size).toBe(3)
})

test('a short key is refused', () =>
  expect(() => pseudonymOf(key.subarray(0, 15), 'P1' as PersonId)).toThrow(RangeError))

test('the compiler keeps references, pseudonyms and personal values where they belong', () => {
  const publish = (values: { id: Pseudonym; count: number }) => values.count
  const personal = 42 as Personal<number>
  type Open<T> = T extends Personal<unknown> ? never : T
  const open = <T>(value: Open<T>) => value
  // @ts-expect-error a plain text is no reference of a person
  expect(pseudonymOf(key, 'P1')).toHaveLength(32)
  // @ts-expect-error a reference of a person is no pseudonym
  expect(publish({ id: 'P1' as PersonId, count: 1 })).toBe(1)
  // @ts-expect-error a personal value cannot enter what is open
  expect(open<Personal<number>>(personal)).toBe(42)
})
