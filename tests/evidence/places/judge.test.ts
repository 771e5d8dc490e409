import { expect, it } from 'vitest'
import { backtestPlaces } from '../../../pipeline/evidence/places/backtest.ts'
import { captureOnGrid, coreOf } from '../../../pipeline/evidence/places/grid-shifts.ts'
import { forecastWithEvidence } from '../../../pipeline/evidence/places/judge.ts'
import { gridOf } from '../../../pipeline/features/grid.ts'
import { forecastPlaces } from '../../../pipeline/models/places/forecast.ts'
import { makeCity } from '../../models/places/city.ts'

const { history } = makeCity({ perWeek: 20, weeks: 104 })
const asAt = 104 * 7
const options = { asAt, completeBefore: asAt, horizonDays: 28 }
const week = forecastWithEvidence(history, options)

it('the forecast is that of the day alone, and the evidence that of a backtest of the same origins', () => {
  expect([...week.forecast.expected]).toEqual([...forecastPlaces(history, asAt).expected])
  const alone = backtestPlaces(history, week.origins, { horizonDays: 28 })
  expect(week.evidence!.forecast.bits).toBeCloseTo(alone.forecast.bits, 9)
  expect(week.origins).toHaveLength(13)
})

it('an origin whose horizon is not over is not judged', () => {
  const late = forecastWithEvidence(history, { ...options, completeBefore: asAt - 1 })
  expect(late.origins).toEqual(week.origins.slice(0, -1))
})

it('a history of less than a year has a forecast and no evidence', () => {
  const { evidence, forecast } = forecastWithEvidence(history, { ...options, asAt: 300, completeBefore: 300 })
  expect(evidence).toBeNull()
  expect(forecast.expected.some(value => value > 0)).toBe(true)
})

it('offences that pile up in a quiet cell are a flare-up', () => {
  const { target } = history
  const pile = Array.from({ length: 12 }, (_, i) => asAt - 20 + i)
  const flared = {
    day: Int32Array.from([...target.day, ...pile]),
    x: Float64Array.from([...target.x, ...pile.map(() => 14_750)]),
    y: Float64Array.from([...target.y, ...pile.map(() => 14_750)]),
  }
  const { flareUps } = forecastWithEvidence({ ...history, target: flared }, options)
  expect(flareUps.filter(({ weeks }) => weeks === 4).map(({ cell }) => cell)).toContain(899)
  expect(week.flareUps.map(({ cell }) => cell)).not.toContain(899)
})

it('a shifted grid captures about as much, and the core of the list lies under its list', () => {
  const { x, y } = history.cells
  const grid = gridOf(x, y, 500)
  const shifted = gridOf(
    x.map(value => value + 125),
    y.map(value => value + 125),
    500,
  )
  const at = { origins: week.origins, horizonDays: 28 }
  const [own, other] = [grid, shifted].map(one => captureOnGrid(one, history.target, at)!)
  expect(Math.abs(own! - other!)).toBeLessThan(0.05)
  const listed = [...week.forecast.expected.keys()]
    .sort((a, b) => week.forecast.expected[b]! - week.forecast.expected[a]!)
    .slice(0, 18)
  const settings = week.forecast.fit.gps
  const core = coreOf({ grid, listed }, [shifted], { history: history.target, day: asAt, settings })
  expect(core.reduce((a, b) => a + b, 0) / core.length).toBeGreaterThan(0.3)
})
