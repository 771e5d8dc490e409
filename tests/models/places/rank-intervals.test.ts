import { expect, it } from 'vitest'
import { rankIntervals } from '../../../pipeline/models/places/rank-intervals.ts'

it('a cell with much evidence keeps its rank, one with little is borderline', () => {
  const mean = Float64Array.of(5, 4, 3, 2, 1)
  const sure = rankIntervals(mean, new Float64Array(5).fill(1e6))
  expect([...sure.rankLow]).toEqual([1, 2, 3, 4, 5])
  const unsure = rankIntervals(mean, new Float64Array(5).fill(1))
  expect(unsure.rankHigh[0]! - unsure.rankLow[0]!).toBeGreaterThan(1)
})

it('the chance of the first 20 is 1 for a cell that always is there, and adds up to 20 over all', () => {
  const mean = Float64Array.from({ length: 60 }, (_, i) => (i === 0 ? 50 : 1 + 1 / (1 + i)))
  const { topShare } = rankIntervals(mean, new Float64Array(60).fill(4))
  expect(topShare[0]).toBeCloseTo(1, 9)
  expect(topShare.slice(1).every(share => share > 0.05 && share < 0.95)).toBe(true)
  expect(topShare.reduce((a, b) => a + b, 0)).toBeCloseTo(20, 9)
})
