import type { Random } from '../lib/seed.ts'

/** A table for drawing an index in proportion to its weight, in constant time. */
export interface Alias {
  readonly keep: Float64Array
  readonly other: Int32Array
}

/**
 * Prepares draws in proportion to weights (alias method, Walker 1977, Vose 1991). Weights are >= 0 and not
 * all zero.
 *
 * @example draw(makeAlias([0, 1]), random(1)) === 1
 */
export function makeAlias(weights: ArrayLike<number>): Alias {
  const n = weights.length
  let sum = 0
  for (let i = 0; i < n; i++) sum += weights[i]!
  const keep = new Float64Array(n)
  const other = new Int32Array(n)
  for (let i = 0; i < n; i++) keep[i] = (weights[i]! * n) / sum
  const stack = new Int32Array(n) // below average from the left, above from the right
  let small = 0
  let large = n
  for (let i = 0; i < n; i++) stack[keep[i]! < 1 ? small++ : --large] = i
  while (small > 0 && large < n) {
    const s = stack[--small]!
    const l = stack[large]!
    other[s] = l
    keep[l]! -= 1 - keep[s]!
    if (keep[l]! >= 1) continue
    stack[small++] = l
    large++
  }
  while (small > 0) keep[stack[--small]!] = 1
  while (large < n) keep[stack[large++]!] = 1
  return { keep, other }
}

/** Draws an index. */
export function draw(alias: Alias, random: Random): number {
  const u = random.next() * alias.keep.length
  const i = Math.floor(u)
  return u - i < alias.keep[i]! ? i : alias.other[i]!
}
