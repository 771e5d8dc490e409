import { expect, test } from 'vitest'
import type { OutlinesFile, TargetFile } from '../../../pipeline/bake/contract/areas.ts'
import { budgetCells } from '../../../pipeline/bake/contract/vocabulary.ts'
import { cellsOf, cellsPath, packCells } from '../../../site/areas/cells.ts'
import { chosenCells, outlinedCells, unpackCells } from '../../../site/areas/client/cells.ts'
import { neighbour } from '../../../site/areas/client/neighbour.ts'
import { nextSort, pageOf } from '../../../site/areas/client/table.ts'
import { capturedShare, capturedWords } from '../../../site/areas/words/captured.ts'
import { cells } from './cells-fixture.ts'

const all = { only: '', budget: 2, sort: '' } as const
const outlines: OutlinesFile = { kind: 'outlines', districts: [], places: [] }

/** The few fields of a target that a map page's cells are made from. */
function target(): TargetFile {
  const baked = cells(20).map(({ expected, low, high, mass, why: _why, moved: _moved, ...rest }) => ({
    ...rest,
    count: { expected, low, high, mass },
    why: [
      { label: 'here', count: expected * 0.75 },
      { label: 'around', count: expected * 0.25 },
    ],
  }))
  return {
    title: 'Target',
    cellMetres: 1000,
    total: { expected: 3, low: 1, high: 6, mass: 0.85 },
    spread: { cv: 0.1 },
    lastFourWeeks: 2,
    lastFourWeeksComplete: 2.5,
    moves: { kind: 'since', from: '2026-11-15', labels: ['here'], counts: baked.map(() => [0.25]) },
    flareUps: [],
    patches: { areaShare: 0.02, patches: [], core: [] },
    cells: baked,
  } as unknown as TargetFile
}

test('what is packed for the browser is unpacked unchanged', () => {
  const file = cellsOf(target(), '2026-W47', outlines)
  expect(unpackCells(JSON.parse(packCells(file)))).toEqual(JSON.parse(JSON.stringify(file)))
})

test('the parts of each number add up to it, to five digits', () => {
  for (const cell of cellsOf(target(), '2026-W47', outlines).cells) {
    expect(cell.why[0]! + cell.why[1]!).toBeCloseTo(cell.expected, 4)
  }
})

test('the address of the cells changes with their content', () => {
  expect(cellsPath('knife', 'a')).not.toBe(cellsPath('knife', 'b'))
  expect(cellsPath('knife', 'a')).toMatch(/^\/cells\/knife-[0-9a-f]{12}\.json$/)
})

test('without filters all cells are chosen, by rank', () => {
  expect(chosenCells(cells(5), all).map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5])
})

test('a budget is a share of the squares of the scope', () => {
  const east = cells(100).filter(({ district }) => district === 'East')
  const chosen = chosenCells(east, { only: 'budget', budget: 10, sort: '' })
  expect(chosen.map(({ rank }) => rank)).toEqual([2, 4, 6, 8, 10])
})

test('patches, their core and flare-ups can each be left alone, and the map outlines what is chosen', () => {
  const list = cells(10).map(one => ({
    ...one,
    patch: one.rank < 4 ? 1 : 0,
    core: one.rank === 2 ? 0.9 : 0.5,
  }))
  const left = (only: 'patches' | 'core' | 'flare') =>
    chosenCells(list, { ...all, only }).map(({ rank }) => rank)
  expect(left('patches')).toEqual([1, 2, 3])
  expect(left('core')).toEqual([2])
  expect(left('flare')).toEqual([])
  expect(outlinedCells(list, { only: 'patches', budget: 10 })).toHaveLength(3)
  expect(outlinedCells(list, { only: 'flare', budget: 10 })).toHaveLength(1)
})

test('a recorded count of one or two stands in its place in the order', () => {
  const [a, b, c] = cells(3)
  const mixed = [
    { ...a!, last52: 3 },
    { ...b!, last52: 1 },
    { ...c!, last52: 0 },
  ]
  expect(chosenCells(mixed, { ...all, sort: '-last52' }).map(({ last52 }) => last52)).toEqual([3, 1, 0])
})

test('a column that does not exist means order by rank', () => {
  expect(chosenCells(cells(3), { ...all, sort: '-nothing' })[0]!.rank).toBe(1)
})

test('a second click on a heading turns the order round; rank upwards is not written', () => {
  expect(nextSort('', 'expected')).toBe('-expected')
  expect(nextSort('-expected', 'expected')).toBe('expected')
  expect(nextSort('', 'rank')).toBe('-rank')
  expect(nextSort('-rank', 'rank')).toBe('')
})

test('a cell is found on its page of a hundred rows, or nowhere when filtered out', () => {
  const list = cells(250)
  expect(pageOf(list, list[100]!.id)).toBe(2)
  expect(pageOf(list, 'elsewhere')).toBeNull()
})

test('a budget holds at least one cell, and captured shares rise to one', () => {
  expect(budgetCells(0.005, 10)).toBe(1)
  expect(capturedShare([{ expected: 3 }, { expected: 1 }], 1)).toBe(0.75)
  expect(capturedShare([{ expected: 3 }, { expected: 1 }], 2)).toBe(1)
  expect(capturedShare([{ expected: 0 }], 1)).toBe(0)
  expect(capturedWords([{ expected: 3 }, { expected: 1 }], 1)).toBe(
    'The first square holds 75% of the expected offences in 50% of the area.',
  )
})

test('arrow keys lead to the next square in a row or column, over gaps too; at the edge nowhere', () => {
  const grid = [
    { x: 500, y: 500 },
    { x: 3500, y: 500 },
    { x: 500, y: 1500 },
  ]
  const to = (from: number, key: string) => neighbour(grid, { from, key, cellMetres: 1000 })
  expect(to(0, 'ArrowRight')).toBe(1)
  expect(to(1, 'ArrowLeft')).toBe(0)
  expect(to(0, 'ArrowUp')).toBe(2)
  expect(to(2, 'ArrowDown')).toBe(0)
  expect(to(2, 'ArrowRight')).toBeNull()
  expect([to(0, 'PageDown'), to(0, 'PageUp'), to(0, 'End'), to(1, 'Enter'), to(0, 'a')]).toEqual([
    1,
    0,
    2,
    1,
    null,
  ])
})
