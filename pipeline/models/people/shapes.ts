import type { Basis } from './basis.ts'
import type { Shape, TableColumn } from './columns.ts'
import type { Cone } from './cone.ts'
import { termOffsets } from './design.ts'

/** The shape of a column's part, where one is declared. */
export function shapeOf(column: TableColumn): Shape | undefined {
  return column.kind === 'numeric' ? column.shape : undefined
}

/**
 * The cone of coefficients in which every column keeps its declared shape: a term that rises or falls takes
 * steps of one sign between its knots; a straight one has a slope that is not below zero and not below that
 * of the column it must not fall short of. Undefined where no column has a shape.
 */
export function coneOf(columns: readonly TableColumn[], bases: readonly Basis[]): Cone | undefined {
  if (!columns.some(shapeOf)) return undefined
  const offsets = termOffsets(bases)
  const n = bases.reduce((sum, { size }) => sum + size, 1)
  const map = new Float64Array(n * n)
  const floored = new Uint8Array(n)
  for (let i = 0; i < n; i++) map[i * n + i] = 1
  columns.forEach((column, t) => {
    const trend = shapeOf(column)?.trend
    const [from, to] = [offsets[t]!, offsets[t]! + bases[t]!.size]
    if (trend === 'straight') {
      for (const j of chain(columns, t)) map[from * n + offsets[j]!] = 1
      floored[from] = 1
    } else if (trend) {
      for (let i = from + 1; i < to; i++) {
        map[i * n + from] = 1
        for (let j = from + 1; j <= i; j++) map[i * n + j] = trend === 'rising' ? 1 : -1
        floored[i] = 1
      }
    }
  })
  return { map, floored }
}

/** The column itself and those that its slope must not fall short of, one after the other. */
function chain(columns: readonly TableColumn[], t: number): number[] {
  const found = [t]
  for (;;) {
    const next = shapeOf(columns[found.at(-1)!]!)?.atLeast
    const j = columns.findIndex(({ name }) => name === next)
    if (next === undefined || j < 0 || found.includes(j)) return found
    found.push(j)
  }
}
