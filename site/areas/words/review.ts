import type { TargetFile } from '../../../pipeline/bake/contract/areas.ts'
import { formatFigure } from '../../shared/format.ts'
import { measureOf } from '../../shared/words/red-lines.ts'

type Crossing = NonNullable<TargetFile['review']>['crossed'][number]

/** A measure outside its red lines, in words. */
export function crossingWords({ measure, value, from, to }: Crossing): string {
  const bounds =
    to === null ? `not below ${formatFigure(from, 2)}` : `${formatFigure(from, 2)} to ${formatFigure(to, 2)}`
  return `${measureOf({ line: `places/${measure}` }).title}: ${formatFigure(value, 2)} (should be ${bounds})`
}
