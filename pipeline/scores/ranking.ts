/**
 * Indexes in falling order of value, ties by index.
 *
 * @example ranking([0.2, 0.5, 0.2]) // [1, 0, 2]
 */
export function ranking(values: ArrayLike<number>): Uint32Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i)
  return order.sort((a, b) => values[b]! - values[a]! || a - b)
}
