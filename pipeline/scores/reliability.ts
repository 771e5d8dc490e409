/** Sums over one group of rows; divide by `rows` for means. */
export interface ReliabilityGroup {
  readonly rows: number
  readonly expected: number
  readonly observed: number
}

const GROUPS = 10

/**
 * Reliability table: rows in rising order of what was expected, cut into tenths of equal size, each with the
 * sums of what was expected and of what was observed (Hosmer and Lemeshow 1980). Calibrated forecasts have
 * equal sums.
 *
 * @param expected probability or expected number of each row; ties keep the order of the rows
 * @param observed what came of each row
 * @returns ten groups, the least expected first
 * @example reliability([0.9, 0.1], [1, 0]).at(-1) // { rows: 1, expected: 0.9, observed: 1 }
 */
export function reliability(expected: ArrayLike<number>, observed: ArrayLike<number>): ReliabilityGroup[] {
  const n = expected.length
  const order = Uint32Array.from({ length: n }, (_, r) => r).sort(
    (a, b) => expected[a]! - expected[b]! || a - b,
  )
  return Array.from({ length: GROUPS }, (_, g) => {
    const rows = order.subarray((g * n) / GROUPS, ((g + 1) * n) / GROUPS)
    const sumOf = (values: ArrayLike<number>) => rows.reduce((sum, r) => sum + values[r]!, 0)
    return { rows: rows.length, expected: sumOf(expected), observed: sumOf(observed) }
  })
}
