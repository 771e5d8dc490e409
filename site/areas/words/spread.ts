import { formatInterval, formatShare } from '../../shared/format.ts'

/**
 * An interval of whole numbers with the chance that it really holds: at least 80%. From 0 to 0 is none.
 * @example heldWords({ low: 0, high: 0, mass: 0.95 }) === 'none in 95% of cases'
 */
export function heldWords({ low, high, mass }: { low: number; high: number; mass: number }): string {
  const span = high === 0 ? 'none' : formatInterval(low, high)
  return `${span} in ${formatShare(mass)} of cases`
}

/** Chances above and below which a place among the first is certain, likely, open, unlikely or ruled out. */
const [CERTAIN, LIKELY] = [0.995, 0.8]

/**
 * How sure it is that a square stands among the first, in words. "Certain" is said only of what always did.
 */
export function topWords(topShare: number, top: number): string {
  if (topShare >= CERTAIN) return `Certain top ${top}`
  if (topShare >= LIKELY) return `Likely in the top ${top}`
  if (topShare > 1 - LIKELY) return `Borderline for the top ${top}`
  return topShare > 1 - CERTAIN ? `Unlikely in the top ${top}` : `Outside the top ${top}`
}
