import type { TargetFile } from '../../../pipeline/bake/contract/areas.ts'
import { formatFigure } from '../../shared/format.ts'

type Crossing = NonNullable<TargetFile['review']>['crossed'][number]

const MEASURES: Readonly<Record<Crossing['measure'], string>> = {
  slope: 'how far apart squares are, recorded against expected (slope)',
  recordedOverExpected: 'offences recorded for each one expected, last twelve weeks that are over',
  coverage: 'part of the counts in the middle 80% of their forecast',
  gain: 'bits an offence over the best simple map',
}

/** A measure outside its red lines, in words. */
export function crossingWords({ measure, value, from, to }: Crossing): string {
  const bounds =
    to === null ? `not below ${formatFigure(from, 2)}` : `${formatFigure(from, 2)} to ${formatFigure(to, 2)}`
  return `${MEASURES[measure]}: ${formatFigure(value, 2)} (should be ${bounds})`
}
