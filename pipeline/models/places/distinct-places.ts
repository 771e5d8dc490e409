import type { PlacedEvents } from '../../features/events.ts'
import type { Grid } from '../../features/grid.ts'

/** Places within the cells at which anything happened yet. */
export interface DistinctPlaces {
  /** Number of distinct places of each cell, 0 to 25. */
  readonly count: Float64Array
  /** Takes in one event. */
  add(i: number): void
  /** Lets go of one that was taken in. */
  remove(i: number): void
}

/** A cell is looked at in this many by this many squares. */
const SIDE = 5

/**
 * Counts distinct places cell by cell: each cell is cut into 5 x 5 squares, and those with at least one event
 * count. A long record at one address foretells less than the same number of events at many places. Parts of
 * a polygon beyond the square around its centroid count with the nearest of its squares.
 */
export function countDistinctPlaces(grid: Grid, events: PlacedEvents): DistinctPlaces {
  const seen = new Uint32Array(grid.x.length * SIDE * SIDE)
  const count = new Float64Array(grid.x.length)
  const part = (metres: number) =>
    Math.min(SIDE - 1, Math.max(0, Math.floor((metres / grid.cellMetres) * SIDE + SIDE / 2)))
  const squareOf = (i: number) => {
    const cell = events.cell[i]!
    const [column, row] = [part(events.x[i]! - grid.x[cell]!), part(events.y[i]! - grid.y[cell]!)]
    return (cell * SIDE + row) * SIDE + column
  }
  return {
    count,
    add(i) {
      if (seen[squareOf(i)]!++ === 0) count[events.cell[i]!]!++
    },
    remove(i) {
      if (--seen[squareOf(i)]! === 0) count[events.cell[i]!]!--
    },
  }
}
