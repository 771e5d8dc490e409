/**
 * Disclosure control of counts that add up: small counts are withheld, and with them as many others as it
 * takes that no total gives a withheld one away.
 */

/** A published sum: the count at `total` is the sum of those at `parts`. */
export interface Sum {
  readonly total: number
  readonly parts: readonly number[]
}

/** What a reader can know of a count: the least and the greatest that it may be. */
export interface Range {
  readonly low: number
  readonly high: number
}

/** How counts are held back: from 1 to below `minCount` they are withheld, others rounded to `roundTo`. */
export interface Rule {
  readonly minCount: number
  readonly roundTo: number
}

/**
 * What a reader can work out of each count from what is shown and from all sums together: bounds are passed
 * along the sums until none moves (interval propagation). A withheld count is known to be 1 or more; a shown
 * one to lie within its rounding.
 *
 * @param shown rounded counts; null is withheld
 * @internal
 */
export function rangesOf(shown: readonly (number | null)[], sums: readonly Sum[], rule: Rule): Range[] {
  const low = shown.map(value => (value === null ? 1 : lowest(value, rule)))
  const high = shown.map(value => (value === null ? Number.POSITIVE_INFINITY : highest(value, rule)))
  let moved = true
  const narrow = (i: number, least: number, most: number) => {
    if (least > low[i]!) [low[i], moved] = [least, true]
    if (most < high[i]!) [high[i], moved] = [most, true]
  }
  while (moved) {
    moved = false
    for (const { total, parts } of sums) {
      const lows = parts.reduce((sum, part) => sum + low[part]!, 0)
      const open = parts.filter(part => high[part] === Number.POSITIVE_INFINITY).length
      const highs = parts.reduce((sum, part) => (Number.isFinite(high[part]) ? sum + high[part]! : sum), 0)
      narrow(total, lows, open === 0 ? highs : Number.POSITIVE_INFINITY)
      for (const part of parts) {
        const others = open - (high[part] === Number.POSITIVE_INFINITY ? 1 : 0)
        const rest = highs - (Number.isFinite(high[part]) ? high[part]! : 0)
        const most = high[total]! - (lows - low[part]!)
        narrow(part, others === 0 ? low[total]! - rest : Number.NEGATIVE_INFINITY, most)
      }
    }
  }
  return low.map((least, i) => ({ low: least, high: high[i]! }))
}

const lowest = (value: number, { roundTo }: Rule) => Math.max(0, Math.ceil(value - roundTo / 2))
const highest = (value: number, { roundTo }: Rule) => Math.ceil(value + roundTo / 2) - 1

/**
 * Whether a withheld count stays unknown: more than one value is possible, and one of them is not small, so
 * that it cannot even be told why the count is withheld.
 */
const isSafe = ({ low, high }: Range, { minCount }: Rule) => high > low && high >= minCount

/** Counts as they may leave the force; null is withheld. */
export type Protected =
  | { readonly kind: 'safe'; readonly shown: readonly (number | null)[] }
  /** The count that nothing protects, by its index. */
  | { readonly kind: 'unsafe'; readonly index: number }

/**
 * Withholds what must not be shown, then checks what a reader could work out, and withholds the smallest
 * other count of a sum that gives one away, until none does. Zeros are shown: an empty square is no secret.
 *
 * @example protect([1, 9, 10], [{ total: 2, parts: [0, 1] }], { minCount: 3, roundTo: 1 })
 * // { kind: 'safe', shown: [null, null, 10] }
 */
export function protect(counts: readonly number[], sums: readonly Sum[], rule: Rule): Protected {
  const { minCount, roundTo } = rule
  const shown = counts.map((count): number | null =>
    count > 0 && count < minCount ? null : Math.round(count / roundTo) * roundTo,
  )
  const touching = counts.map(() => [] as Sum[])
  for (const sum of sums) for (const i of [sum.total, ...sum.parts]) touching[i]!.push(sum)
  for (;;) {
    const ranges = rangesOf(shown, sums, rule)
    const index = ranges.findIndex((range, i) => shown[i] === null && !isSafe(range, rule))
    if (index < 0) return { kind: 'safe', shown }
    const next = nextToWithhold(index, touching, shown)
    if (next === undefined) return { kind: 'unsafe', index }
    shown[next] = null
  }
}

/**
 * The smallest shown part of the sums that touch a withheld count, their total only when no part is left;
 * where neither is left, of the sums that touch the other withheld counts of those. Zeros protect nothing.
 */
function nextToWithhold(
  index: number,
  touching: readonly (readonly Sum[])[],
  shown: readonly (number | null)[],
): number | undefined {
  const left = (indices: readonly number[]) =>
    [...new Set(indices)]
      .filter(i => shown[i] !== null && shown[i]! > 0)
      .sort((a, b) => shown[a]! - shown[b]! || a - b)
  const reached = new Set([index])
  for (const at of reached) {
    const sums = touching[at]!
    const totals = sums.map(({ total }) => total)
    const next = left(sums.flatMap(sum => sum.parts))[0] ?? left(totals)[0]
    if (next !== undefined) return next
    for (const i of [...totals, ...sums.flatMap(sum => sum.parts)]) if (shown[i] === null) reached.add(i)
  }
  return undefined
}
