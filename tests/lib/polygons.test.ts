import { expect, it } from 'vitest'
import type { Ring } from '../../pipeline/lib/geo.ts'
import { polygonsOf } from '../../pipeline/lib/polygons.ts'

const square = (from: number, to: number): Ring => [
  [from, from],
  [to, from],
  [to, to],
  [from, to],
  [from, from],
]
/** Twice the area, above 0 where the ring runs counterclockwise. */
const turnOf = (ring: Ring) =>
  ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length]!
    return sum + x * nextY - nextX * y
  }, 0)

it('a hole belongs to the ring around it, and an island in it is a polygon of its own', () => {
  const [island, outer, hole] = [square(4, 6), square(0, 10), square(2, 8)]
  const polygons = polygonsOf([island, outer, hole])
  expect(polygons.map(rings => rings.length)).toEqual([2, 1])
  expect(polygons[0]![0]).toEqual(outer)
  expect(polygons[0]![1]).toEqual(hole.toReversed())
  expect(polygons[1]![0]).toEqual(island)
})

it('outer rings run counterclockwise and holes clockwise, however they came', () => {
  for (const turn of [(ring: Ring) => ring, (ring: Ring) => ring.toReversed()]) {
    const [rings] = polygonsOf([turn(square(0, 10)), turn(square(2, 8))])
    expect([turnOf(rings![0]!) > 0, turnOf(rings![1]!) < 0]).toEqual([true, true])
  }
})

it('parts that lie side by side are polygons each', () => {
  expect(polygonsOf([square(0, 1), square(2, 3)])).toHaveLength(2)
})
