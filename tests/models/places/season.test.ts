import { expect, it } from 'vitest'
import { fitSeason, seasonAt } from '../../../pipeline/models/places/season.ts'

const YEAR = 365.25
/**
 * Weekly counts back from a day, of a level that swings by 40% over the year with its peak at New Year 1970.
 */
const countsBefore = (day: number, weeks: number) =>
  Float64Array.from(
    { length: weeks },
    (_, w) => 50 * (1 + 0.4 * Math.cos((2 * Math.PI * (day - 7 * w - 4)) / YEAR)),
  )

it('a yearly swing is found again, a little smaller for the ridge', () => {
  const day = 20_000
  const season = fitSeason(countsBefore(day, 260), day)
  const peak = Math.round(YEAR * 55)
  expect(seasonAt(season, peak)).toBeGreaterThan(1.36)
  expect(seasonAt(season, peak)).toBeLessThan(1.41)
  expect(seasonAt(season, Math.round(peak + YEAR / 2))).toBeLessThan(0.65)
  expect(season[1]).toBeCloseTo(0, 2)
})

it('under two years of history there is no season', () => {
  expect(seasonAt(fitSeason(countsBefore(20_000, 103), 20_000), 12_345)).toBe(1)
})

it('a factor is held between a half and two', () => {
  expect(seasonAt(Float64Array.of(5, 0, 0, 0), 0)).toBe(2)
  expect(seasonAt(Float64Array.of(-5, 0, 0, 0), 0)).toBe(0.5)
})
