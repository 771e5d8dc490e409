import { random } from '../pipeline/lib/seed.ts'
import type { LabelledRows, TableColumn } from '../pipeline/models/people/columns.ts'

export type RiskRows = LabelledRows

/**
 * Seeded rows with a smooth, a stepped and a missing-value effect, a categorical column and noise; `pair`
 * adds an interaction.
 */
export function riskRows(rows: number, { pair = 0, seed = 1 } = {}): RiskRows {
  const source = random(seed, 'risk rows')
  const column = (draw: () => number) => Float64Array.from({ length: rows }, draw)
  const x = column(() => source.normal())
  const z = column(() => source.normal())
  const steps = column(() => source.int(6))
  const holes = column(() => (source.next() < 0.2 ? Number.NaN : source.normal()))
  const noise = column(() => source.normal())
  const kinds = Int32Array.from({ length: rows }, () => source.int(4) - 1)
  const labels = Uint8Array.from({ length: rows }, (_value, r) => {
    const level = [0.4, -0.5, 0.6, 0][kinds[r]! + 1]!
    const missing = Number.isNaN(holes[r]!) ? 0.8 : 0
    const logit =
      -1 + 0.7 * Math.sin(1.5 * x[r]!) + (steps[r]! > 3 ? 0.7 : 0) + level + missing + pair * x[r]! * z[r]!
    return source.next() < 1 / (1 + Math.exp(-logit)) ? 1 : 0
  })
  const numbers = Object.entries({ x, z, steps, holes, noise }).map(
    ([name, values]): TableColumn => ({ kind: 'numeric', name, values }),
  )
  const kind: TableColumn = { kind: 'categorical', name: 'kind', levels: ['a', 'b', 'c'], codes: kinds }
  return { table: { rows, columns: [...numbers, kind] }, labels }
}

/** The same rows with one more column. */
export function withColumn(
  { table, labels }: RiskRows,
  name: string,
  value: (label: number, row: number) => number,
): RiskRows {
  const values = Float64Array.from(labels, (label, row) => value(label, row))
  return { table: { ...table, columns: [...table.columns, { kind: 'numeric', name, values }] }, labels }
}
