import { expect, it } from 'vitest'
import { placeEvents } from '../../../pipeline/features/events.ts'
import { gridOf } from '../../../pipeline/features/grid.ts'
import { countDistinctPlaces } from '../../../pipeline/models/places/distinct-places.ts'

const grid = gridOf([250, 750], [250, 250], 500)
const events = placeEvents(grid, {
  day: Int32Array.of(1, 2, 3, 4),
  x: Float64Array.of(50, 60, 450, 999),
  y: Float64Array.of(50, 40, 450, 499),
})

it('events within one fifth of a cell count as one place', () => {
  const distinctPlaces = countDistinctPlaces(grid, events)
  for (let i = 0; i < 4; i++) distinctPlaces.add(i)
  expect([...distinctPlaces.count]).toEqual([2, 1])
})

it('what was not taken in does not count', () => {
  const distinctPlaces = countDistinctPlaces(grid, events)
  distinctPlaces.add(0)
  expect([...distinctPlaces.count]).toEqual([1, 0])
})

it('a place goes with the last of its events', () => {
  const distinctPlaces = countDistinctPlaces(grid, events)
  for (let i = 0; i < 4; i++) distinctPlaces.add(i)
  distinctPlaces.remove(0)
  expect([...distinctPlaces.count]).toEqual([2, 1])
  distinctPlaces.remove(1)
  expect([...distinctPlaces.count]).toEqual([1, 1])
})
