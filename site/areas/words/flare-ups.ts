import type { TargetFile } from '../../../pipeline/bake/contract/areas.ts'
import { formatFigure, formatWhole } from '../../shared/format.ts'

/** What became of flare-ups like these in the past. */
export function persistenceWords({ found, lasted, byChance }: TargetFile['flareUpsBefore']): string {
  if (found === 0) return 'The test found none in the past that are over.'
  return [
    `Of ${formatWhole(found)} found in past months, ${formatWhole(lasted)} had more than the old expected`,
    `number in the next four weeks too; by chance it would have been ${formatFigure(byChance, 1)}.`,
  ].join(' ')
}

type FlareUp = TargetFile['flareUps'][number]

/** A square with its flare-ups over 4 and 8 weeks. */
export interface FlareRow {
  readonly cell: TargetFile['cells'][number]
  readonly four: FlareUp | undefined
  readonly eight: FlareUp | undefined
  /** The smaller of the two chances. */
  readonly tail: number
}

/** One row a square, the least likely by chance first. */
export function flareRows({ cells, flareUps }: Pick<TargetFile, 'cells' | 'flareUps'>): FlareRow[] {
  const byId = new Map(cells.map(cell => [cell.id, cell]))
  const rows = [...new Set(flareUps.map(({ cell }) => cell))].map(id => {
    const own = flareUps.filter(({ cell }) => cell === id)
    const over = (weeks: number) => own.find(found => found.weeks === weeks)
    const tail = Math.min(...own.map(found => found.tail))
    return { cell: byId.get(id)!, four: over(4), eight: over(8), tail }
  })
  return rows.sort((a, b) => a.tail - b.tail || a.cell.rank - b.cell.rank)
}
