import { describe, expect, it } from 'vitest'
import { judgeLayer } from '../../../pipeline/evidence/places/layer-coverage.ts'
import { weighAreas } from '../../../pipeline/features/area-weights.ts'
import { placeEvents } from '../../../pipeline/features/events.ts'
import { gridOf } from '../../../pipeline/features/grid.ts'
import type { Shape } from '../../../pipeline/lib/geo.ts'
import { expectPlaces, pastExpectation } from '../../../pipeline/models/places/forecast.ts'
import { makeCity } from '../../models/places/city.ts'

const rectangle = (...[west, south, east, north]: readonly [number, number, number, number]): Shape => [
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ],
]
const { history } = makeCity({ perWeek: 20, weeks: 130 })
const grid = gridOf(history.cells.x, history.cells.y, history.cellMetres)
const events = placeEvents(grid, history.target)
const origins = Array.from({ length: 13 }, (_, k) => 130 * 7 - 28 * (k + 1))
const past = expectPlaces(history, origins, { horizonDays: 28, keep: pastExpectation })
const outline = [rectangle(0, 0, 15_000, 15_000)]
/** Polygons that cut the squares of 500 m at a slant: strips of 1,150 m. */
const strips = Array.from({ length: 14 }, (_, s): Shape => {
  const west = -600 + 1150 * s
  return [
    [
      [west, 0],
      [west + 1150, 0],
      [west + 1450, 15_000],
      [west + 300, 15_000],
    ],
  ]
})
const judged = (shapes: readonly Shape[], made = past) =>
  judgeLayer(made, { shapes, weights: weighAreas(grid, outline, shapes), events, horizonDays: 28 })

describe('intervals of polygons on past origins', () => {
  it('hold what they promise, however the polygons cut the squares', () => {
    const { promised, found, polygons, forecasts } = judged(strips)
    expect([polygons, forecasts > 100]).toEqual([14, true])
    expect(promised).toBeGreaterThan(0.8)
    expect(Math.abs(found - promised)).toBeLessThan(0.08)
  })

  it('of totals half as large again would not', () => {
    const wrong = past.map(made => ({
      ...made,
      total: { ...made.total, expected: 1.5 * made.total.expected },
    }))
    const { promised, found } = judged(strips, wrong)
    expect(promised - found).toBeGreaterThan(0.1)
  })

  it('count what came where it was: all of it in polygons that cover the force', () => {
    const halves = [rectangle(0, 0, 7400, 15_000), rectangle(7400, 0, 15_000, 15_000)]
    const { expected, actual } = judged(halves)
    const from = Math.min(...origins)
    const came = [...events.day].filter(day => day >= from && day < 130 * 7).length
    expect(actual).toBe(came)
    const all = past.reduce(
      (sum, { total, share }) => sum + total.expected * share.reduce((a, b) => a + b, 0),
      0,
    )
    expect(expected).toBeCloseTo(all, 6)
  })
})
