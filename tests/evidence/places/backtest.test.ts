import { expect, it } from 'vitest'
import { random } from '../../../pipeline/lib/seed.ts'
import { bits } from '../../../pipeline/scores/bits.ts'
import { makeCity } from '../../models/places/city.ts'
import { backtestCity } from './backtest-city.ts'

const city = makeCity({ perWeek: 25, weeks: 208 })
const origins = Array.from({ length: 26 }, (_, k) => (208 - 4 * (k + 1)) * 7)
const evidence = backtestCity(city.history, origins)

it('the forecast beats every baseline and comes near the true intensity', () => {
  const { models, forecast } = evidence
  for (const name of [
    'last 4 weeks',
    'last 52 weeks',
    'all history',
    'KDE of 52 weeks',
    'uniform',
  ] as const) {
    expect(forecast.bits).toBeGreaterThan(models[name].bits)
  }
  const { target, cells } = city.history
  const counts = new Float64Array(cells.x.length)
  target.day.forEach((day, e) => {
    if (day < Math.min(...origins)) return
    counts[Math.floor(target.y[e]! / 500) * 30 + Math.floor(target.x[e]! / 500)]!++
  })
  const limit = bits(city.truth, counts) / counts.reduce((a, b) => a + b, 0)
  expect(limit - forecast.bits).toBeLessThan(0.08)
})

it('the strongest simple map stands first, the last 52 weeks beside it, and both are beaten', () => {
  const { forecast, gains, models } = evidence
  expect(gains.map(({ over }) => over)).toEqual(['all history', 'last 52 weeks'])
  expect(models['all history'].bits).toBeGreaterThan(models['last 52 weeks'].bits)
  expect(forecast.slope).toBeGreaterThan(0.9)
  expect(forecast.slope).toBeLessThan(1.1)
  for (const { low } of gains) expect(low).toBeGreaterThan(0)
  expect(evidence.ranked).toBe(true)
})

it('an honest forecast keeps every promise that it is judged by', () => {
  const { checks, pit } = evidence.calibration
  expect(checks.filter(({ holds }) => holds !== true).map(({ code }) => code)).toEqual([])
  expect(pit.every(part => Math.abs(part - 0.1) < 0.03)).toBe(true)
})

it('under a year of windows no promise is judged: chance could not be told', () => {
  const { checks } = backtestCity(city.history, origins.slice(0, 6)).calibration
  expect(checks.every(({ holds }) => holds === null)).toBe(true)
})

it('every map has a spread of its own: an even one is not judged by that of the forecast', () => {
  const { models } = evidence
  expect(models.uniform.logScore).toBeLessThan(models['all history'].logScore)
  expect(models['all history'].logScore).toBeLessThan(models.stack.logScore)
})

it('where the map moves, recency pays; shuffled in time, it does not', () => {
  const moved = makeCity({ perWeek: 25, weeks: 208, seed: 4 })
  const shift = moved.history.target.x.map((x, e) =>
    moved.history.target.day[e]! > 600 ? (x + 7000) % 15000 : x,
  )
  const moving = { ...moved.history, target: { ...moved.history.target, x: shift } }
  const source = random(2, 'shuffle')
  const day = moving.target.day.slice()
  for (let i = day.length - 1; i > 0; i--) {
    const j = source.int(i + 1)
    const held = day[i]!
    day[i] = day[j]!
    day[j] = held
  }
  const few = origins.slice(14)
  const gain = (target: typeof moving.target) => {
    const { models } = backtestCity({ ...moving, target }, few)
    return models['last 52 weeks'].bits - models['all history'].bits
  }
  expect(gain(moving.target)).toBeGreaterThan(gain({ ...moving.target, day }) + 0.05)
})
