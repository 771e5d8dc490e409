import { formatCount } from '../../shared/format.ts'

/** Less than this is written as no change. */
const LEAST = 0.005

/** A change of an expected number with its sign. @example signedCount(-0.126) === '\u22120.13' */
export function signedCount(change: number): string {
  if (Math.abs(change) < LEAST) return '0.00'
  return `${change < 0 ? '\u2212' : '+'}${formatCount(Math.abs(change))}`
}

/** A change of an expected number in words. @example changeWords(-0.126) === '0.13 fewer' */
export function changeWords(change: number): string {
  if (Math.abs(change) < LEAST) return 'no more and no fewer'
  return `${formatCount(Math.abs(change))} ${change < 0 ? 'fewer' : 'more'}`
}
