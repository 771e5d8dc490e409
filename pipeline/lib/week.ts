/**
 * Calendar arithmetic on plain civil dates. A day is the count of days since 1970-01-01; no time zone takes
 * part.
 */

const MS_PER_DAY = 86_400_000
const MONDAY_OFFSET = 3 // 1970-01-01 was a Thursday

/**
 * Days since 1970-01-01 of an ISO date (or of the date part of an ISO date-time). Throws RangeError on a
 * false date.
 *
 * @example epochDay('1970-01-08') === 7
 */
export function epochDay(isoDate: string): number {
  const text = isoDate.slice(0, 10)
  const ms = Date.parse(`${text}T00:00:00Z`)
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(text) ||
    Number.isNaN(ms) ||
    new Date(ms).toISOString().slice(0, 10) !== text
  ) {
    throw new RangeError(`not a date: ${text}`)
  }
  return ms / MS_PER_DAY
}

/** Millions of rows bear a few thousand days. */
const DATES = new Map<number, string>()

/** ISO date of an epoch day. Throws RangeError on none. @example isoDate(7) === '1970-01-08' */
export function isoDate(day: number): string {
  let date = DATES.get(day)
  if (date === undefined) {
    date = new Date(day * MS_PER_DAY).toISOString().slice(0, 10)
    DATES.set(day, date)
  }
  return date
}

/** The Monday (epoch day) of the week that holds a day. @example isoDate(mondayOf(7)) === '1970-01-05' */
export function mondayOf(day: number): number {
  return day - ((((day + MONDAY_OFFSET) % 7) + 7) % 7)
}

/** ISO 8601 week of an epoch day. @example isoWeek(epochDay('2026-11-22')) === '2026-W47' */
export function isoWeek(day: number): string {
  const thursday = mondayOf(day) + 3
  const year = Number(isoDate(thursday).slice(0, 4))
  const firstThursday = mondayOf(epochDay(`${year}-01-04`)) + 3
  return `${year}-W${String(1 + (thursday - firstThursday) / 7).padStart(2, '0')}`
}
