import { type Block, NIGHT, type Visit } from '../../../pipeline/bake/contract/vocabulary.ts'

export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

const two = (value: number) => String(value).padStart(2, '0')

/** An hour of the day. @example clock(9) === '09:00' */
const clock = (hour: number) => `${two(hour % 24)}:00`

/** Hours of the night and of the day, in words. */
export const NIGHT_HOURS = `${clock(NIGHT.from)} to ${clock(NIGHT.to)}`
export const DAY_HOURS = `${clock(NIGHT.to)} to ${clock(NIGHT.from)}`

/**
 * A block in words.
 * @example blockWords({ start: 116, hours: 3, n: 5, share: 0.1 }) === 'Friday 20:00 to 23:00 (n = 5)'
 */
export function blockWords({ start, hours, n }: Block): string {
  return `${spanWords(start, hours)} (n = ${n})`
}

/** A span of hours of the week; after midnight the day is the one on which it began. */
export function spanWords(start: number, hours: number): string {
  return `${DAYS[Math.floor(start / 24) % 7]} ${clock(start)} to ${clock(start + hours)}`
}

/** A visit in words. @example visitWords({ start: 6965, minutes: 12 }) === 'Friday 20:05, 12 minutes' */
export function visitWords({ start, minutes }: Visit): string {
  const [hour, minute] = [Math.floor(start / 60), start % 60]
  return `${DAYS[Math.floor(hour / 24) % 7]} ${two(hour % 24)}:${two(minute)}, ${minutes} minutes`
}

/** Counts laid out from pairs of index and count. @example dense([1, 5], 3) gives [0, 5, 0] */
export function dense(pairs: readonly number[], length: number): number[] {
  const counts = new Array<number>(length).fill(0)
  for (let k = 0; k < pairs.length; k += 2) counts[pairs[k]!] = pairs[k + 1]!
  return counts
}
