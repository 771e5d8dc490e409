import type { EvidenceFile } from '../../../pipeline/bake/contract/areas.ts'
import { LIST_BUDGET } from '../../../pipeline/bake/contract/vocabulary.ts'
import { formatFigure, formatPercent, formatTenths, formatWhole } from '../../shared/format.ts'

type Check = NonNullable<EvidenceFile['tested']>['checks'][number]

/** What each check asks, and how its figures are written. */
const CHECKS: Readonly<Record<Check['code'], { readonly asks: string; readonly as: 'share' | 'number' }>> = {
  total: { asks: 'Offences recorded for each one expected', as: 'number' },
  slope: { asks: 'How far apart squares are, recorded against expected (slope)', as: 'number' },
  capture: { asks: `Offences captured in the first ${formatPercent(LIST_BUDGET)} of the area`, as: 'share' },
  squares: {
    asks: 'Counts in the middle 80% of their forecast: squares where 0.3 or more are expected',
    as: 'share',
  },
  intervals: { asks: 'Counts inside the interval shown: the same squares', as: 'share' },
  weighted: {
    asks: 'Counts in the middle 80% of their forecast: all squares, each weighing what is expected in it',
    as: 'share',
  },
  districts: { asks: 'Counts in the middle 80% of their forecast: districts', as: 'share' },
  force: { asks: 'Totals of the force inside the interval shown', as: 'share' },
  gain: { asks: 'Bits an offence over the best simple map: not below 0', as: 'number' },
}

/** One promise as a row of a table. */
export interface CheckRow {
  readonly asks: string
  readonly promised: string
  readonly found: string
  readonly interval: string
  readonly verdict: string
}

/** A check in words and figures. */
export function checkRow({ code, promised, found, low, high, holds }: Check): CheckRow {
  const { asks, as } = CHECKS[code]
  const write = (value: number | null) => (as === 'share' ? formatTenths(value) : formatFigure(value, 2))
  return {
    asks,
    promised: write(promised),
    found: write(found),
    interval: low === null ? write(null) : `${write(low)} to ${write(high)}`,
    verdict: holds === null ? 'too few to say' : holds ? 'holds' : 'does not hold',
  }
}

/** How many of the promises held, in a sentence; those that did not are named. */
export function checksWords(checks: readonly Check[]): string {
  const judged = checks.filter(({ holds }) => holds !== null)
  const failed = judged.filter(({ holds }) => !holds)
  const held = formatWhole(judged.length - failed.length)
  const count = `Of ${formatWhole(judged.length)} promises that could be judged, ${held} held.`
  const named = failed.map(({ code }) => CHECKS[code].asks.replace(/^./, letter => letter.toLowerCase()))
  return failed.length === 0 ? count : `${count} Not held: ${named.join('; ')}.`
}
