import { expect, it } from 'vitest'
import { bounds, inside } from '../../pipeline/lib/geo.ts'

const square = (from: number, to: number): [number, number][] => [
  [from, from],
  [to, from],
  [to, to],
  [from, to],
]

it('a point in a hole lies outside, and one on an island in it inside', () => {
  const shape = [square(0, 10), square(2, 8), square(4, 6)]
  expect([1, 3, 5, 11].map(at => inside(shape, at, at))).toEqual([true, false, true, false])
})

it('the first point may be repeated at the end', () => {
  const ring = square(0, 10)
  expect(inside([[...ring, ring[0]!]], 5, 5)).toBe(true)
})

it('the bounding box holds every ring', () => {
  expect(bounds([square(3, 5), square(-1, 2)])).toEqual([-1, -1, 5, 5])
})
