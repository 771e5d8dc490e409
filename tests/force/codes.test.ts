import fc from 'fast-check'
import { afterAll, expect, it, test } from 'vitest'
import { canonicalCode, canonicalCodeSql, isCanonicalCode } from '../../pipeline/force/codes.ts'
import { ONS_2020 } from '../../pipeline/force/weights.ts'
import { literal, openDuck } from '../../pipeline/lib/duck.ts'

const WRITTEN = [
  ['8N', '8N'],
  ['08N', '8N'],
  ['008N', '8N'],
  ['8n', '8N'],
  [' 8 N ', '8N'],
  ['046', '46'],
  [' 046 ', '46'],
  ['04600', '46'],
  ['046/00', '46'],
  ['008/06', '8.6'],
  ['00806', '8.6'],
  ['004/01', '4.1'],
  ['4.1', '4.1'],
  ['4.01', '4.1'],
  ['4.10', '4.10'],
  ['004/10', '4.10'],
  ['105a', '105A'],
  ['802', '802'],
  ['0', '0'],
  ['Police', 'POLICE'],
] as const

const duck = await openDuck()
afterAll(() => duck.close())
const inSql = async (texts: readonly string[]) => {
  const list = texts.map(literal).join(', ')
  const query = `SELECT ${canonicalCodeSql('t')} AS code
    FROM (SELECT unnest([${list}]) AS t, unnest(range(${texts.length})) AS i) ORDER BY i`
  return (await duck.rows<{ code: string }>(query)).map(({ code }) => code)
}

test.each(WRITTEN)('%j is %s', (text, code) => expect(canonicalCode(text)).toBe(code))

it('DuckDB makes the same of every way to write a code', async () => {
  expect(await inSql(WRITTEN.map(([text]) => text))).toEqual(WRITTEN.map(([, code]) => code))
})

it('any text of digits, letters and signs: both agree, and the canonical form stays as it is', async () => {
  const text = fc.string({ unit: fc.constantFrom(...'0012489aAnN/. '), minLength: 1, maxLength: 8 })
  const texts = fc.sample(text, { numRuns: 2000, seed: 7 })
  const codes = texts.map(canonicalCode)
  expect(await inSql(texts)).toEqual(codes)
  for (const code of codes.filter(isCanonicalCode)) expect(canonicalCode(code)).toBe(code)
})

it('settings take the canonical form alone', () => {
  expect(['8N', '4.10', '46', '105A', '802'].filter(isCanonicalCode)).toHaveLength(5)
  expect(['8n', '08N', '046', '008/06', '8.0', ' 8N', 'Police', '', '8N*'].filter(isCanonicalCode)).toEqual(
    [],
  )
  expect(ONS_2020.weights.every(({ code }) => isCanonicalCode(code))).toBe(true)
})
