import { expect, it } from 'vitest'
import { countsWithin, firstDayKnown, learnableFrom, placeEvents } from '../../pipeline/features/events.ts'
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
  expect(firstDayKnown(placed, 3)).toBe(-3)
  expect(firstDayKnown(placed, 2)).toBe(Number.POSITIVE_INFINITY)
})

it('events outside the area are left out', () => {
  const placed = placeEvents(grid, {
    day: Int32Array.of(2, 1),
    x: Float64Array.of(-1, 600),
    y: Float64Array.of(250, 250),
  })
  expect([...placed.cell]).toEqual([1])
})

it('a crime recorded later, however old, moves no earlier beginning of the history', () => {
  const at = (day: readonly number[], known: readonly number[]) =>
    placeEvents(grid, {
      day: Int32Array.from(day),
      known: Int32Array.from(known),
      x: new Float64Array(day.length).fill(1),
      y: new Float64Array(day.length).fill(1),
    })
  const [without, late] = [at([100, 500], [100, 500]), at([100, 500, -25_000], [100, 500, 700])]
  for (const day of [101, 500, 700]) expect(firstDayKnown(late, day)).toBe(firstDayKnown(without, day))
  expect(firstDayKnown(late, 701)).toBe(-25_000)
  expect([learnableFrom(without, 364), learnableFrom(late, 364)]).toEqual([464, 464])
  expect(learnableFrom(late, 3640)).toBe(701)
})

it('an event that is cancelled leaves on the day on which that was known, and is no outcome', () => {
  const placed = placeEvents(grid, {
    day: Int32Array.of(5, 6, 7),
    x: Float64Array.of(1, 2, 3),
    y: new Float64Array(3).fill(250),
    goneFrom: Float64Array.of(20, Number.POSITIVE_INFINITY, 8),
  })
  expect([...placed.x]).toEqual([1, 2])
  expect([...placed.goneFrom]).toEqual([20, Number.POSITIVE_INFINITY])
  expect([...placed.leaving]).toEqual([0])
  expect([...countsWithin(placed, { from: 0, to: 10, cells: 2 })]).toEqual([1, 0])
})
