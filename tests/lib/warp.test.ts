import { describe, expect, it } from 'vitest'
import { fitWarp } from '../../pipeline/lib/fit-warp.ts'
import { degreesOf, worldOf } from '../../pipeline/lib/tiles/mercator.ts'
import { warped } from '../../pipeline/lib/warp.ts'
import { degrees, metres } from '../tiles/town.ts'

describe('a warp in place of a coordinate system', () => {
  it('is exact for what is a polynomial', () => {
    const { warp, error } = fitWarp([0, 0, 10, 20], ([x, y]) => [3 * x - y + 7, x * y])
    expect(error).toBeLessThan(1e-9)
    expect(warped(warp, [2, 5])[0]).toBeCloseTo(8, 9)
    expect(warped(warp, [2, 5])[1]).toBeCloseTo(10, 9)
  })

  it('is true to the centimetre from web mercator to a force 60 km across, and 400 km across', () => {
    for (const half of [30_000, 200_000]) {
      const [west, south] = worldOf(degrees([400_000 - half, 290_000 - half]))
      const [east, north] = worldOf(degrees([400_000 + half, 290_000 + half]))
      const { error } = fitWarp([west, north, east, south], point => metres(degreesOf(point)))
      expect(error).toBeLessThan(0.01)
    }
  })
})
