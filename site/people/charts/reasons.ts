import type { PersonReason } from '../../../pipeline/bake/contract/vocabulary.ts'

/** A group of reasons with the bar that shows it: from `x` of `width` (0 to 100, middle 50). */
export interface ReasonRow extends PersonReason {
  readonly x: number
  readonly width: number
}

/**
 * The groups of reasons, strongest first, each with its bar against the strongest: to the right where it
 * raises the probability, to the left where it lowers it. What they come to stays the same.
 *
 * @param reasons contributions in log-odds against the average
 * @example rankReasons(person.prediction.reasons)[0]?.group // 'how often'
 */
export function rankReasons(reasons: readonly PersonReason[]): ReasonRow[] {
  const strength = ({ contribution }: PersonReason) => Math.abs(contribution)
  const scale = Math.max(1e-9, ...reasons.map(strength))
  return [...reasons]
    .sort((a, b) => strength(b) - strength(a))
    .map(reason => {
      const width = Math.round((strength(reason) / scale) * 480) / 10
      return { ...reason, x: reason.contribution < 0 ? 50 - width : 50, width }
    })
}
