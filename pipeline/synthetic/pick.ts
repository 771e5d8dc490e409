import type { Random } from '../lib/seed.ts'

/** A table for drawing an index in proportion to its weight, in constant time. */
export interface Alias {
  readonly keep: Float64Array
  readonly other: Int32Array
}

/**
 * Prepares draws in proportion to weights (alias method, Walker 1977, Vose 1991). Weights are >= 0 and not all zero.
 *
 * @example draw(makeAlias([0, 1]), random(1)) === 1
 */
export function makeAlias(weights: ArrayLike<number>): Alias {
  const n = weights.length
  let sum = 0
  for (let i = 0; i < n; i++) sum += weights[i]!
  const keep = Float64Array.from(weights, w => (w * n) / sum)
  const other = Int32Array.from(weights, (_, i) => i)
  const small: number[] = []
  const large: number[] = []
  for (let i = 0; i < n; i++) (keep[i]! < 1 ? small : large).push(i)
  while (small.length > 0 && large.length > 0) {
    const s = small.pop()!
    const l = large.at(-1)!
    other[s] = l
    keep[l]! -= 1 - keep[s]!
    if (keep[l]! < 1) small.push(large.pop()!)
  }
  for (const i of small) keep[i] = 1
  for (const i of large) keep[i] = 1
  return { keep, other }
}

/** Draws an index. */
export function draw(alias: Alias, random: Random): number {
  const u = random.next() * alias.keep.length
  const i = Math.floor(u)
  return u - i < alias.keep[i]! ? i : alias.other[i]!
}
