import { describe, expect, it } from 'vitest'
import { bandFlow, bandIndex, proposeCuts } from '../../../pipeline/models/people/bands.ts'

const CUTS = { lowMedium: 60, highMedium: 250, high: 700, superHigh: 2000 }

describe('bands', () => {
  it('a score on a cut-point is in the band above', () => {
    expect([0, 59.9, 60, 250, 700, 1999.9, 2000].map(score => bandIndex(score, CUTS))).toEqual([
      0, 0, 1, 2, 3, 3, 4,
    ])
  })

  it('proposed cut-points hold 50, 80, 92 and 98% of all harm with the fewest people', () => {
    const scores = [50, 20, 10, 8, 4, 4, 2, 1, 1, 0, 0]
    const cuts = proposeCuts(scores)
    expect(cuts).toEqual({ superHigh: 50, high: 10, highMedium: 4, lowMedium: 2 })
  })

  it('refuses a population in which cut-points would not rise', () => {
    expect(() => proposeCuts([5, 5, 5, 5])).toThrow(RangeError)
  })

  it('a flow table counts each person once', () => {
    const flow = bandFlow([0, 0, 3, -1], [0, 1, 4, 2])
    expect(flow[0]).toEqual([1, 1, 0, 0, 0])
    expect(flow[3]![4]).toBe(1)
    expect(flow.flat().reduce((sum, n) => sum + n, 0)).toBe(3)
  })
})
