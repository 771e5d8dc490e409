import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { TargetFile } from '../../pipeline/bake/contract/areas.ts'
import { disclosed, type Pseudonym, personalOf, pseudonymOf } from '../../pipeline/data/pseudonym.ts'
import type { AuditColumns } from '../../pipeline/features/careers.ts'
import { careersOf } from '../careers-of.ts'
import { sourceFiles } from '../house/sources.ts'

const key = new Uint8Array(32).fill(7)

test('a pseudonym is 32 hexadecimal digits of HMAC-SHA-256', () => {
  // echo -n P1 | openssl dgst -sha256 -mac HMAC -macopt hexkey:0707...07
  expect(pseudonymOf(key, personalOf('P1'))).toBe('205f081d1e0a7961c5b78405b272c5a7')
})

test('another key or another person gives another pseudonym', () => {
  const all = [
    pseudonymOf(key, personalOf('P1')),
    pseudonymOf(key, personalOf('P2')),
    pseudonymOf(
      key.map(() => 8),
      personalOf('P1'),
    ),
  ]
  expect(new Set(all).size).toBe(3)
})

test('a short key is refused', () =>
  expect(() => pseudonymOf(key.subarray(0, 15), personalOf('P1'))).toThrow(RangeError))

test('marking a value as personal changes nothing at run time', () => {
  expect(personalOf('P1')).toBe('P1')
  expect(disclosed(personalOf('P1'))).toBe('P1')
})

test('the compiler keeps references, pseudonyms and what areas publish apart', () => {
  const publish = (values: { id: Pseudonym; count: number }) => values.count
  const { personId } = careersOf([])
  // @ts-expect-error a plain text is no reference of a person
  expect(pseudonymOf(key, 'P1')).toHaveLength(32)
  // @ts-expect-error a reference of a person is no pseudonym
  expect(publish({ id: personalOf('P1'), count: 1 })).toBe(1)
  // @ts-expect-error the reference that careers carry is no text of the areas product
  const name: TargetFile['name'] = personId[0]!
  // @ts-expect-error nor is a characteristic that the audit reads
  const where: TargetFile['slug'] = ({ sex: [personalOf('F')], ethnicity: [] } as AuditColumns).sex[0]!
  // @ts-expect-error a personal number is no count
  const cells: TargetFile['cellMetres'] = personalOf(12)
  expect([name, where, cells]).toEqual(['P1', 'F', 12])
})

test('only rooms of the people product give a personal value back', () => {
  const callers = sourceFiles('pipeline', 'site').filter(path =>
    /\bdisclosed\b/.test(readFileSync(path, 'utf8')),
  )
  const rooms = 'data/pseudonym|bench/speed|evidence/people/[a-z-]+|bake/people/[a-z-]+|publish/disposals?'
  const allowed = new RegExp(`^pipeline/(${rooms})\\.ts$`)
  expect(callers.filter(path => !allowed.test(path))).toEqual([])
  expect(callers).toContain('pipeline/bake/people/person.ts')
})
