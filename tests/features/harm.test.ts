import { describe, expect, it } from 'vitest'
import { decayed, fallsOn, harmOf } from '../../pipeline/features/harm.ts'
import { careersOf } from '../careers-of.ts'
import type { PlainCharge } from '../oracles/plain-harm.ts'

const TWO_YEARS = 730.5

const charge = (chargedDay: number, weight: number | null, rest: Partial<PlainCharge> = {}): PlainCharge => ({
  chargedDay,
  weight,
  outcome: 'pending',
  outcomeDay: null,
  ...rest,
})

const harmOn = (charges: readonly PlainCharge[], day: number, cap = Infinity) =>
  harmOf(careersOf(charges), 0, { day, halfLifeYears: 2, cap })

describe('the harm score', () => {
  it('adds up by hand: 100 today, 80 one half-life ago, 40 two half-lives ago make 150', () => {
    const charges = [charge(-1461, 40), charge(-730, 80), charge(0, 100)]
    const { score, contributions } = harmOn(charges, 0.5)
    expect(contributions.map(({ contribution }) => Math.round(contribution))).toEqual([10, 40, 100])
    expect(score).toBeCloseTo(150, 0)
  })

  it('counts an acquitted charge until the day after the acquittal and never from then on', () => {
    const charges = [
      charge(0, 189, { outcome: 'acquitted', outcomeDay: 50 }),
      charge(10, 800, { outcome: 'convicted', outcomeDay: 60 }),
    ]
    const before = harmOn(charges, 50)
    const after = harmOn(charges, 51)
    expect(before.score).toBeCloseTo(189 * 2 ** (-50 / TWO_YEARS) + 800 * 2 ** (-40 / TWO_YEARS), 9)
    expect(after.score).toBeCloseTo(800 * 2 ** (-41 / TWO_YEARS), 9)
    expect(after.contributions.map(({ counted }) => counted)).toEqual([false, true])
    expect(before.contributions[0]!.outcome).toBe('pending')
  })

  it('knows nothing of a charge of the day itself or later', () => {
    expect(harmOn([charge(10, 100), charge(11, 100)], 10).contributions).toHaveLength(0)
  })

  it('never counts a charge without a weight, and lists it', () => {
    const { score, contributions } = harmOn([charge(0, null)], 5)
    expect(score).toBe(0)
    expect(contributions[0]).toMatchObject({ counted: false, contribution: 0 })
  })

  it('can cap the weight of one charge', () => {
    expect(harmOn([charge(0, 7973)], 1, 1000).undecayed).toBe(1000)
  })

  it('halves in one half-life without a new charge, and falls below a cut on the day that says so', () => {
    expect(decayed(80, TWO_YEARS, 2)).toBe(40)
    const day = fallsOn(800, 700, { day: 1000, halfLifeYears: 2 })!
    expect(decayed(800, day - 1000, 2)).toBeLessThan(700)
    expect(decayed(800, day - 1 - 1000, 2)).toBeGreaterThanOrEqual(700)
    expect(fallsOn(600, 700, { day: 1000, halfLifeYears: 2 })).toBeNull()
  })
})
