import { describe, expect, it } from 'vitest'
import { placeEvents } from '../../../pipeline/features/events.ts'
import { gridOf } from '../../../pipeline/features/grid.ts'
import { random } from '../../../pipeline/lib/seed.ts'
import { forceTotals } from '../../../pipeline/models/places/force-total.ts'

const grid = gridOf([250], [250], 500)
const series = (rate: (day: number) => number, days: number) => {
  const source = random(5, 'series')
  const day: number[] = []
  for (let d = 0; d < days; d++) for (let n = source.poisson(rate(d)); n > 0; n--) day.push(d)
  const x = new Float64Array(day.length).fill(1)
  return placeEvents(grid, { day: Int32Array.from(day), x, y: x })
}

it('a steady level is forecast within its interval', () => {
  const total = forceTotals(
    series(() => 4, 1500),
    28,
  ).at(1500)
  expect(total.low).toBeLessThan(112)
  expect(total.high).toBeGreaterThan(112)
  expect(Math.abs(total.expected - 112)).toBeLessThan(15)
})

it('a yearly season is learnt: the forecast for the peak is above that for the trough', () => {
  const rate = (day: number) => 6 * (1 + 0.5 * Math.cos((2 * Math.PI * day) / 365.25))
  const totals = forceTotals(series(rate, 2000), 28)
  const peak = totals.at(Math.round(5 * 365.25) - 14)
  const trough = totals.at(Math.round(4.5 * 365.25) - 14)
  expect(peak.model).toContain('seasonal')
  expect(peak.expected / trough.expected).toBeGreaterThan(2)
})

it('a gap in the data is passed over, not taken for peace', () => {
  const gap = (day: number) => (day >= 1000 && day < 1120 ? 0 : 10)
  const total = forceTotals(series(gap, 1134), 28).at(1134)
  expect(total.expected).toBeGreaterThan(200)
})

it('without any event a little is expected', () => {
  expect(
    forceTotals(
      series(() => 0, 10),
      28,
    ).at(10).expected,
  ).toBeGreaterThan(0)
})

describe('a forecast made some days after the data end', () => {
  const rate = () => 4
  const events = series(rate, 1500)
  const onTime = forceTotals(events, 28).at(1500).expected

  it.each([2, 4, 7, 10])('%i days: they are not known rather than quiet', late => {
    const made = forceTotals(events, 28, 1500).at(1500 + late)
    expect(Math.abs(made.expected / onTime - 1)).toBeLessThan(0.03)
  })

  it('taken for quiet they would lower the total', () => {
    const quiet = forceTotals(events, 28).at(1510).expected
    expect(quiet).toBeLessThan(0.97 * onTime)
  })

  it('past days are forecast as they were', () => {
    const [open, closed] = [forceTotals(events, 28), forceTotals(events, 28, 1500)]
    expect(closed.at(1400)).toEqual(open.at(1400))
  })
})

it('months without an event count as months, and the interval is of whole numbers', () => {
  const rare = forceTotals(
    series(() => 0.02, 3000),
    28,
  ).at(3000)
  expect(rare.expected).toBeLessThan(2)
  expect(rare.low).toBe(0)
  expect(Number.isInteger(rare.high)).toBe(true)
  expect(rare.mass).toBeGreaterThanOrEqual(0.8)
  const zeroes = Array.from({ length: 52 }, (_, k) => 3000 - 28 * (k + 1)).filter(from => {
    const { day } = series(() => 0.02, 3000)
    return !day.some(d => d >= from && d < from + 28)
  })
  expect(zeroes.length).toBeGreaterThan(10)
})

it('the latest window is made up for what is not recorded yet, before the forecast is judged by it', () => {
  const events = series(() => 12, 1500)
  const known = events.day.map((day, i) => day + (i % 2 === 0 ? 0 : 21))
  const x = new Float64Array(known.length).fill(1)
  const late = placeEvents(grid, { day: Int32Array.from(events.day), x, y: x, known })
  const { cv, expected } = forceTotals(late, 28).at(1500)
  expect(Math.abs(expected - 336)).toBeLessThan(40)
  expect(cv).toBeLessThan(0.05)
})
