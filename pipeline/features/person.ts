import { DAYS_PER_YEAR } from './harm.ts'

const AGE_BANDS = [18, 25, 35, 45, 55] as const

/** Age in years on a day from the first day of the birth month; NaN when the birth is not known. */
export function ageOn(birthDay: number, day: number): number {
  return (day - birthDay) / DAYS_PER_YEAR
}

/** Age band as shown and audited. @example ageBand(19) === '18-24' */
export function ageBand(age: number): string {
  if (Number.isNaN(age)) return 'not recorded'
  const above = AGE_BANDS.findIndex(limit => age < limit)
  if (above === 0) return 'under 18'
  if (above < 0) return '55 and over'
  return `${AGE_BANDS[above - 1]}-${AGE_BANDS[above]! - 1}`
}
