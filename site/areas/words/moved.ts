import type { BakedCell, TargetFile } from '../../../pipeline/bake/contract/areas.ts'

/** A square whose expected number moved, by how much and mostly why. */
export interface Moved {
  readonly cell: BakedCell
  readonly change: number
  /** The part of the change that is greatest in its direction; null where parts are not known. */
  readonly reason: string | null
}

/** How every square moved since the forecast before, in order of rank; empty where there was none. */
export function movedCells({ cells, moves }: Pick<TargetFile, 'cells' | 'moves'>): Moved[] {
  return cells.flatMap((cell, r) => {
    if (cell.previousExpected === null) return []
    const change = cell.count.expected - cell.previousExpected
    const parts = moves.kind === 'none' ? [] : moves.counts[r]!
    const along = parts.map(part => part * Math.sign(change))
    const most = along.reduce((best, part, k) => (part > along[best]! ? k : best), 0)
    const known = moves.kind === 'since' && (along[most] ?? 0) > 0
    return [{ cell, change, reason: known ? moves.labels[most]! : null }]
  })
}

/** The squares that moved most, either way. */
export function largestMoves(moved: readonly Moved[], most: number): Moved[] {
  return [...moved].sort((a, b) => Math.abs(b.change) - Math.abs(a.change)).slice(0, most)
}
