import type { Grid } from '../../features/grid.ts'
import { sum, sumOf } from '../../lib/sums.ts'

/** Adjacent cells taken together. */
export interface Patch {
  readonly cells: readonly number[]
  readonly expected: number
}

/** How much a neighbour already taken raises a cell, as a part of the cell's own expected number. */
const COMPACTNESS = 0.1

/**
 * Chooses cells up to an area budget, greedily by expected number with a bonus of 10% for each neighbour (of
 * four) already taken, and joins adjacent ones into patches, the greatest expected number first.
 *
 * @param budgetCells how many cells the budget allows
 */
export function makePatches(grid: Grid, expected: Float64Array, budgetCells: number): Patch[] {
  const taken = new Uint8Array(expected.length)
  for (let step = 0; step < Math.min(budgetCells, expected.length); step++) {
    let [best, highest] = [-1, Number.NEGATIVE_INFINITY]
    for (let i = 0; i < expected.length; i++) {
      if (taken[i]) continue
      const joined = neighbours(grid, i).filter(j => taken[j]).length
      const value = expected[i]! * (1 + COMPACTNESS * joined)
      if (value > highest) [best, highest] = [i, value]
    }
    taken[best] = 1
  }
  return joinCells(grid, taken)
    .map(cells => ({ cells, expected: sumOf(cells, i => expected[i]!) }))
    .sort((a, b) => b.expected - a.expected || a.cells[0]! - b.cells[0]!)
}

function joinCells(grid: Grid, taken: Uint8Array): number[][] {
  const seen = new Uint8Array(taken.length)
  const patches: number[][] = []
  for (let i = 0; i < taken.length; i++) {
    if (!taken[i] || seen[i]) continue
    const patch = [i]
    seen[i] = 1
    for (let k = 0; k < patch.length; k++) {
      for (const j of neighbours(grid, patch[k]!)) {
        if (!taken[j] || seen[j]) continue
        seen[j] = 1
        patch.push(j)
      }
    }
    patches.push(patch.sort((a, b) => a - b))
  }
  return patches
}

/** The up to four cells that share an edge; scattered cells have none. */
function neighbours({ kind, slot, cellOf, columns, rows }: Grid, cell: number): number[] {
  if (kind === 'scattered') return []
  const [column, row] = [slot[cell]! % columns, Math.floor(slot[cell]! / columns)]
  const around = [
    [column - 1, row],
    [column + 1, row],
    [column, row - 1],
    [column, row + 1],
  ] as const
  return around
    .filter(([c, r]) => c >= 0 && r >= 0 && c < columns && r < rows)
    .map(([c, r]) => cellOf[r * columns + c]!)
    .filter(other => other !== -1)
}

/**
 * The stable core: for each of the first grid's listed cells, the part of it that lies in listed cells of the
 * other grids too (grids shifted against it), averaged over those grids. 1 means that moving the grid changes
 * nothing there.
 *
 * @param lists grids with the cells listed on each; the first is the one that readers see
 */
export function stableCore(
  lists: readonly { readonly grid: Grid; readonly listed: readonly number[] }[],
): Float64Array {
  const [shown, ...shifted] = lists
  if (!shown) return new Float64Array(0)
  const { grid, listed } = shown
  const half = grid.cellMetres / 2
  return Float64Array.from(listed, cell => {
    const parts = shifted.map(other =>
      other.listed.reduce((part, j) => {
        const across = Math.max(0, 2 * half - Math.abs(other.grid.x[j]! - grid.x[cell]!))
        const along = Math.max(0, 2 * half - Math.abs(other.grid.y[j]! - grid.y[cell]!))
        return part + (across * along) / (4 * half * half)
      }, 0),
    )
    return sum(parts) / Math.max(1, parts.length)
  })
}
