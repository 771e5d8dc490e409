import { expect, it } from 'vitest'
import { findExceedances } from '../../../pipeline/models/places/exceedance.ts'
import {
  combineSizes,
  countForecast,
  probabilities,
} from '../../../pipeline/models/places/negative-binomial.ts'
import { rankIntervals } from '../../../pipeline/models/places/rank-intervals.ts'

it('with infinite size the counts are Poisson', () => {
  const { pAny, pTwo } = countForecast(Float64Array.of(0.2), Float64Array.of(Number.POSITIVE_INFINITY))
  expect(pAny[0]).toBeCloseTo(1 - Math.exp(-0.2), 12)
  expect(pTwo[0]).toBeCloseTo(1 - 1.2 * Math.exp(-0.2), 12)
})

it('the negative binomial has the stated mean and variance', () => {
  const p = probabilities(3, 2, 400)
  const mean = p.reduce((sum, value, k) => sum + k * value, 0)
  const variance = p.reduce((sum, value, k) => sum + (k - 3) ** 2 * value, 0)
  expect(mean).toBeCloseTo(3, 8)
  expect(variance).toBeCloseTo(3 + 9 / 2, 6)
})

it('the interval holds at least 80 % of the counts', () => {
  const { low, high } = countForecast(Float64Array.of(12), Float64Array.of(6))
  const p = probabilities(12, 6, 200)
  expect(p.slice(low[0]!, high[0]! + 1).reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(0.8)
})

it('sources of spread add as inverse sizes', () => {
  expect(combineSizes(1 / 4, 1 / 4)).toBe(2)
  expect(combineSizes(0, 0)).toBe(Number.POSITIVE_INFINITY)
})

it('a cell with much evidence keeps its rank, one with little is borderline', () => {
  const mean = Float64Array.of(5, 4, 3, 2, 1)
  const sure = rankIntervals(mean, new Float64Array(5).fill(1e6))
  expect([...sure.rankLow]).toEqual([1, 2, 3, 4, 5])
  const unsure = rankIntervals(mean, new Float64Array(5).fill(1))
  expect(unsure.rankHigh[0]! - unsure.rankLow[0]!).toBeGreaterThan(1)
})

it('a planted flare-up is found and quiet cells are not', () => {
  const before = { expected: new Float64Array(500).fill(0.3), size: new Float64Array(500).fill(3), weeks: 4 }
  const recent = new Float64Array(500).map((_, i) => (i % 4 === 0 ? 1 : 0))
  recent[42] = 9
  expect(findExceedances(before, recent).map(flare => flare.cell)).toEqual([42])
})
