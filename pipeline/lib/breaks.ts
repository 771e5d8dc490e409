/** Shares of values below each class break: the top class holds about 2% of them. */
const SHARES = [0.5, 0.8, 0.93, 0.98]

/**
 * Rising class breaks of a heavy-tailed quantity: its quantiles at 50, 80, 93 and 98%, rounded to two
 * significant digits; breaks that coincide are one. A value belongs to the class of the greatest break that
 * it reaches.
 *
 * @example classBreaks([1, 1, 1, 1]).length === 1
 */
export function classBreaks(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b)
  const breaks = SHARES.map(share => Number((sorted[Math.floor(share * sorted.length)] ?? 0).toPrecision(2)))
  return [...new Set(breaks)]
}

/** Number of breaks that a value reaches. @example classOf(5, [1, 4, 6]) === 2 */
export function classOf(value: number, breaks: readonly number[]): number {
  let reached = 0
  for (const limit of breaks) if (value >= limit) reached++
  return reached
}
