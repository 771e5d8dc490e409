import type { Force } from '../../force/schema.ts'

/**
 * A recorded count as readers may see it: 0 stays 0, a count from 1 to below the threshold is hidden (null),
 * any other is rounded to the configured step.
 *
 * @example disclose(2, { minCount: 3, roundTo: 1 }) === null
 * @internal
 */
export function disclose(count: number, { minCount, roundTo }: Force['disclosure']): number | null {
  if (count > 0 && count < minCount) return null
  return Math.round(count / roundTo) * roundTo
}

/**
 * Counts of nested periods, the shortest first, as readers may see them: a count is also hidden where it
 * exceeds the last one shown by 1 to below the threshold, so that no difference of two shown periods tells a
 * small count.
 *
 * @example discloseNested([3, 4, 9], { minCount: 3, roundTo: 1 }) // [3, null, 9]
 */
export function discloseNested(
  counts: readonly number[],
  disclosure: Force['disclosure'],
): (number | null)[] {
  let shown = 0
  return counts.map(count => {
    if (disclose(count - shown, disclosure) === null) return null
    shown = count
    return disclose(count, disclosure)
  })
}
