import { expect, it } from 'vitest'
import { epochDay, isoDate, isoWeek, mondayOf } from '../../pipeline/lib/week.ts'

it('a day and its ISO date are two names of one thing', () => {
  expect(epochDay('1970-01-01')).toBe(0)
  for (const day of [-1, 0, 10_957, 20_779]) expect(epochDay(isoDate(day))).toBe(day)
})

it('a date that does not exist is refused', () => {
  for (const text of ['2026-02-29', '2026-13-01', '26-01-01', ''])
    expect(() => epochDay(text)).toThrow(RangeError)
})

it('weeks follow ISO 8601 at the turn of a year', () => {
  expect(isoWeek(epochDay('2026-11-22'))).toBe('2026-W47')
  expect(isoWeek(epochDay('2021-01-03'))).toBe('2020-W53')
  expect(isoWeek(epochDay('2024-12-30'))).toBe('2025-W01')
})

it('a week begins on its Monday', () => {
  expect(isoDate(mondayOf(epochDay('2026-11-22')))).toBe('2026-11-16')
})
