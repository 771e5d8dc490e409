import { expect, it } from 'vitest'
import { random } from '../../../pipeline/lib/seed.ts'
import { fitMixture } from '../../../pipeline/models/places/kernel-mixture.ts'
import { fitPool, poolShare } from '../../../pipeline/models/places/log-pool.ts'

const source = random(3, 'mixture')
const [A, B] = [
  [0.6, 0.3, 0.1],
  [0.1, 0.2, 0.7],
] as const
const cells = Array.from({ length: 4000 }, () => {
  const density = source.next() < 0.7 ? A : B
  const u = source.next()
  return u < density[0] ? 0 : u < density[0] + density[1] ? 1 : 2
})
const window = {
  densities: Float64Array.from(cells.flatMap(cell => [A[cell]!, B[cell]!])),
  weights: new Float64Array(cells.length).fill(1),
}

it('expectation-maximisation finds the weights that made the events', () => {
  const weights = fitMixture([window], 2, { iterations: 200 })
  expect(weights[0]).toBeCloseTo(0.7, 1)
  expect(weights[0]! + weights[1]!).toBeCloseTo(1, 12)
})

it('without events the start is kept', () => {
  const empty = { densities: new Float64Array(0), weights: new Float64Array(0) }
  expect([...fitMixture([empty], 2, { iterations: 5 })]).toEqual([0.5, 0.5])
})

it('the pool finds the power of a density that the events follow', () => {
  const logs = Float64Array.from(A, Math.log)
  const events = Int32Array.from(
    Array.from({ length: 6000 }, () => (source.next() < 0.6 ? 0 : source.next() < 0.75 ? 1 : 2)),
  )
  const rows = { logs, cells: events, weights: new Float64Array(events.length).fill(1) }
  const one = Float64Array.of(1)
  const powers = fitPool([rows], { start: Float64Array.of(0), centre: one, ridge: 1, steps: 8 })
  expect(powers[0]).toBeCloseTo(1, 1)
  expect(poolShare(logs, one)[0]).toBeCloseTo(0.6, 12)
})

it('a step that would overshoot is held back: the score never falls', () => {
  const logs = Float64Array.of(-20, 0, -0.001, -9, -8, 0)
  const rows = { logs, cells: Int32Array.of(1), weights: Float64Array.of(1) }
  const centre = Float64Array.of(0.5, 0.5)
  const powers = fitPool([rows], { start: centre, centre, ridge: 1e-6, steps: 1 })
  expect(powers.every(Number.isFinite)).toBe(true)
  expect(poolShare(logs, powers)[1]!).toBeGreaterThanOrEqual(poolShare(logs, centre)[1]!)
})
