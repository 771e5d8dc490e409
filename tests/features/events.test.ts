import { expect, it } from 'vitest'
import { placeEvents } from '../../pipeline/features/events.ts'
import { gridOf } from '../../pipeline/features/grid.ts'

const grid = gridOf([250, 750], [250, 250], 500)

it('events stand in the order in which they became usable, then of their days, then as they came', () => {
  const placed = placeEvents(grid, {
    day: Int32Array.of(9, 5, 5, -3, 8, 5),
    known: Int32Array.of(9, 9, 9, 2, 8, 9),
    x: Float64Array.of(1, 2, 3, 4, 5, 6),
    y: new Float64Array(6).fill(250),
  })
  expect([...placed.usableFrom]).toEqual([3, 9, 10, 10, 10, 10])
  expect([...placed.x]).toEqual([4, 5, 2, 3, 6, 1])
  expect(placed.firstDay).toBe(-3)
})

it('events outside the area are left out', () => {
  const placed = placeEvents(grid, {
    day: Int32Array.of(2, 1),
    x: Float64Array.of(-1, 600),
    y: Float64Array.of(250, 250),
  })
  expect([...placed.cell]).toEqual([1])
})
