import { expect, it } from 'vitest'
import { gridOf } from '../../../pipeline/features/grid.ts'
import { originDays } from '../../../pipeline/models/places/origins.ts'
import { makePatches, stableCore } from '../../../pipeline/models/places/patches.ts'

const index = Array.from({ length: 25 }, (_, i) => i)
const gridAt = (shift: number) =>
  gridOf(
    index.map(i => (i % 5) * 500 + 250 + shift),
    index.map(i => Math.floor(i / 5) * 500 + 250 + shift),
    500,
  )

it('adjacent cells become one patch and the budget is kept', () => {
  const expected = new Float64Array(25)
  for (const cell of [0, 1, 6, 24]) expected[cell] = 1
  const patches = makePatches(gridAt(0), expected, 4)
  expect(patches.map(patch => patch.cells)).toEqual([[0, 1, 6], [24]])
})

it('among equal cells the one next to a patch is taken', () => {
  const expected = new Float64Array(25).fill(1)
  expected[12] = 2
  expect(makePatches(gridAt(0), expected, 3)).toHaveLength(1)
})

it('the core is whole where shifted grids list the same ground, and nothing where they list none', () => {
  const lists = [
    { grid: gridAt(0), listed: [6, 24] },
    { grid: gridAt(0), listed: [6] },
  ]
  expect([...stableCore(lists)]).toEqual([1, 0])
})

it('four-weekly and monthly origins make one sequence, weekly ones four, with days to learn from', () => {
  expect(originDays([100, 128], 28, 60)).toEqual([
    { day: 72, sequence: 0 },
    { day: 100, sequence: 0 },
    { day: 128, sequence: 0 },
  ])
  expect(new Set(originDays([100, 130, 161], 28, 100).map(step => step.sequence)).size).toBe(1)
  expect(new Set(originDays([100, 107, 114, 121, 128], 28, 100).map(step => step.sequence)).size).toBe(4)
})
