import { describe, expect, it } from 'vitest'
import { landOf, weighAreas } from '../../pipeline/features/area-weights.ts'
import { gridOf } from '../../pipeline/features/grid.ts'
import type { Shape } from '../../pipeline/lib/geo.ts'

const rectangle = (...[west, south, east, north]: readonly [number, number, number, number]): Shape => [
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ],
]
const grid = gridOf([500, 1500], [500, 500], 1000)
const outline = [rectangle(0, 0, 1500, 1000)]

describe('the land of a square', () => {
  it('is what the outline leaves of it, in km2', () => {
    expect([...landOf(grid, outline)]).toEqual([1, 0.5])
  })

  it('counts ground of two districts once', () => {
    expect([...landOf(grid, [...outline, rectangle(500, 0, 1500, 1000)])]).toEqual([1, 0.5])
  })
})

describe('the shares of the squares', () => {
  it('are parts of the land alone: a square at the edge is divided whole', () => {
    const { areas, outside } = weighAreas(grid, outline, [
      rectangle(0, 0, 1250, 1000),
      rectangle(1250, 0, 9000, 1000),
    ])
    expect(areas).toEqual([
      [
        [0, 1],
        [1, 0.5],
      ],
      [[1, 0.5]],
    ])
    expect([...outside]).toEqual([0, 0])
  })

  it('and what lies outside every polygon add up to 1', () => {
    const weights = weighAreas(grid, outline, [rectangle(0, 0, 250, 1000)])
    expect(weights.areas).toEqual([[[0, 0.25]]])
    expect([...weights.outside]).toEqual([0.75, 1])
  })

  it('of polygons that overlap are parts of the ground that they share', () => {
    const polygons = [rectangle(0, 0, 1000, 1000), rectangle(500, 0, 1500, 1000)]
    const weights = weighAreas(grid, outline, polygons)
    expect(weights.areas[0]).toEqual([[0, 0.75]])
    expect(weights.areas[1]).toEqual([
      [0, 0.25],
      [1, 1],
    ])
  })
})
