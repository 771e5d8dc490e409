import { expect, it } from 'vitest'
import { parseWeights } from '../../pipeline/force/weight-file.ts'
import { changedWeights, ONS_2020 } from '../../pipeline/force/weights.ts'

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
