import type { ComparableFile } from '../../../pipeline/bake/contract/areas.ts'
import { formatCount, formatFigure, formatInterval, formatSpan, formatWhole } from '../../shared/format.ts'
import type { Comparison, Movement } from '../compare.ts'

/** Why two weeks cannot be set side by side. */
export const NO_COMPARISON: Readonly<Record<Extract<Comparison, { kind: 'none' }>['reason'], string>> = {
  'other-squares': 'These two weeks have other squares: the grid or the boundary was changed between them.',
  'other-target': 'These two files are of two different forecasts.',
}

/** The totals of two weeks in a sentence. */
export function comparedWords(before: ComparableFile, after: ComparableFile): string {
  const of = ({ total, forecastFrom, forecastTo }: ComparableFile) =>
    `${formatCount(total.expected)} (${formatInterval(total.low, total.high)}) ` +
    `for ${formatSpan(forecastFrom, forecastTo)}`
  return `${after.title}: ${of(before)}, then ${of(after)}.`
}

/** What the table of movement shows. */
export function squaresWords({ labels }: Extract<Comparison, { kind: 'two' }>): string {
  const order = 'Squares by how much their expected number changed, the largest change first.'
  return labels.length > 0
    ? `${order} The parts of a change add up to it.`
    : `${order} The two weeks were made by models whose parts cannot be set against each other.`
}

/** A signed change of an expected number. @example changeWords(-0.123) === '\u22120.12' */
export function changeWords(change: number): string {
  const text = formatFigure(change, Math.abs(change) < 0.095 ? 3 : 2)
  return change > 0 ? `+${text}` : text
}

/** The two reasons that moved a square most, in words. */
export function reasonsWords({ parts }: Movement, labels: readonly string[]): string {
  return parts
    .map((part, k) => ({ part, label: labels[k] ?? '' }))
    .sort((a, b) => Math.abs(b.part) - Math.abs(a.part))
    .slice(0, 2)
    .filter(({ part }) => Math.abs(part) >= 0.0005)
    .map(({ part, label }) => `${changeWords(part)} ${label}`)
    .join('; ')
}

/** How the rank of a square moved. @example rankWords(3, 1) === '3 to 1' */
export function rankWords(before: number, after: number): string {
  return before === after ? formatWhole(after) : `${formatWhole(before)} to ${formatWhole(after)}`
}
