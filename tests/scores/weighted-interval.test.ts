import { expect, test } from 'vitest'
import { weightedInterval } from '../../pipeline/scores/weighted-interval.ts'

test('the score is twice the mean pinball loss, as the example says', () => {
  expect(weightedInterval([0.25, 0.5, 0.75], [1, 2, 3], 4)).toBeCloseTo(5 / 3, 12)
  expect(weightedInterval([0.25, 0.5, 0.75], [4, 4, 4], 4)).toBe(0)
})

test('it equals the weighted sum of interval scores that defines it', () => {
  const levels = [0.1, 0.25, 0.5, 0.75, 0.9]
  const values = [1, 2, 4, 7, 9]
  for (const actual of [0, 1.5, 4, 8, 20]) {
    const interval = (alpha: number, low: number, high: number) =>
      high - low + (2 / alpha) * Math.max(0, low - actual) + (2 / alpha) * Math.max(0, actual - high)
    const score =
      (0.5 * Math.abs(actual - 4) + (0.2 / 2) * interval(0.2, 1, 9) + (0.5 / 2) * interval(0.5, 2, 7)) / 2.5
    expect(weightedInterval(levels, values, actual)).toBeCloseTo(score, 12)
  }
})
