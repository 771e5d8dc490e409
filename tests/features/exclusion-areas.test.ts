import { expect, it } from 'vitest'
import { excludedSquares } from '../../pipeline/features/exclusion-areas.ts'
import { makeGrid } from '../../pipeline/features/grid.ts'

const rectangle = (...[west, south, east, north]: readonly [number, number, number, number]) => [
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ] as const,
]
const outline = [rectangle(0, 0, 3000, 1000)]
const grid = makeGrid([{ name: 'A', shape: outline[0]! }], 1000)
const areas = [
  { code: 'W1', shape: rectangle(0, 0, 1700, 1000) },
  { code: 'small', shape: rectangle(2900, 0, 3000, 100) },
]
const ground = { outline, layers: [{ areas }] }
const excluded = (...names: string[]) =>
  [...excludedSquares(new Map(names.map(name => [name, [name]])), grid, ground)].map(
    ([square, by]) => `${square}: ${by}`,
  )

it('an exclusion holds for the square that it names', () => {
  expect(excluded('e1000n0')).toEqual(['e1000n0: e1000n0'])
})

it('one of an area of a layer holds for the squares of which it has most', () => {
  expect(excluded('W1')).toEqual(['e0n0: W1', 'e1000n0: W1'])
})

it('one of a small area holds for the square that it lies in', () => {
  expect(excluded('small')).toEqual(['e2000n0: small'])
})

it('several that meet in a square all hold there', () => {
  expect(excluded('e0n0', 'W1')).toEqual(['e0n0: e0n0,W1', 'e1000n0: W1'])
})

it('a name that is no square and no code of a layer holds nowhere', () => {
  expect(excluded('nowhere')).toEqual([])
})
