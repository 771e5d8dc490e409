import { describe, expect, it } from 'vitest'
import { countInterval } from '../../../pipeline/models/places/negative-binomial.ts'
import { forecastOfSum } from '../../../pipeline/models/places/sum-forecast.ts'

const square = { expected: 1, size: 2 }

describe('the forecast of a sum of squares', () => {
  it('of one square is that of the square', () => {
    const { expected, pAny, ...interval } = forecastOfSum([square], 0.3)
    expect(expected).toBe(1)
    expect(interval).toEqual(countInterval(1, 2))
    expect(pAny).toBeCloseTo(1 - (1 + 1 / 2) ** -2, 12)
  })

  it('is narrower than the sum of the intervals, and wider where all squares share more', () => {
    const many = Array.from({ length: 50 }, () => square)
    const width = (cv: number) => {
      const { low, high } = forecastOfSum(many, cv)
      return high - low
    }
    const alone = countInterval(1, 2)
    expect(width(0)).toBeLessThan(50 * (alone.high - alone.low))
    expect(width(0.5)).toBeGreaterThan(width(0))
  })

  it('of two halves of a square expects what the square does', () => {
    const half = forecastOfSum([{ ...square, share: 0.5 }], 0)
    expect(half.expected).toBe(0.5)
    expect(half.pAny).toBeCloseTo(1 - (1 + 0.5 / 2) ** -2, 12)
  })

  it('of no squares is none', () => {
    expect(forecastOfSum([], 0.3)).toEqual({ expected: 0, low: 0, high: 0, mass: 1, pAny: 0 })
    expect(forecastOfSum([{ ...square, share: 0 }], 0.3).high).toBe(0)
  })
})
