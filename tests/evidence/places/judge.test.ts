import { expect, it } from 'vitest'
import { captureOnGrid, coreOf } from '../../../pipeline/evidence/places/grid-shifts.ts'
import { type JudgedTarget, judgePlaces, judgePlacesApart } from '../../../pipeline/evidence/places/judge.ts'
import type { PlaceHistory } from '../../../pipeline/features/events.ts'
import { gridOf } from '../../../pipeline/features/grid.ts'
import { forecastPlaces } from '../../../pipeline/models/places/forecast.ts'
import { forecastTargets } from '../../../pipeline/models/places/forecast-targets.ts'
import { makeCity } from '../../models/places/city.ts'
import { backtestCity } from './backtest-city.ts'
import { makeFacts } from './facts.ts'

const { history } = makeCity({ perWeek: 20, weeks: 104 })
const asAt = 104 * 7
const judge = (known: PlaceHistory, at: Parameters<typeof makeFacts>[1]): JudgedTarget =>
  judgePlaces(forecastTargets([makeFacts(known, at)]), () => [])[0]!
const week = judge(history, { asAt })
const origins = week.past.map(({ origin }) => origin)

it('the forecast is that of the day alone, and the evidence that of a backtest of the same origins', () => {
  expect([...week.forecast.expected]).toEqual([...forecastPlaces(history, asAt).expected])
  const alone = backtestCity(history, origins)
  expect(week.evidence.tested!.forecast.bits).toBeCloseTo(alone.forecast.bits, 9)
  expect(origins).toHaveLength(13)
})

it('an origin whose horizon is not over is not judged', () => {
  const late = judge(history, { asAt, completeBefore: asAt - 1 })
  expect(late.evidence.tested!.to).toBe(origins.at(-2)! + 28)
})

it('a history of less than a year has a forecast and no evidence', () => {
  const { evidence, forecast } = judge(history, { asAt: 300 })
  expect(evidence.tested).toBeNull()
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
  const { now } = judge({ ...history, target: flared }, { asAt }).evidence.flareUps
  expect(now.filter(({ cell }) => cell === 899)).toMatchObject([{ weeks: 4, count: 12 }])
  expect(new Set(now.map(({ cell }) => cell)).size).toBe(now.length)
  expect(week.evidence.flareUps.now.map(({ cell }) => cell)).not.toContain(899)
})

it('days of which the data are not in are not quiet: a flare-up is held against the days known', () => {
  const { target } = history
  const completeBefore = asAt - 20
  const known = target.day.map((_, i) => i).filter(i => target.day[i]! < completeBefore)
  const pile = Array.from({ length: 6 }, (_, i) => asAt - 28 + i)
  const cut = {
    day: Int32Array.from([...known.map(i => target.day[i]!), ...pile]),
    x: Float64Array.from([...known.map(i => target.x[i]!), ...pile.map(() => 14_750)]),
    y: Float64Array.from([...known.map(i => target.y[i]!), ...pile.map(() => 14_750)]),
  }
  const found = (at: { asAt: number; completeBefore?: number }) =>
    judge({ ...history, ...at, target: cut }, at).evidence.flareUps.now.find(({ cell }) => cell === 899)
  const [late, blind] = [found({ asAt, completeBefore }), found({ asAt })]
  expect(late).toMatchObject({ weeks: 4, count: 6 })
  expect(late!.expected).toBeLessThan(0.5 * blind!.expected)
  expect(late!.tail).toBeLessThan(blind!.tail)
})

it('past flare-ups are followed: one that goes on has lasted, one that ends has not', () => {
  const { target } = history
  const pileFrom = (from: number, days: number) =>
    Array.from({ length: 14 }, (_, i) => (from + (i * days) / 14) | 0)
  const flare = (days: number) => {
    const pile = pileFrom(asAt - 84 + 2, days)
    const at = (value: number) => pile.map(() => value)
    const more = {
      day: Int32Array.from([...target.day, ...pile]),
      x: Float64Array.from([...target.x, ...at(14_750)]),
      y: Float64Array.from([...target.y, ...at(14_750)]),
    }
    return judge({ ...history, target: more }, { asAt }).evidence.flareUps.past
  }
  const [ended, wentOn] = [flare(25), flare(53)]
  expect(ended.found).toBeGreaterThan(0)
  expect(ended.lasted).toBeLessThan(wentOn.lasted)
  expect(wentOn.byChance).toBeLessThan(wentOn.lasted)
})

it('a shifted grid captures about as much, and the core of the list lies under its list', () => {
  const { x, y } = history.cells
  const grid = gridOf(x, y, 500)
  const shifted = gridOf(
    x.map(value => value + 125),
    y.map(value => value + 125),
    500,
  )
  const at = { origins, horizonDays: 28 }
  const [own, other] = [grid, shifted].map(one => captureOnGrid(one, history.target, at)!)
  expect(Math.abs(own! - other!)).toBeLessThan(0.05)
  const listed = [...week.forecast.expected.keys()]
    .sort((a, b) => week.forecast.expected[b]! - week.forecast.expected[a]!)
    .slice(0, 18)
  const settings = week.forecast.fit.gammaPoisson
  const core = coreOf({ grid, listed }, [shifted], { history: history.target, day: asAt, settings })
  expect(core.reduce((a, b) => a + b, 0) / core.length).toBeGreaterThan(0.3)
})

it('targets judged on threads of their own are forecast and judged as on this one', async () => {
  expect(await judgePlacesApart([makeFacts(history, { asAt })], () => [])).toEqual([week])
})
