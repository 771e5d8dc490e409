const MS_PER_DAY = 86_400_000
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
  const born = new Date(birthDay * MS_PER_DAY)
  let years = Math.floor((day - birthDay) / MEAN_YEAR)
  let [last, next] = [birthday(born, years), birthday(born, years + 1)]
  if (last > day) [years, last, next] = [years - 1, birthday(born, years - 1), last]
  else if (next <= day) [years, last, next] = [years + 1, next, birthday(born, years + 2)]
  return years + (day - last) / (next - last)
}

/** Epoch day of a birthday. */
function birthday(born: Date, years: number): number {
  return Date.UTC(born.getUTCFullYear() + years, born.getUTCMonth(), born.getUTCDate()) / MS_PER_DAY
}

/** Age band as shown and audited. @example ageBand(19) === '18-24' */
export function ageBand(age: number): string {
  if (Number.isNaN(age)) return 'not recorded'
  const above = AGE_BANDS.findIndex(limit => age < limit)
  if (above === 0) return 'under 18'
  if (above < 0) return '55 and over'
  return `${AGE_BANDS[above - 1]}-${AGE_BANDS[above]! - 1}`
}
