import type { BakedCell, TargetFile } from '../../../pipeline/bake/contract/areas.ts'

/** A square whose expected number moved, by how much and mostly why. */
interface Moved {
  readonly cell: BakedCell
  readonly change: number
  /** The part of the change that is greatest in its direction; null where parts are not known. */
  readonly reason: string | null
}

/** A line of what changed: the first of its kind or a further one. */
export interface ChangeRow extends Moved {
  readonly kind: 'entered' | 'left' | 'moved'
  readonly first: boolean
}

/** How every square moved since the forecast before, in order of rank; empty where there was none. */
function movedCells({ cells, moves }: Pick<TargetFile, 'cells' | 'moves'>): Moved[] {
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

/**
 * What changed since the forecast before, up to `most` squares of a kind: those that entered the list by
 * rank, those that left it by the rank that they had, and of the others those that moved most.
 */
export function changeRows(
  target: Pick<TargetFile, 'cells' | 'moves' | 'entered' | 'left'>,
  most: number,
): ChangeRow[] {
  const moved = movedCells(target)
  const [entered, left] = [new Set(target.entered), new Set(target.left)]
  const before = ({ cell }: Moved) => cell.previousRank ?? Number.POSITIVE_INFINITY
  const groups = {
    entered: moved.filter(({ cell }) => entered.has(cell.id)),
    left: moved.filter(({ cell }) => left.has(cell.id)).sort((a, b) => before(a) - before(b)),
    moved: moved
      .filter(({ cell }) => !entered.has(cell.id) && !left.has(cell.id))
      .sort((a, b) => Math.abs(b.change) - Math.abs(a.change)),
  }
  return (['entered', 'left', 'moved'] as const).flatMap(kind =>
    groups[kind].slice(0, most).map((one, i) => ({ ...one, kind, first: i === 0 })),
  )
}
