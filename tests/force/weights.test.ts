import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseWeights } from '../../pipeline/force/weight-file.ts'
import { changedWeights, ONS_2020, weightByCode } from '../../pipeline/force/weights.ts'

const table = (weights: readonly object[]) =>
  JSON.stringify({ source: 'a later table', vintage: '2024', weights })

it('a revised table is read and compared code by code', () => {
  const rest = ONS_2020.weights.filter(({ code }) => code !== '46')
  const weights = rest.map(row => (row.code === '34A' ? { ...row, weight: 994 } : row))
  const revised = parseWeights(table([...weights, { code: 'X1', offence: 'new', weight: 3 }]), 'later.json')
  expect(changedWeights(ONS_2020, ONS_2020)).toEqual([])
  expect(changedWeights(ONS_2020, revised)).toEqual([
    { code: '34A', from: 800, to: 994 },
    { code: '46', from: 12, to: null },
    { code: 'X1', from: null, to: 3 },
  ])
})

it.each([
  ['no JSON', '1,2'],
  ['no weights', table([])],
  ['a weight of zero', table([{ code: '46', offence: '', weight: 0 }])],
  ['a code named twice', table([1, 2].map(weight => ({ code: '46', offence: '', weight })))],
])('a table with %s is refused', (_what, text) => {
  expect(() => parseWeights(text, 'later.json')).toThrow('bad table of harm weights (later.json)')
})

const OFFICIAL = '../shared/data/ons_crime_severity_scores.csv'
const there = existsSync(OFFICIAL)
if (!there) console.warn(`skipped: ${OFFICIAL} is not there`)

it.skipIf(!there)(
  'the official file is read as it is, and differs from the built-in table by rounding alone',
  () => {
    const { weights } = parseWeights(readFileSync(OFFICIAL, 'utf8'), OFFICIAL, '2020')
    const byCode = weightByCode({ source: '', vintage: '', weights })
    expect(byCode.size).toBeGreaterThan(125)
    expect(['4.1', '4.2', '4.10', '1', '28A', '30A', '37.2'].filter(code => !byCode.has(code))).toEqual([])
    const apart = ONS_2020.weights.filter(({ code, weight }) => !(Math.abs(byCode.get(code)! - weight) < 0.6))
    expect(apart).toEqual([])
  },
)

it('a plain CSV file is read, codes normalised, several in one row', () => {
  const text = '\ufeffcode,weight,offence\r\n"34A, 34b",994,robbery\r\n08n,203,"assault, injury"\r\n'
  const { weights } = parseWeights(text, 'x.csv')
  expect(weights.map(({ code, weight }) => `${code} ${weight}`)).toEqual(['34A 994', '34B 994', '8N 203'])
  expect(weights[2]!.offence).toBe('assault, injury')
})

it.each([
  ['two weights', 'code,weight\n8N,1\n08n,2\n', 'line 3, code 8N'],
  ['no number', 'code,weight\n8N,heavy\n', 'line 2, weight'],
  ['a text for a code', 'code,weight\nassault,1\n', 'line 2, code "ASSAULT"'],
  ['no column of weights', 'code,harm\n8N,1\n', 'the header'],
])('a CSV file with %s is refused at its line', (_what, text, where) => {
  expect(() => parseWeights(text, 'x.csv')).toThrow(`bad table of harm weights (x.csv): ${where}`)
})
