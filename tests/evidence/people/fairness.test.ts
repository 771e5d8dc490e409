import { describe, expect, it } from 'vitest'
import { atCapacity, reliability, selectAtCapacity } from '../../../pipeline/evidence/people/capacity.ts'
import {
  auditGroups,
  conditionalDisparity,
  costOfParity,
} from '../../../pipeline/evidence/people/fairness.ts'
import { stability } from '../../../pipeline/evidence/people/population-stability.ts'

const probability = Float64Array.from({ length: 100 }, (_value, r) => (r + 1) / 200)
const outcome = Uint8Array.from({ length: 100 }, (_value, r) => (r >= 60 && r % 2 === 0 ? 1 : 0))
const groups = Array.from({ length: 100 }, (_value, r) => (r < 4 ? 'few' : r % 2 === 0 ? 'even' : 'odd'))

describe('the fairness audit', () => {
  const selected = selectAtCapacity(
    probability,
    groups.map(() => 'unit'),
    20,
  )

  it('selects each unit up to its capacity, those of greatest probability first', () => {
    expect(selected.reduce((sum, s) => sum + s, 0)).toBe(20)
    expect(selected.subarray(80).every(s => s === 1)).toBe(true)
    expect(atCapacity(selected, outcome, 20)).toEqual({
      perUnit: 20,
      listed: 20,
      precision: 0.5,
      recall: 0.5,
    })
  })

  it('gives rates at the capacity in use, by group, with intervals around them', () => {
    const [even, few, odd] = auditGroups({ probability, selected, outcome }, groups)
    expect(even!.ppv).toMatchObject({ value: 1 })
    expect(odd!.ppv).toMatchObject({ value: 0 })
    expect(even!.falseNegativeRate!.value).toBe(0.5)
    expect(even!.falseNegativeRate!.low).toBeLessThan(0.5)
    expect(few!.selectionRate).toBeNull()
  })

  it('tells disparity within strata and what parity would cost', () => {
    const rows = { probability, selected, outcome }
    const disparity = conditionalDisparity(rows, groups, new Uint8Array(100))
    expect([...disparity.values()].reduce((sum, d) => sum + d, 0)).toBeCloseTo(0, 9)
    expect(costOfParity(rows, groups)).toEqual({ hits: 10, hitsUnderParity: 10 })
  })

  it('shows expected and observed shares by tenths', () => {
    const tenths = reliability(probability, outcome)
    expect(tenths).toHaveLength(10)
    expect(tenths[0]).toMatchObject({ people: 10, observed: 0 })
    expect(tenths[0]!.expected).toBeCloseTo(0.0275, 9)
  })
})

describe('drift', () => {
  it('is silent about what sampling alone does and speaks of a shift', () => {
    expect(stability('age', [50, 50], [50, 50])).toMatchObject({ psi: 0, moved: false })
    expect(stability('age', [5, 5], [8, 2]).moved).toBe(false)
    expect(stability('age', [500, 500], [800, 200]).moved).toBe(true)
  })
})
