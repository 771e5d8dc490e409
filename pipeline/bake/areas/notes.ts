import { group } from 'd3-array'
import type { PointNote } from '../../features/point-notes.ts'
import type { BakedCell } from '../contract/areas.ts'

/**
 * What stands beside the number of each cell that has something: points that hold many of its offences.
 */
export function notesByCell(notes: readonly PointNote[]): ReadonlyMap<number, BakedCell['notes']> {
  const byCell = group(notes, ({ cell }) => cell)
  return new Map(
    [...byCell].map(([cell, found]) => [
      cell,
      found.map(({ kind, offences, of }) => ({ kind, offences, of })),
    ]),
  )
}
