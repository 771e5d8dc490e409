import { expect, it } from 'vitest'
import { calibrate, type SpreadForecast } from '../../../pipeline/evidence/places/calibration.ts'
import { checkOf } from '../../../pipeline/evidence/places/check.ts'
import { DEFAULT_RED_LINES, placeLines } from '../../../pipeline/evidence/places/red-lines.ts'
import { gridOf } from '../../../pipeline/features/grid.ts'
import { random } from '../../../pipeline/lib/seed.ts'
import { spreadCounts } from '../../../pipeline/models/places/count-spread.ts'
import { makeCity } from '../../models/places/city.ts'
import { quartersOf } from './backtest-city.ts'

const { truth, history } = makeCity({ perWeek: 1, weeks: 1 })
const districts = quartersOf(gridOf(history.cells.x, history.cells.y, 500))
const dispersion = { inverseSize: 0.15, phi: 0.1 }
const cv = 0.08
const ORIGINS = 40
const EXPECTED = 220

/**
 * A forecast with given shares and total; its counts spread as those drawn below do, unless another size is
 * given.
 */
function forecastOf(share: Float64Array, total = EXPECTED, widen = 1): SpreadForecast {
  const expected = share.map(part => part * total)
  const shape = expected.map(mean => 2 + 10 * mean)
  const spread = spreadCounts(expected, { shape, dispersion, cv })
  const half = 1.2816 * Math.sqrt(total + (cv * total) ** 2 + 0.1 * total)
  const interval = { low: Math.floor(total - half), high: Math.ceil(total + half), mass: 0.8 }
  const made = { expected: total, ...interval, cv, model: 'known', complete: [1, 1, 1, 1] }
  return { origin: 0, share, total: made, spread: { ...spread, size: spread.size.map(size => size * widen) } }
}

const known = forecastOf(truth)
const source = random(31, 'calibration')
const outcomes = Array.from({ length: ORIGINS }, () => {
  const level = 1 + cv * source.normal()
  return known.share.map((share, i) => {
    const mean = share * EXPECTED
    const size = 1 / (1 / known.spread.size[i]! - cv * cv)
    return source.poisson((level * mean * source.gamma(size)) / size)
  })
})

const judge = (forecast: SpreadForecast) =>
  calibrate(
    outcomes.map((_, k) => ({ ...forecast, origin: 28 * k })),
    outcomes,
    districts,
  )
const failed = (forecast: SpreadForecast) =>
  judge(forecast)
    .checks.filter(({ holds }) => holds === false)
    .map(({ code }) => code)

it('the forecast that made the counts keeps every promise', () => {
  expect(failed(known)).toEqual([])
  expect(judge(known).pit.every(part => Math.abs(part - 0.1) < 0.02)).toBe(true)
})

it('an even map is caught: the districts, which it cannot tell apart, and the spread', () => {
  const even = forecastOf(new Float64Array(truth.length).fill(1 / truth.length))
  expect(failed(even)).toContain('districts')
})

it('numbers half as large again are caught by the total, the districts and the force', () => {
  expect(failed(forecastOf(truth, 1.5 * EXPECTED))).toEqual(
    expect.arrayContaining(['total', 'districts', 'force']),
  )
})

it('a spread too narrow or too wide is caught in the squares, and in what they weigh together', () => {
  for (const widen of [0.1, 0.33, 3, 100]) {
    expect(failed(forecastOf(truth, EXPECTED, widen))).toEqual(
      expect.arrayContaining(['squares', 'weighted']),
    )
  }
})

it('a figure that is off by more than matters, beyond chance, does not hold', () => {
  const measure = { code: 'squares', promised: 0.8, of: 100 } as const
  expect(checkOf({ ...measure, found: 0.7, low: 0.65, high: 0.75 }).holds).toBe(false)
  expect(checkOf({ ...measure, found: 0.7, low: 0.6, high: 0.82 }).holds).toBe(true)
  expect(checkOf({ ...measure, found: 0.79, low: 0.785, high: 0.795 }).holds).toBe(true)
  expect(checkOf({ ...measure, found: Number.NaN, low: Number.NaN, high: Number.NaN }).holds).toBeNull()
})

it('a measure outside its red line is named; so is a forecast that a simple map beats', () => {
  const recent = { expected: 100, actual: 100 }
  const { checks } = judge(known)
  const crossed = (measured: Parameters<typeof placeLines>[0]) =>
    placeLines(measured, DEFAULT_RED_LINES).filter(line => line.crossed)
  expect(crossed({ checks, recent })).toEqual([])
  expect(crossed({ checks, recent: { expected: 100, actual: 60 } })).toEqual([
    { measure: 'recordedOverExpected', value: 0.6, from: 0.75, to: 1.33, crossed: true },
  ])
  const worse = { code: 'gain', promised: 0, found: -0.2, low: -0.3, high: -0.1, of: 10 } as const
  expect(crossed({ checks: [checkOf(worse)], recent })).toMatchObject([{ measure: 'gain', value: -0.2 }])
})
