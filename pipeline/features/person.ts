/** Days of 400 years, after which the calendar is the same again, and from 1 March of year 0 to 1970. */
const [CYCLE, BEFORE_1970] = [146_097, 719_468]
const MEAN_YEAR = 365.2425
const AGE_BANDS = [18, 25, 35, 45, 55] as const

/**
 * Age in years on a day: whole years by the calendar, and the part of the next one that has passed; NaN when
 * the birth is not known. Someone born on 29 February is a year older on 1 March.
 *
 * @param birthDay epoch day; of a birth month its last day, so that no child is taken for an adult
 * (Assumption A39: people are born on the last day of the month on record)
 * @example ageOn(epochDay('2008-11-30'), epochDay('2026-11-30')) === 18
 */
export function ageOn(birthDay: number, day: number): number {
  if (Number.isNaN(birthDay)) return Number.NaN
  const born = birthOf(birthDay)
  let years = Math.floor((day - birthDay) / MEAN_YEAR)
  let [last, next] = [birthday(born, years), birthday(born, years + 1)]
  if (last > day) [years, last, next] = [years - 1, birthday(born, years - 1), last]
  else if (next <= day) [years, last, next] = [years + 1, next, birthday(born, years + 2)]
  return years + (day - last) / (next - last)
}

/** A birth as the year that begins on 1 March, in which a leap day is the last, and the day of it from 0. */
interface Birth {
  readonly year: number
  readonly dayOfYear: number
}

/**
 * Millions of ages are asked for, so that no `Date` is made.
 * Source: Hinnant, "chrono-compatible low-level date algorithms" (2021), `civil_from_days`.
 */
function birthOf(day: number): Birth {
  const from = day + BEFORE_1970
  const cycle = Math.floor(from / CYCLE)
  const ofCycle = from - cycle * CYCLE
  const leaps = Math.floor(ofCycle / 1460) - Math.floor(ofCycle / 36_524) + Math.floor(ofCycle / 146_096)
  const year = Math.floor((ofCycle - leaps) / 365)
  return { year: cycle * 400 + year, dayOfYear: ofCycle - daysBefore(year) }
}

/** Epoch day of a birthday: one on a leap day is on 1 March in other years. */
function birthday({ year, dayOfYear }: Birth, years: number): number {
  return daysBefore(year + years) + dayOfYear - BEFORE_1970
}

/** Days from 1 March of year 0 to that of another. */
function daysBefore(year: number): number {
  return 365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400)
}

/** Age band as shown and audited. @example ageBand(19) === '18-24' */
export function ageBand(age: number): string {
  if (Number.isNaN(age)) return 'not recorded'
  const above = AGE_BANDS.findIndex(limit => age < limit)
  if (above === 0) return 'under 18'
  if (above < 0) return '55 and over'
  return `${AGE_BANDS[above - 1]}-${AGE_BANDS[above]! - 1}`
}
