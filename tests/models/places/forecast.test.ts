import { describe, expect, it } from 'vitest'
import type { Events, PlaceHistory } from '../../../pipeline/features/events.ts'
import { expectPlaces, forecastPlaces } from '../../../pipeline/models/places/forecast.ts'
import { makeCity } from './city.ts'

const { history } = makeCity({ perWeek: 20, weeks: 156 })
const origin = 140 * 7
const forecast = forecastPlaces(history, origin)

const pick = (events: Events, keep: (day: number) => boolean): Events => {
  const rows = [...events.day.keys()].filter(i => keep(events.day[i]!))
  return {
    day: Int32Array.from(rows, i => events.day[i]!),
    x: Float64Array.from(rows, i => events.x[i]!),
    y: Float64Array.from(rows, i => events.y[i]!),
  }
}

it('shares sum to one and expected numbers to the total', () => {
  expect(forecast.fit.share.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
  expect(forecast.expected.reduce((a, b) => a + b, 0)).toBeCloseTo(forecast.total.expected, 6)
})

it('the reasons of every cell add up to its expected number within 1e-9', () => {
  forecast.expected.forEach((expected, i) => {
    const sum = forecast.why.reduce((all, part) => all + part.count[i]!, 0)
    expect(Math.abs(sum - expected)).toBeLessThan(1e-9)
  })
})

it('every cell has a chance between none and certain, and an interval around plausible counts', () => {
  forecast.expected.forEach((_, i) => {
    expect(forecast.pAny[i]).toBeGreaterThan(0)
    expect(forecast.pTwo[i]!).toBeLessThan(forecast.pAny[i]!)
    expect(forecast.high[i]!).toBeGreaterThanOrEqual(forecast.low[i]!)
  })
})

describe('facts after the origin', () => {
  it('removing every later event changes nothing', () => {
    const before: PlaceHistory = { ...history, target: pick(history.target, day => day < origin) }
    const again = forecastPlaces(before, origin)
    expect(again.expected).toEqual(forecast.expected)
    expect(again.total).toEqual(forecast.total)
  })

  it('an event recorded later is not used, one recorded before is', () => {
    const known = history.target.day.map(day => (day === origin - 3 ? origin + 5 : day))
    const late = forecastPlaces({ ...history, target: { ...history.target, known } }, origin)
    const without = forecastPlaces(
      { ...history, target: pick(history.target, day => day !== origin - 3) },
      origin,
    )
    expect(late.fit.share).toEqual(without.fit.share)
  })
})

it('many origins in one pass give what one at a time gives, but for the warm start of the weights', () => {
  const both = expectPlaces(history, [origin - 28, origin], { keep: ({ expected }) => expected })
  both[1]!.forEach((expected, i) => {
    expect(Math.abs(expected - forecast.expected[i]!)).toBeLessThan(0.02)
  })
})

it('no events, one event or events only outside the area still give a forecast', () => {
  const none = { day: new Int32Array(0), x: new Float64Array(0), y: new Float64Array(0) }
  const one = { day: Int32Array.of(5), x: Float64Array.of(400), y: Float64Array.of(400) }
  const outside = { day: Int32Array.of(5), x: Float64Array.of(-9e5), y: Float64Array.of(400) }
  for (const target of [none, one, outside]) {
    const { expected } = forecastPlaces({ ...history, target }, 100)
    expect(expected.every(count => Number.isFinite(count) && count > 0)).toBe(true)
  }
})

it('polygons known by their centroids are forecast too', () => {
  const cells = {
    x: history.cells.x.map((x, i) => x + (i % 7) * 31),
    y: history.cells.y.map((y, i) => y + (i % 5) * 37),
  }
  const { fit } = forecastPlaces({ ...history, cells }, origin)
  const near = (x: number, y: number) => {
    const distance = cells.x.map((cx, i) => Math.hypot(cx - x, cells.y[i]! - y))
    return fit.share[distance.indexOf(Math.min(...distance))]!
  }
  expect(near(9000, 11000)).toBeGreaterThan(10 * near(2000, 14000))
  expect(fit.share.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
})

it('related offences that share the pattern sharpen a sparse target', () => {
  const sparse = makeCity({ perWeek: 1.5, weeks: 156, seed: 7 })
  const related = makeCity({ perWeek: 40, weeks: 156, seed: 8 }).history.target
  const divergence = (share: Float64Array) =>
    sparse.truth.reduce((sum, p, i) => sum + p * Math.log2(p / share[i]!), 0)
  const alone = forecastPlaces(sparse.history, origin).fit.share
  const helped = forecastPlaces({ ...sparse.history, related }, origin).fit.share
  expect(divergence(helped)).toBeLessThan(divergence(alone))
})
