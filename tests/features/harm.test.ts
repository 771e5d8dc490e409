import { describe, expect, it } from 'vitest'
import { type ChargeFact, crossingCharges, decayed, fallsOn, harmOf } from '../../pipeline/features/harm.ts'

const HALF_LIFE = { halfLifeYears: 2 }
const TWO_YEARS = 730.5

const charge = (chargedDay: number, weight: number | null, rest: Partial<ChargeFact> = {}): ChargeFact => ({
  chargedDay,
  offenceDay: chargedDay,
  code: '8N',
  weight,
  outcome: 'pending',
  outcomeDay: null,
  ...rest,
})

describe('the harm score', () => {
  it('adds up by hand: 100 today, 80 one half-life ago, 40 two half-lives ago make 150', () => {
    const charges = [charge(-1461, 40), charge(-730, 80), charge(0, 100)]
    const { score, contributions } = harmOf(charges, 0.5, HALF_LIFE)
    expect(contributions.map(({ contribution }) => Math.round(contribution))).toEqual([10, 40, 100])
    expect(score).toBeCloseTo(150, 0)
  })

  it('counts an acquitted charge until the day after the acquittal and never from then on', () => {
    const charges = [
      charge(0, 189, { outcome: 'acquitted', outcomeDay: 50 }),
      charge(10, 800, { outcome: 'convicted', outcomeDay: 60 }),
    ]
    const before = harmOf(charges, 50, HALF_LIFE)
    const after = harmOf(charges, 51, HALF_LIFE)
    expect(before.score).toBeCloseTo(189 * 2 ** (-50 / TWO_YEARS) + 800 * 2 ** (-40 / TWO_YEARS), 9)
    expect(after.score).toBeCloseTo(800 * 2 ** (-41 / TWO_YEARS), 9)
    expect(after.contributions.map(({ counted }) => counted)).toEqual([false, true])
    expect(before.contributions[0]!.outcome).toBe('pending')
  })

  it('knows nothing of a charge of the day itself or later', () => {
    expect(harmOf([charge(10, 100), charge(11, 100)], 10, HALF_LIFE).contributions).toHaveLength(0)
  })

  it('never counts a charge without a weight, and lists it', () => {
    const { score, contributions } = harmOf([charge(0, null)], 5, HALF_LIFE)
    expect(score).toBe(0)
    expect(contributions[0]).toMatchObject({ counted: false, contribution: 0 })
  })

  it('can cap the weight of one charge', () => {
    expect(harmOf([charge(0, 7973)], 1, { ...HALF_LIFE, cap: 1000 }).undecayed).toBe(1000)
  })

  it('halves in one half-life without a new charge, and falls below a cut on the day that says so', () => {
    expect(decayed(80, TWO_YEARS, 2)).toBe(40)
    const day = fallsOn(800, 700, 1000, 2)!
    expect(decayed(800, day - 1000, 2)).toBeLessThan(700)
    expect(decayed(800, day - 1 - 1000, 2)).toBeGreaterThanOrEqual(700)
    expect(fallsOn(600, 700, 1000, 2)).toBeNull()
  })

  it('names the lightest single charge that would reach the cut first', () => {
    const offences = [
      { code: '34B', weight: 800 },
      { code: '8N', weight: 189 },
      { code: '10B', weight: 412 },
    ]
    expect(crossingCharges(300, 700, offences).map(({ code }) => code)).toEqual(['10B', '34B'])
    expect(crossingCharges(700, 700, offences)).toEqual([])
  })
})
