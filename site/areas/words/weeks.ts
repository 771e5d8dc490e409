import type { WeeksFile } from '../../../pipeline/bake/contract/areas.ts'
import { formatCount, formatDay, formatInterval, formatWhole } from '../../shared/format.ts'

type RowTarget = WeeksFile['weeks'][number]['targets'][number]

/** What a forecast expected. @example expectedWords(total) === '16.2 (10 to 23)' */
export function expectedWords({ expected, low, high }: RowTarget['total']): string {
  return `${formatCount(expected)} (${formatInterval(low, high)})`
}

/** What came of a forecast, or why nothing can be said yet. */
export function outcomeWords(outcome: RowTarget['outcome']): string {
  if (outcome.kind === 'none')
    return outcome.reason === 'not-over' ? 'its four weeks are not over' : 'not counted'
  return `${formatWhole(outcome.recorded)} recorded, ${outcome.within ? 'within' : 'outside'} the interval`
}

/** The address of the comparison of two weeks, by their names in the archive. */
export function compareHref(target: string, before: string, after: string): string {
  return `/weeks/compare/?${new URLSearchParams({ target, a: before, b: after })}`
}

/** What the last check of a week found, in words. */
export function checkWords({ at, faults }: { readonly at: string; readonly faults: number }): string {
  const day = formatDay(at.slice(0, 10))
  return faults === 0
    ? `verified on ${day}`
    : `FAULTS found on ${day}: do not use it before they are looked at`
}
