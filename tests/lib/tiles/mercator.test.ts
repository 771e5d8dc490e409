import { expect, it } from 'vitest'
import { addressesOf, degreesOf, rangeOf, tilesIn, worldOf } from '../../../pipeline/lib/tiles/mercator.ts'

it('degrees lead to the web-mercator square and back', () => {
  const corner = worldOf([180, 85.051_128_779_806_59])
  expect(corner[0]).toBe(1)
  expect(corner[1]).toBeCloseTo(0, 12)
  const [longitude, latitude] = degreesOf(worldOf([-1.9, 52.48]))
  expect(longitude).toBeCloseTo(-1.9, 12)
  expect(latitude).toBeCloseTo(52.48, 12)
})

it('a box touches the tiles that it stands in, and none beyond the edge of the world', () => {
  const range = rangeOf([0.4, 0.2, 0.6, 0.3], 2)
  expect(range).toEqual({ z: 2, minX: 1, maxX: 2, minY: 0, maxY: 1 })
  expect([...addressesOf(range)]).toHaveLength(tilesIn(range))
  expect(rangeOf([-1, -1, 2, 2], 1)).toEqual({ z: 1, minX: 0, maxX: 1, minY: 0, maxY: 1 })
})
