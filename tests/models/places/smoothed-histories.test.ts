import { describe, expect, it } from 'vitest'
import { type Events, placeEvents } from '../../../pipeline/features/events.ts'
import { gridOf } from '../../../pipeline/features/grid.ts'
import { random } from '../../../pipeline/lib/seed.ts'
import { forecastPlaces } from '../../../pipeline/models/places/forecast.ts'
import { type Layer, smoothHistories } from '../../../pipeline/models/places/smoothed-histories.ts'

const side = 8
const centres = Array.from({ length: side * side }, (_, i) => [250 + 500 * (i % side), 250 + 500 * (i >> 3)])
const cells = {
  x: Float64Array.from(centres, ([x]) => x!),
  y: Float64Array.from(centres, ([, y]) => y!),
}
const grid = gridOf(cells.x, cells.y, 500)
const layers: Layer[] = [2, 104, Number.POSITIVE_INFINITY].flatMap(halfLifeWeeks =>
  [0, 500].map(sigmaMetres => ({ source: 'target', halfLifeWeeks, sigmaMetres }) as const),
)

/** Events of three years up to day 1100, a few every week. */
function city(count = 400): Events {
  const source = random(3, 'city')
  const draw = (least: number, width: number) =>
    Float64Array.from({ length: count }, () => least + width * source.next())
  const day = Int32Array.from(draw(0, 1090)).sort()
  return { day, x: draw(0, 4000), y: draw(0, 4000), known: day.map(d => d + (d % 9)) }
}

const near = (a: Float64Array, b: Float64Array, digits = 12) =>
  a.forEach((value, i) => {
    expect(value).toBeCloseTo(b[i]!, digits)
  })

describe('events that leave', () => {
  const events = city()
  const goneFrom = Float64Array.from(events.day, (day, i) => (i % 7 === 0 ? day + 60 : Infinity))
  const placed = placeEvents(grid, { ...events, goneFrom })

  it('stand until the day on which that was known, as if they never would leave', () => {
    const later = goneFrom.map(day => (day > 900 ? Infinity : day))
    const before = smoothHistories(grid, layers, {
      target: placeEvents(grid, { ...events, goneFrom: later }),
    })
    const after = smoothHistories(grid, layers, { target: placed })
    for (const day of [500, 700, 900]) expect(after.asAt(day)).toEqual(before.asAt(day))
  })

  it('leave nothing behind', () => {
    const kept = [...events.day.keys()].filter(i => !(goneFrom[i]! <= 1100))
    const only = (values: Float64Array | Int32Array) => kept.map(i => values[i]!)
    const never = placeEvents(grid, {
      day: Int32Array.from(only(events.day)),
      known: Int32Array.from(only(events.known!)),
      x: Float64Array.from(only(events.x)),
      y: Float64Array.from(only(events.y)),
    })
    const [left, without] = [placed, never].map(target =>
      smoothHistories(grid, layers, { target }).asAt(1100),
    )
    near(left!.densities, without!.densities)
    near(left!.masses, without!.masses)
    expect(left!.distinctPlaces).toEqual(without!.distinctPlaces)
  })

  it('do not depend on the days that were looked at before', () => {
    const [often, once] = [0, 1].map(() => smoothHistories(grid, layers, { target: placed }))
    for (let day = 100; day < 1100; day += 50) often!.asAt(day)
    expect(often!.asAt(1100)).toEqual(once!.asAt(1100))
  })

  it('make a flat map when all of them are gone', () => {
    const target = placeEvents(grid, { ...events, goneFrom: goneFrom.fill(1095) })
    const { densities, masses } = smoothHistories(grid, layers, { target }).asAt(1100)
    expect(new Set(densities)).toEqual(new Set([1 / (side * side)]))
    expect(new Set(masses)).toEqual(new Set([0]))
  })
})

describe('no arithmetic grows with the age of a date', () => {
  const old = (day: number): Events => {
    const { day: days, known, x, y } = city()
    return {
      day: Int32Array.of(day, ...days),
      known: Int32Array.of(100, ...known!),
      x: Float64Array.of(3000, ...x),
      y: Float64Array.of(3000, ...y),
    }
  }

  it.each([
    ['1979', 15_000],
    ['1900', 44_000],
    ['year 1', 740_000],
  ])('an offence of %s weighs what it should, and the others as without it', (_, age) => {
    const [with1, without] = [old(-age), city()].map(events =>
      smoothHistories(grid, layers.slice(0, 4), { target: placeEvents(grid, events) }).asAt(1100),
    )
    expect(with1!.masses.every(Number.isFinite)).toBe(true)
    near(with1!.masses, without!.masses, 6)
    near(with1!.densities, without!.densities, 8)
  })

  it('a forecast stands with an offence of 1900', () => {
    const { expected } = forecastPlaces({ cellMetres: 500, cells, target: old(-44_000) }, 1100)
    expect(expected.every(value => value > 0 && Number.isFinite(value))).toBe(true)
  })
})
