import { expect, it } from 'vitest'
import { CELL_COLUMNS, type CellRow } from '../../../pipeline/bake/contract/vocabulary.ts'

const cell: CellRow = {
  id: 'e406000n286000',
  x: 406500,
  y: 286500,
  landKm2: 0.5,
  place: 'Mill',
  district: 'North',
  rank: 3,
  previousRank: 5,
  previousExpected: 0.75,
  nightShare: 0.6,
  tenureWeeks: 2,
  rankLow: 1,
  rankHigh: 9,
  topShare: 1,
  expected: 0.5,
  low: 0,
  high: 1,
  mass: 0.91,
  pAny: 0.4,
  pTwo: 0.1,
  patch: 0,
  flare: true,
  last4: 2,
  last52: 7,
}
const value = (name: string, row: CellRow = cell) => CELL_COLUMNS.find(({ csv }) => csv === name)!.value(row)

it('a cell climbs by its ranks, and by nothing in a first week', () => {
  expect(value('rank_change')).toBe(2)
  expect(value('rank_change', { ...cell, previousRank: null })).toBeNull()
})

it('small recorded counts stand in full, and a cell outside the patches has none', () => {
  expect([value('recorded_4_weeks'), value('recorded_52_weeks')]).toEqual([2, 7])
  expect([value('patch'), value('flare_up')]).toEqual([null, 'yes'])
})

it('every column has a name of its own', () => {
  for (const names of [CELL_COLUMNS.map(({ csv }) => csv), CELL_COLUMNS.map(({ key }) => key)]) {
    expect(new Set<string>(names).size).toBe(names.length)
  }
})
