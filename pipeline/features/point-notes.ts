import type { FlaggedPoint } from '../data/notes.ts'
import type { PlacedEvents } from './events.ts'
import { type Grid, locate } from './grid.ts'

/** What stands beside the number of a cell: many of its offences are put down at one point. */
export interface PointNote {
  readonly cell: number
  readonly kind: FlaggedPoint['kind']
  /** Offences of the target at the point, and in the whole cell. */
  readonly offences: number
  readonly of: number
}

/** A point that holds less of its cell than this says nothing about the cell's number. */
const MIN_SHARE = 0.1

/**
 * The flagged points that weigh on a target's cells: for each its cell and how many of the cell's offences
 * stand exactly on it, among those that count on the day of the forecast. Sorted by cell, then by offences.
 *
 * @example notePoints(placed, grid, [{ kind: 'default-geocode', x: 404700, y: 290200 }])
 */
export function notePoints(
  placed: PlacedEvents,
  grid: Grid,
  points: readonly FlaggedPoint[],
): readonly PointNote[] {
  const cells = locate(
    grid,
    points.map(({ x }) => x),
    points.map(({ y }) => y),
  )
  const at = new Map(points.map((point, i) => [`${point.x} ${point.y}`, i]))
  const [onPoint, inCell] = [new Float64Array(points.length), new Float64Array(grid.x.length)]
  for (let i = 0; i < placed.cell.length; i++) {
    if (placed.goneFrom[i] !== Number.POSITIVE_INFINITY) continue
    inCell[placed.cell[i]!]! += placed.weight[i]!
    const point = at.get(`${placed.x[i]} ${placed.y[i]}`)
    if (point !== undefined) onPoint[point]! += placed.weight[i]!
  }
  return points
    .map(({ kind }, i) => ({
      ...{ cell: cells[i]!, kind, offences: Math.round(onPoint[i]!) },
      of: Math.round(inCell[cells[i]!] ?? 0),
    }))
    .filter(({ offences, of }) => offences > 0 && offences >= MIN_SHARE * of)
    .sort((a, b) => a.cell - b.cell || b.offences - a.offences)
}
