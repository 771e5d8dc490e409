import { describe, expect, it } from 'vitest'
import { selectAtCapacity } from '../../../pipeline/evidence/people/capacity.ts'
import {
  auditGroups,
  conditionalDisparity,
  costOfParity,
  measuredOff,
} from '../../../pipeline/evidence/people/fairness.ts'
import { stability } from '../../../pipeline/evidence/people/population-stability.ts'
import { random } from '../../../pipeline/lib/seed.ts'

const person = Int32Array.from({ length: 100 }, (_value, r) => r)
const probability = Float64Array.from({ length: 100 }, (_value, r) => (r + 1) / 200)
const outcome = Uint8Array.from({ length: 100 }, (_value, r) => (r >= 60 && r % 2 === 0 ? 1 : 0))
const groups = Array.from({ length: 100 }, (_value, r) => (r < 4 ? 'few' : r % 2 === 0 ? 'even' : 'odd'))

describe('the fairness audit', () => {
  const selected = selectAtCapacity(
    probability,
    groups.map(() => 'unit'),
    20,
  )
  const rows = { person, probability, selected, outcome }

  it('gives rates at the capacity in use, by group, with intervals around them', () => {
    const [even, few, odd] = auditGroups(rows, groups)
    expect(even!.ppv).toMatchObject({ value: 1 })
    expect(odd!.ppv).toMatchObject({ value: 0 })
    expect(even!.falseNegativeRate!.value).toBe(0.5)
    expect(even!.falseNegativeRate!.low).toBeLessThan(0.5)
    expect(few!.selectionRate).toBeNull()
  })

  it('tells disparity within strata and what parity would cost', () => {
    const disparity = conditionalDisparity(rows, groups, new Uint8Array(100))
    expect([...disparity.values()].reduce((sum, d) => sum + d, 0)).toBeCloseTo(0, 9)
    expect(costOfParity(rows, groups)).toEqual({ hits: 10, hitsUnderParity: 10 })
  })

  it('counts people, not the lists on which they stood', () => {
    const twice = Int32Array.from({ length: 100 }, (_value, r) => r >> 1)
    const one = auditGroups({ ...rows, person: twice }, new Array<string>(100).fill('all'))[0]!
    const other = auditGroups(rows, new Array<string>(100).fill('all'))[0]!
    expect([one.people, other.people]).toEqual([50, 100])
    expect(one.selectionRate!.value).toBe(other.selectionRate!.value)
    const width = ({ low, high }: { low: number; high: number }) => high - low
    expect(width(one.selectionRate!)).toBeGreaterThan(1.2 * width(other.selectionRate!))
  })

  it('names a group whose probabilities are too high, and one group in twenty by chance', () => {
    const source = random(5, 'off')
    const made = (rate: number) => {
      const p = new Float64Array(400).fill(0.1)
      const y = Uint8Array.from(p, () => (source.next() < rate ? 1 : 0))
      const people = Int32Array.from(p, (_value, r) => r)
      const off = { person: people, probability: p, selected: new Uint8Array(400), outcome: y }
      const audited = auditGroups(off, new Array<string>(400).fill('g'))
      const audit = { characteristic: 'sex', groups: audited.map(group => ({ ...group, disparity: 0 })) }
      const everyone = { value: 1, low: 0.9, high: 1.1 }
      return measuredOff([audit], { everyone, expected: () => 40 }).length
    }
    expect(made(0.05)).toBe(1)
    const byChance = Array.from({ length: 200 }, () => made(0.1)).reduce((sum, n) => sum + n, 0) / 200
    expect(byChance).toBeLessThan(0.1)
  })
})

describe('groups measured off', () => {
  const off = (value: number, low: number, high: number) => ({ value, low, high })
  const group = (name: string, observedOverExpected: ReturnType<typeof off>) => ({
    ...auditGroups({ person, probability, selected: new Uint8Array(100), outcome }, groups)[0]!,
    group: name,
    disparity: 0,
    observedOverExpected,
  })
  const audits = [
    {
      characteristic: 'sex',
      groups: [
        group('F', off(0.5, 0.4, 0.7)),
        group('M', off(1.0, 0.9, 1.1)),
        group('U', off(0.6, 0.5, 0.8)),
      ],
    },
  ]
  const named = (everyone: ReturnType<typeof off>, people = 40) =>
    measuredOff(audits, { everyone, expected: () => people }).map(one => one.group)

  it('are those whose interval leaves out 1', () => {
    expect(named(off(1, 0.9, 1.1))).toEqual(['F', 'U'])
    expect(named(off(1, 0.9, 1.1), 5)).toEqual([])
  })

  it('are everyone where all are off, and then only groups that differ from everyone', () => {
    expect(named(off(0.75, 0.65, 0.85))).toEqual(['everyone', 'F'])
  })
})

describe('drift', () => {
  it('is silent about what sampling alone does and speaks of a shift', () => {
    expect(stability('age', [50, 50], [50, 50])).toMatchObject({ psi: 0, moved: false })
    expect(stability('age', [5, 5], [8, 2]).moved).toBe(false)
    expect(stability('age', [500, 500], [800, 200]).moved).toBe(true)
  })
})
