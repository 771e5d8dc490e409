import { epochDay, isoDate } from '../lib/week.ts'

const AGE_BANDS = [18, 25, 35, 45, 55] as const

/**
 * Age in years on a day, of somebody born on the last day of the birth month (so that nobody counts as grown
 * up before it is certain): whole years by the calendar, and the part of the year since. NaN when the birth
 * is not known.
 *
 * @param birthDay first day of the birth month, an epoch day
 * @example ageOn(epochDay('2008-11-01'), epochDay('2026-11-29')) < 18 // and 18 on 30 November
 */
export function ageOn(birthDay: number, day: number): number {
  if (Number.isNaN(birthDay)) return Number.NaN
  const [year, month] = monthOf(birthDay)
  const [thisYear] = monthOf(day)
  const birthday = (of: number) => lastOfMonth(of, month)
  const last = birthday(thisYear) <= day ? thisYear : thisYear - 1
  return last - year + (day - birthday(last)) / (birthday(last + 1) - birthday(last))
}

function monthOf(day: number): [number, number] {
  const date = isoDate(day)
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7))]
}

function lastOfMonth(year: number, month: number): number {
  const next = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`
  return epochDay(next) - 1
}

/** Age band as shown and audited. @example ageBand(19) === '18-24' */
export function ageBand(age: number): string {
  if (Number.isNaN(age)) return 'not recorded'
  const above = AGE_BANDS.findIndex(limit => age < limit)
  if (above === 0) return 'under 18'
  if (above < 0) return '55 and over'
  return `${AGE_BANDS[above - 1]}-${AGE_BANDS[above]! - 1}`
}
