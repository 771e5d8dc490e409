import { describe, expect, it } from 'vitest'
import { random } from '../../../pipeline/lib/seed.ts'
import {
  type BoostingRows,
  boostedShare,
  fitBoostedSteps,
} from '../../../pipeline/models/places/boosted-steps.ts'

const CELLS = 64
const feature = Float64Array.from({ length: CELLS }, (_, i) => i)
const even = new Float64Array(CELLS).fill(1 / CELLS)

/** A window of events that fall three times as often in the upper half of the feature as in the lower. */
function makeWindow(seed: number): BoostingRows {
  const source = random(seed, 'challenge')
  const half = CELLS / 2
  const cells = Int32Array.from({ length: 2000 }, () =>
    Math.floor(source.next() * half + (source.next() < 0.75 ? half : 0)),
  )
  return { logs: feature, share: even, cells, weights: new Float64Array(cells.length).fill(1) }
}

const windows = Array.from({ length: 26 }, (_, k) => makeWindow(k))

describe('boosted steps', () => {
  const challenger = fitBoostedSteps(windows)
  const share = boostedShare(challenger, feature, even)

  it('move a share towards where the events fall, and keep its sum', () => {
    expect(share.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12)
    expect(share.at(-1)! / share[0]!).toBeGreaterThan(1.2)
    expect(share.at(-1)! / share[0]!).toBeLessThan(3.2)
  })

  it('leave a share without events as it is', () => {
    const empty = { ...windows[0]!, cells: new Int32Array(0), weights: new Float64Array(0) }
    const kept = boostedShare(fitBoostedSteps([empty]), feature, even)
    kept.forEach(value => {
      expect(value).toBeCloseTo(1 / CELLS, 12)
    })
  })
})
