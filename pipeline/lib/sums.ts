/** Sum of numbers, in their order; 0 without any. @example sum([1, 2, 3]) === 6 */
export function sum(values: ArrayLike<number>): number {
  let all = 0
  for (let i = 0; i < values.length; i++) all += values[i]!
  return all
}

/**
 * Sum of a number taken of each item, in their order; 0 without any.
 *
 * @example sumOf([1, 2], n => 2 * n) === 6
 */
export function sumOf<T>(items: readonly T[], value: (item: T, index: number) => number): number {
  let all = 0
  for (let i = 0; i < items.length; i++) all += value(items[i]!, i)
  return all
}

/**
 * Values that are divided by their sum, in a new array; the sum must not be 0.
 *
 * @example normalised(Float64Array.of(1, 3)) // [0.25, 0.75]
 */
export function normalised(values: Float64Array): Float64Array {
  const all = sum(values)
  return values.map(value => value / all)
}
