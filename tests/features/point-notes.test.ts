import { expect, test } from 'vitest'
import { notesByCell } from '../../pipeline/bake/areas/notes.ts'
import { placeEvents } from '../../pipeline/features/events.ts'
import { gridOf } from '../../pipeline/features/grid.ts'
import { notePoints } from '../../pipeline/features/point-notes.ts'
import { noteWords } from '../../site/areas/words/notes.ts'

const grid = gridOf([500, 1500], [500, 500], 1000)
/** Six offences in the first cell, four of them on one point, and twenty in the second, one on a point. */
const x = [100, 100, 100, 100, 300, 700, 1100, ...Array.from({ length: 19 }, (_, i) => 1200 + i)]
const placed = placeEvents(grid, {
  day: Int32Array.from(x, (_, i) => i),
  x: Float64Array.from(x),
  y: new Float64Array(x.length).fill(400),
})
const point = (kind: 'default-geocode' | 'dominant-address', at: number) => ({ kind, x: at, y: 400 })

test('a flagged point stands beside the square that it touches, with its part of the offences', () => {
  const notes = notePoints(placed, grid, [
    point('dominant-address', 1100),
    point('default-geocode', 100),
    point('default-geocode', 9999),
  ])
  expect(notes).toEqual([{ cell: 0, kind: 'default-geocode', offences: 4, of: 6 }])
  expect(noteWords(notes[0]!)).toBe(
    '4 of 6 offences stand on one point, which is a default geocode (a custody suite or a hospital): ' +
      'they may have happened elsewhere.',
  )
})

test('a note stands beside its cell with the full count', () => {
  const notes = notePoints(placed, grid, [point('default-geocode', 100)])
  expect(notesByCell(notes).get(0)).toEqual([{ kind: 'default-geocode', offences: 4, of: 6 }])
})
