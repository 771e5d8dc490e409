import type { Force } from '../force/schema.ts'

/**
 * A recorded count as readers may see it: 0 stays 0, a count from 1 to below the threshold is hidden (null), any other is
 * rounded to the configured step.
 *
 * @example disclose(2, { minCount: 3, roundTo: 1 }) === null
 */
export function disclose(count: number, { minCount, roundTo }: Force['disclosure']): number | null {
  if (count > 0 && count < minCount) return null
  return Math.round(count / roundTo) * roundTo
}
