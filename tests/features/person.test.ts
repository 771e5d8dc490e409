import { describe, expect, it } from 'vitest'
import { ageBand, ageOn } from '../../pipeline/features/person.ts'
import { epochDay } from '../../pipeline/lib/week.ts'

const age = (born: string, day: string) => ageOn(epochDay(born), epochDay(day))

describe('age', () => {
  it.each([
    ['2008-11-30', '2026-11-29', 'under 18'],
    ['2008-11-30', '2026-11-30', '18-24'],
    ['2008-02-29', '2026-02-28', 'under 18'],
    ['2008-02-29', '2026-03-01', '18-24'],
    ['1900-01-31', '2026-11-16', '55 and over'],
  ])('someone born on %s is on %s %s', (born, day, band) => {
    expect(ageBand(age(born, day))).toBe(band)
  })

  it('rises evenly within a year, and is whole on the birthday', () => {
    expect(age('1990-01-31', '2020-01-31')).toBe(30)
    expect(age('1990-01-31', '2020-07-31')).toBeCloseTo(30 + 182 / 366)
    expect(age('1990-01-31', '1990-01-31')).toBe(0)
    expect(age('1990-01-31', '1989-01-31')).toBe(-1)
  })

  it('is by the calendar on every day of two centuries', () => {
    const onDay = (from: Date, years: number) =>
      Date.UTC(from.getUTCFullYear() + years, from.getUTCMonth(), from.getUTCDate()) / 86_400_000
    for (let birth = epochDay('1899-01-01'); birth < epochDay('2026-11-30'); birth += 13) {
      const years = ((birth % 97) + 97) % 97
      const day = onDay(new Date(birth * 86_400_000), years)
      expect([ageOn(birth, day), Math.floor(ageOn(birth, day - 1))]).toEqual([years, years - 1])
    }
  })

  it('is not known without a birth', () => {
    expect(ageBand(ageOn(Number.NaN, 20_000))).toBe('not recorded')
  })
})
