import { expect, it } from 'vitest'
import { random } from '../../../pipeline/lib/seed.ts'
import { jointCount, spreadCounts, stretchSpread } from '../../../pipeline/models/places/count-spread.ts'
import { mergeTables, tabulate } from '../../../pipeline/models/places/count-table.ts'
import { type Dispersion, fitDispersion } from '../../../pipeline/models/places/dispersion.ts'

const CELLS = 1500
const mean = Float64Array.from({ length: CELLS }, (_, i) => 0.005 * 1.005 ** i)
const shape = mean.map(m => 0.5 + 8 * m)

/** Counts drawn from the negative binomial of a dispersion: a Poisson count of a gamma rate. */
function drawWindow(truth: Dispersion, stream: string): Float64Array {
  const source = random(11, stream)
  const { size } = spreadCounts(mean, { shape, dispersion: truth, cv: 0 })
  return mean.map((m, i) => source.poisson((m * source.gamma(size[i]!)) / size[i]!))
}

const tableOf = (truth: Dispersion) =>
  mergeTables(Array.from({ length: 40 }, (_, k) => tabulate(mean, shape, drawWindow(truth, `window ${k}`))))

/** The likelihood cell by cell, without any grouping: a slow second opinion. */
function exactScore(windows: readonly Float64Array[], dispersion: Dispersion): number {
  const { size } = spreadCounts(mean, { shape, dispersion, cv: 0 })
  let score = 0
  for (const counts of windows) {
    counts.forEach((y, i) => {
      const [m, r] = [mean[i]!, size[i]!]
      for (let j = 0; j < y; j++) score += Math.log(r + j)
      score += r * Math.log(r / (r + m)) - y * Math.log(r + m)
    })
  }
  return score
}

it('the spread that made the counts is found again, both of its parts', () => {
  for (const truth of [
    { inverseSize: 0.2, phi: 0.15 },
    { inverseSize: 0, phi: 0.3 },
    { inverseSize: 0.4, phi: 0 },
  ]) {
    const { inverseSize, phi } = fitDispersion(tableOf(truth))
    expect(Math.abs(inverseSize - truth.inverseSize)).toBeLessThan(0.06)
    expect(Math.abs(phi - truth.phi)).toBeLessThan(0.06)
  }
})

it('grouping squares loses next to nothing of the likelihood', () => {
  const truth = { inverseSize: 0.2, phi: 0.15 }
  const windows = Array.from({ length: 40 }, (_, k) => drawWindow(truth, `window ${k}`))
  const events = windows.reduce((sum, counts) => sum + counts.reduce((a, b) => a + b, 0), 0)
  const fitted = exactScore(windows, fitDispersion(tableOf(truth)))
  for (const inverseSize of [0.1, 0.15, 0.2, 0.25, 0.3]) {
    for (const phi of [0.05, 0.1, 0.15, 0.2, 0.25]) {
      expect((exactScore(windows, { inverseSize, phi }) - fitted) / events).toBeLessThan(1e-4)
    }
  }
})

it('a search that starts near ends where one from nothing does', () => {
  const table = tableOf({ inverseSize: 0.2, phi: 0.15 })
  const [far, near] = [fitDispersion(table), fitDispersion(table, { inverseSize: 0.25, phi: 0.1 })]
  expect(Math.abs(far.inverseSize - near.inverseSize)).toBeLessThan(0.005)
  expect(Math.abs(far.phi - near.phi)).toBeLessThan(0.005)
})

it('without a window there is no more spread than that of the rates', () => {
  expect(fitDispersion(mergeTables([]))).toEqual({ inverseSize: 0, phi: 0 })
})

it('sources of spread add as inverse sizes', () => {
  const parts = { shape: Float64Array.of(4), dispersion: { inverseSize: 0.25, phi: 1 }, cv: 0 }
  expect(spreadCounts(Float64Array.of(2), parts).size[0]).toBe(1)
})

it('over twice the time the variance of events that come together doubles, and no more', () => {
  const parts = { shape: Float64Array.of(1e9), dispersion: { inverseSize: 0, phi: 0.5 }, cv: 0 }
  const one = spreadCounts(Float64Array.of(2), parts)
  const two = stretchSpread(one, Float64Array.of(2), 2)
  expect(4 + 16 / two.size[0]!).toBeCloseTo(2 * (2 + 4 / one.size[0]!), 6)
})

it('the joint count of cells has the sum of their variances, and shares the total\u2019s', () => {
  const expected = Float64Array.of(1, 2, 5)
  const parts = { shape: Float64Array.of(2, 3, 8), dispersion: { inverseSize: 0.1, phi: 0.2 }, cv: 0.3 }
  const spread = spreadCounts(expected, parts)
  const { mean: all, size } = jointCount(expected, spread, [0, 1, 2])
  const own = [0, 1, 2].reduce((sum, i) => sum + expected[i]! + expected[i]! ** 2 / spread.size[i]!, 0)
  const shared = 0.3 ** 2 * (8 ** 2 - 1 - 4 - 25)
  expect(all).toBe(8)
  expect(8 + 64 / size).toBeCloseTo(own + shared, 9)
})
