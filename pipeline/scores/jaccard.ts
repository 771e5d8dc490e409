/**
 * Jaccard index of two lists without repeats: entries in both over entries in either (Jaccard 1901); 1 when
 * they hold the same.
 *
 * @example jaccard([1, 2, 3], [2, 3, 4]) // 0.5
 */
export function jaccard(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const other = new Set(Array.from(b))
  const both = Array.from(a).filter(entry => other.has(entry)).length
  return both / (a.length + other.size - both)
}
