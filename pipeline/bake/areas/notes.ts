import { group } from 'd3-array'
import type { PointNote } from '../../features/point-notes.ts'
import type { Force } from '../../force/schema.ts'
import type { BakedCell } from '../contract/areas.ts'

/**
 * What stands beside the number of each cell that has something: points that hold many of its offences.
 * Counts below the force's smallest one that may be shown are left out with their note.
 */
export function notesByCell(
  notes: readonly PointNote[],
  { minCount }: Force['disclosure'],
): ReadonlyMap<number, BakedCell['notes']> {
  const shown = notes.filter(({ offences }) => offences >= minCount)
  const byCell = group(shown, ({ cell }) => cell)
  return new Map(
    [...byCell].map(([cell, found]) => [
      cell,
      found.map(({ kind, offences, of }) => ({ kind, offences, of })),
    ]),
  )
}
