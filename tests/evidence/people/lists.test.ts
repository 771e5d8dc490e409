import { describe, expect, it } from 'vitest'
import {
  listsAtCapacity,
  orderLists,
  placesOn,
  selectAtCapacity,
  tenthsOf,
} from '../../../pipeline/evidence/people/capacity.ts'
import { aucMeasure, clusteredFigure } from '../../../pipeline/evidence/people/clustered.ts'
import type { HeldOut } from '../../../pipeline/evidence/people/held-out.ts'
import { calibrationBy, qualityFigures, rivalsOf } from '../../../pipeline/evidence/people/rivals.ts'
import { verdictOf } from '../../../pipeline/evidence/people/verdict.ts'
import { sigmoid } from '../../../pipeline/lib/logistic.ts'
import { random } from '../../../pipeline/lib/seed.ts'

const ROWS = 2000

/** Rows whose outcome follows the probability; `blur` spoils what the gap rule knows. */
function heldOut(blur: number, seed = 1): HeldOut {
  const source = random(seed, 'held out')
  const logit = Float64Array.from({ length: ROWS }, () => -2.5 + 1.2 * source.normal())
  const probability = logit.map(sigmoid)
  const outcome = Uint8Array.from(probability, p => (source.next() < p ? 1 : 0))
  const gapOnly = logit.map(value => sigmoid(value + blur * source.normal()))
  const rate = outcome.reduce((sum, y) => sum + y, 0) / ROWS
  return {
    person: Int32Array.from({ length: ROWS }, (_value, r) => r >> 1),
    day: new Int32Array(ROWS).fill(20_000),
    days: [20_000],
    outcome,
    probability,
    rules: {
      baseRate: new Float64Array(ROWS).fill(rate),
      gapOnly,
      copasAge: gapOnly,
      harmRank: gapOnly.slice(),
    },
    unit: Array.from({ length: ROWS }, (_value, r) => (r % 2 === 0 ? 'BE' : 'BW')),
    band: Uint8Array.from({ length: ROWS }, (_value, r) => r % 3),
    child: new Uint8Array(ROWS),
  }
}

describe('lists as delivered', () => {
  const rows = heldOut(2)
  const lists = rows.unit

  it('each unit takes those of greatest value up to its capacity, and places count from one', () => {
    const selected = selectAtCapacity([0.1, 0.9, 0.5, 0.7], ['a', 'a', 'a', null], 2)
    expect([...selected]).toEqual([0, 1, 1, 0])
    expect([...placesOn([0.1, 0.9, 0.5, 0.7], ['a', 'a', 'a', null])]).toEqual([3, 1, 2, 0])
  })

  it('precision, recall and chance are what counting by hand gives', () => {
    const at = listsAtCapacity(rows, orderLists(rows, lists), 50)!
    const order = (unit: string) =>
      [...rows.outcome.keys()]
        .filter(r => rows.unit[r] === unit)
        .sort((a, b) => rows.probability[b]! - rows.probability[a]!)
        .slice(0, 50)
    const hits = [...order('BE'), ...order('BW')].reduce((sum, r) => sum + rows.outcome[r]!, 0)
    const high = rows.outcome.reduce((sum, y) => sum + y, 0)
    expect([at.listed, at.precision.value, at.recall.value]).toEqual([100, hits / 100, hits / high])
    const chance = at.rivals.find(({ name }) => name === 'chance')!
    expect(chance.precision.value).toBeCloseTo(high / ROWS, 12)
    expect(at.rivals[0]!.gain.value).toBeCloseTo(at.precision.value - at.rivals[0]!.precision.value, 12)
  })

  it('tells a model from a blurred rule, and says so when it cannot', () => {
    const [, gap] = rivalsOf(rows)
    expect([gap!.aucGain.verdict, gap!.brierGain!.verdict]).toEqual(['better', 'better'])
    const same = rivalsOf({ ...rows, rules: { ...rows.rules, gapOnly: rows.probability } })[1]!
    expect([same.aucGain.value, same.aucGain.verdict]).toEqual([0, 'cannot be told apart'])
    expect(verdictOf({ low: -0.2, high: -0.1 })).toBe('worse')
  })

  it('calibration by part holds what happened within its interval, nineteen times in twenty', () => {
    let [held, parts] = [0, 0]
    for (let seed = 1; seed <= 20; seed++) {
      const some = heldOut(1, seed)
      const tenths = Array.from({ length: 10 }, (_value, i) => String(i + 1))
      for (const { expected, observed } of calibrationBy(some, tenthsOf(some.probability), tenths)) {
        parts++
        if (expected >= observed.low && expected <= observed.high) held++
      }
    }
    expect(held / parts).toBeGreaterThan(0.88)
  })

  it('intervals count the rows of one person together', () => {
    const twice = { person: rows.person, outcome: rows.outcome }
    const alone = { ...twice, person: Int32Array.from({ length: ROWS }, (_value, r) => r) }
    const measure = aucMeasure(rows.probability, rows.outcome)
    const width = (of: typeof twice) => {
      const { low, high } = clusteredFigure(of, measure)
      return high - low
    }
    expect(width(alone)).toBeGreaterThan(0.02)
    const copies = { person: rows.person.map(p => p >> 3), outcome: rows.outcome }
    expect(Math.abs(width(copies) / width(alone) - 1)).toBeLessThan(0.3)
  })

  it('the AUC interval covers the true value in about 95 of 100 samples', () => {
    const truth = qualityFigures(heldOut(1, 999), heldOut(1, 999).probability).auc.value
    const covered = Array.from({ length: 100 }, (_value, i) => {
      const some = heldOut(1, 1000 + i)
      const { low, high } = clusteredFigure(some, aucMeasure(some.probability, some.outcome))
      return low - 0.01 < truth && truth < high + 0.01
    }).filter(Boolean).length
    expect(covered).toBeGreaterThan(88)
  })
})
