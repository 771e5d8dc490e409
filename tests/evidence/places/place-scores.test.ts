import { expect, it } from 'vitest'
import { bootstrapRatio } from '../../../pipeline/evidence/places/bootstrap-ratio.ts'
import { underReporting } from '../../../pipeline/evidence/places/feedback.ts'
import { scoreLedgerEntry } from '../../../pipeline/evidence/places/ledger.ts'
import { scorePlaces } from '../../../pipeline/evidence/places/place-scores.ts'
import { random } from '../../../pipeline/lib/seed.ts'

const share = Float64Array.from({ length: 100 }, (_, i) => (i === 7 ? 0.5 : 0.5 / 99))
const counts = new Float64Array(100)
counts[7] = 3
counts[50] = 1
const total = { expected: 4, low: 2, high: 6 }
const scores = scorePlaces([{ origin: 0, share, total }], [counts])

it('capture, PAI and PEI* follow their formulas', () => {
  const at1 = scores.capture[0]!
  expect(at1.captured).toBe(0.75)
  expect(at1.expected).toBeCloseTo(0.5)
  expect(at1.pai).toBeCloseTo(75)
  expect(at1.pei).toBe(1)
})

it('a map whose cells all tie captures what its area holds on average, whichever cells come first', () => {
  const flat = new Float64Array(100).fill(0.01)
  const [, at2] = scorePlaces([{ origin: 0, share: flat, total }], [counts]).capture
  expect(at2!.captured).toBeCloseTo(0.02)
})

it('bits are the mean gain over a uniform map', () => {
  expect(scores.bits).toBeCloseTo((3 * Math.log2(50) + Math.log2((100 * 0.5) / 99)) / 4)
})

it('forecasts drawn from their own distribution are calibrated', () => {
  const source = random(9, 'calibrated')
  const map = Float64Array.from({ length: 400 }, () => source.exponential())
  const sum = map.reduce((a, b) => a + b, 0)
  const forecast = {
    origin: 0,
    share: map.map(value => value / sum),
    total: { expected: 200, low: 182, high: 218 },
  }
  const outcomes = Array.from({ length: 40 }, () => forecast.share.map(part => source.poisson(200 * part)))
  const judged = scorePlaces(
    outcomes.map(() => forecast),
    outcomes,
  )
  expect(judged.slope).toBeGreaterThan(0.95)
  expect(judged.slope).toBeLessThan(1.05)
  expect(judged.jaccard).toBe(1)
})

it('a gain that is the same in every window has no width', () => {
  expect(bootstrapRatio([2, 2, 2, 2, 2], [4, 4, 4, 4, 4])).toEqual({ mean: 0.5, low: 0.5, high: 0.5 })
})

it('a gain that swings is not certain', () => {
  const { low, high } = bootstrapRatio([5, -7, 4, 2, -6, 9, 1, -5], new Array(8).fill(10))
  expect(low).toBeLessThan(0)
  expect(high).toBeGreaterThan(0)
})

it('a kept forecast is scored beside the last 52 weeks, lost or won', () => {
  const last52 = new Float64Array(100).fill(0.01)
  const allHistory = share
  const entry = scoreLedgerEntry({ origin: 0, share, total }, counts, { allHistory, last52, complete: true })
  expect(entry.within).toBe(true)
  expect(entry.capture).toBe(0.75)
  expect(entry.bits!).toBeGreaterThan(entry.bitsOfLast52!)
  expect(entry.bits).toBe(entry.bitsOfAllHistory)
})

it('the more goes unreported elsewhere, the more listed cells would give way', () => {
  const expected = Float64Array.from({ length: 50 }, (_, i) => 1 / (1 + 0.02 * i))
  expect(underReporting(expected, 10, 0)).toBe(0)
  expect(underReporting(expected, 10, 0.3)).toBeGreaterThan(underReporting(expected, 10, 0.05))
})
