import { expect, it } from 'vitest'
import {
  countForecast,
  countInterval,
  probabilities,
} from '../../../pipeline/models/places/negative-binomial.ts'

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

it('the interval holds at least 80% of the counts', () => {
  const { low, high } = countForecast(Float64Array.of(12), Float64Array.of(6))
  const p = probabilities(12, 6, 200)
  expect(p.slice(low[0]!, high[0]! + 1).reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(0.8)
})

it('the interval is the least of whole numbers between the quantiles, with the mass that it holds', () => {
  for (const [mean, size] of [
    [0.02, 0.5],
    [0.3, 1],
    [2.5, 4],
    [40, 12],
    [900, 1e4],
    [3000, Number.POSITIVE_INFINITY],
  ] as const) {
    const { low, high, mass } = countInterval(mean, size)
    const p = probabilities(mean, size, 6000)
    const upTo = (k: number) => p.slice(0, k + 1).reduce((a, b) => a + b, 0)
    expect(mass).toBeGreaterThanOrEqual(0.8 - 1e-9)
    expect(mass).toBeCloseTo(upTo(high) - upTo(low - 1), 9)
    expect(upTo(low)).toBeGreaterThanOrEqual(0.1)
    expect(upTo(high)).toBeGreaterThanOrEqual(0.9 - 1e-9)
    if (low > 0) expect(upTo(low - 1)).toBeLessThan(0.1)
    if (high > 0) expect(upTo(high - 1)).toBeLessThan(0.9)
  }
})
