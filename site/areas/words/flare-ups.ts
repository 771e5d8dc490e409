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
