import { expect, it } from 'vitest'
import { cellId, gridOf, locate, makeGrid } from '../../pipeline/features/grid.ts'

const square = (name: string, [west, south]: readonly [number, number], side: number) => ({
  name,
  shape: [
    [
      [west, south],
      [west + side, south],
      [west + side, south + side],
      [west, south + side],
    ] as [number, number][],
  ],
})

it('cells stand on multiples of their size and cover what overlaps the districts', () => {
  const grid = makeGrid([square('A', [1200, 300], 1500)], 1000)
  expect(grid.ids).toEqual(['e1000n0', 'e2000n0', 'e1000n1000', 'e2000n1000'])
  expect([...grid.landKm2].reduce((all, km2) => all + km2, 0)).toBeCloseTo(1.5 ** 2, 9)
})

it('a cell belongs to the district that holds most of it and takes the nearest place name', () => {
  const districts = [square('west', [0, 0], 1300), square('east', [1300, 0], 1300)]
  const grid = makeGrid(districts, 1000, { places: [{ name: 'Mill', x: 1500, y: 500 }] })
  expect(grid.district[grid.ids.indexOf('e1000n0')]).toBe('east')
  expect(grid.place[grid.ids.indexOf('e1000n0')]).toBe('Mill')
})

it('a shifted grid covers the same districts with other corners', () => {
  const grid = makeGrid([square('A', [0, 0], 1000)], 1000, { offset: [500, 500] })
  expect(grid.ids).toEqual(['e-500n-500', 'e500n-500', 'e-500n500', 'e500n500'])
})

it('a point is in the cell that holds it, or in none', () => {
  const grid = gridOf([250, 750, 250], [250, 250, 750], 500)
  expect([...locate(grid, [10, 501, 760, -1], [10, 499, 760, 10])]).toEqual([0, 1, -1, -1])
})

it('centroids off any lattice make scattered cells, and points go to the nearest', () => {
  const grid = gridOf([0, 430, 900], [0, 120, 40], 500)
  expect(grid.kind).toBe('scattered')
  expect([...locate(grid, [100, 800, 9000], [0, 0, 0])]).toEqual([0, 2, -1])
})

it('no cells, or two at one place, are refused', () => {
  expect(() => gridOf([], [], 500)).toThrow(RangeError)
  expect(() => gridOf([250, 250], [250, 250], 500)).toThrow(RangeError)
})

it('a cell is named by its south-west corner', () => {
  expect(cellId(406500, 286500, 1000)).toBe('e406000n286000')
})
