/** Indexes from 0 to n - 1 for which a test holds. @example rowsWhere(4, r => r % 2 === 0) is [0, 2] */
export function rowsWhere(n: number, test: (row: number) => boolean): Int32Array {
  const rows: number[] = []
  for (let r = 0; r < n; r++) if (test(r)) rows.push(r)
  return Int32Array.from(rows)
}
