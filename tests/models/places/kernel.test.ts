import { expect, it } from 'vitest'
import { placeEvents } from '../../../pipeline/features/events.ts'
import { gridOf } from '../../../pipeline/features/grid.ts'
import { makeKernel } from '../../../pipeline/models/places/kernel.ts'
import { smoothHistories } from '../../../pipeline/models/places/smoothed-histories.ts'

const index = Array.from({ length: 400 }, (_, i) => i)
const grid = gridOf(
  index.map(i => ((i % 20) + 0.5) * 500),
  index.map(i => (Math.floor(i / 20) + 0.5) * 500),
  500,
)
const spread = (sigma: number, cell: number, [x, y]: readonly [number, number]) => {
  const surface = new Float64Array(400)
  makeKernel(grid, sigma).add(surface, Float64Array.of(1), { cell, x, y })
  return surface
}
const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0)

it('keeps the mass of an event, in the middle and in a corner', () => {
  expect(sum(spread(700, 210, [5250, 5250]))).toBeCloseTo(1, 6)
  expect(sum(spread(700, 0, [250, 250]))).toBeCloseTo(1, 6)
})

it('leans to the side of the cell on which the event lies', () => {
  const surface = spread(250, 210, [5450, 5250])
  expect(surface[211]!).toBeGreaterThan(3 * surface[209]!)
})

it('at 0 m counts the event in its own cell alone', () => {
  expect(spread(0, 210, [5450, 5250])[210]).toBe(1)
})

it('over scattered cells the heights at the centroids share the mass', () => {
  const scattered = gridOf([0, 430, 900], [0, 120, 40], 500)
  const surface = new Float64Array(3)
  makeKernel(scattered, 400).add(surface, Float64Array.of(1), { cell: 1, x: 430, y: 120 })
  expect(sum(surface)).toBeCloseTo(1)
  expect(surface[1]).toBe(Math.max(...surface))
})

it('decays by the half-life between days and weighs nothing that is not yet usable', () => {
  const events = placeEvents(grid, {
    day: Int32Array.of(0, 14, 30),
    x: Float64Array.of(250, 750, 1250),
    y: Float64Array.of(250, 250, 250),
  })
  const histories = smoothHistories(grid, [{ source: 'target', sigmaMetres: 0, halfLifeWeeks: 2 }], {
    target: events,
  })
  const { densities, masses } = histories.asAt(15)
  expect([...densities.subarray(0, 3)]).toEqual([1 / 3, 2 / 3, 0])
  expect(masses[0]).toBeCloseTo(1.5)
})
