import type { TargetFile } from '../../../pipeline/bake/contract/areas.ts'
import { formatCount, formatWhole } from '../../shared/format.ts'

/** What a forecast's total is beside the usual number. */
export type Verdict = 'more' | 'same' | 'fewer'

/**
 * More or fewer than usual only where the usual number lies outside the forecast's interval; null where there
 * is no usual number. Both count what will be recorded in the end: the forecast allows for late reports, and
 * past years are recorded in full.
 *
 * @example verdictOf({ low: 104, high: 155 }, { kind: 'known', years: [], mean: 121 }) === 'same'
 */
export function verdictOf(
  { low, high }: Pick<TargetFile['total'], 'low' | 'high'>,
  usual: TargetFile['usual'],
): Verdict | null {
  if (usual.kind === 'none') return null
  return usual.mean < low ? 'more' : usual.mean > high ? 'fewer' : 'same'
}

/** A verdict on a card. */
export const CARDS: Readonly<Record<Verdict, string>> = {
  more: 'More than usual',
  same: 'About the same as usual',
  fewer: 'Fewer than usual',
}

const NONE = {
  'short-history': 'Fewer than two past years are known for these weeks, so it cannot be said what is usual.',
  'too-few': 'Too few happen in four weeks to say what is usual: chance alone moves the number.',
} as const

/** What is usual for these weeks, and from what. */
export function usualWords(usual: TargetFile['usual']): string {
  if (usual.kind === 'none') return NONE[usual.reason]
  const years = `the mean of ${formatWhole(usual.years.length)} past years`
  return `Usual for these weeks: ${formatCount(usual.mean)}, ${years}.`
}
