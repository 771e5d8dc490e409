import type { PracticeFile } from '../../../pipeline/bake/contract/people.ts'
import { formatShare, formatWhole } from '../../shared/format.ts'

type StepDown = NonNullable<PracticeFile['stepDown']>
type Overlap = NonNullable<PracticeFile['overlap']>
type Figure = StepDown['bands'][number]['difference']

/** What a group of the overlap is, in words. */
export const OVERLAP_WORDS: Readonly<Record<Overlap['groups'][number]['group'], string>> = {
  both: 'On a list and managed',
  'list-only': 'On a list, not managed',
  'managed-lower': 'Managed, lower on the list',
  'managed-high': 'Managed, already high',
  'managed-unlisted': 'Managed, on no list',
}

/** A share with its interval, or words where people are too few. */
export function shareOrFew(figure: Figure): string {
  if (!figure) return 'too few'
  return `${formatShare(figure.value)} (${formatShare(figure.low)} to ${formatShare(figure.high)})`
}

/** A mean weight with its interval, where resampling can give one, or words where people are too few. */
export function weightOrFew(figure: Figure): string {
  if (!figure) return 'too few'
  const text = (value: number) => (value < 10 ? value.toFixed(1) : formatWhole(value))
  if (figure.low === figure.high) return `${text(figure.value)} (no interval)`
  return `${text(figure.value)} (${text(figure.low)} to ${text(figure.high)})`
}

/** A difference of shares in points of 100 with a sign, or words where people are too few. */
export function pointsOrFew(figure: Figure): string {
  if (!figure) return 'too few'
  const text = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(100 * value).toFixed(1)}`
  return `${text(figure.value)} (${text(figure.low)} to ${text(figure.high)})`
}

/** What the back-test of the step-down rule found, in plain sentences. */
export function stepDownFinding({ bands, weeks }: StepDown): string {
  const all = bands.find(({ band }) => band === null)
  const [shown, others] = [all?.shown.charged, all?.others.charged]
  if (!shown || !others || !all?.difference) {
    return 'Too few people were shown on those days to say what became of them.'
  }
  const of = (share: number) => formatWhole(Math.round(100 * share))
  const { low, high } = all.difference
  const verdict =
    high < 0
      ? 'The rule picked people who were charged less often.'
      : low > 0
        ? 'The rule picked people who were charged more often: it should not be used as it is.'
        : 'The two cannot be told apart: the rule has not earned its place.'
  return (
    `Of every 100 people the rule showed, ${of(shown.value)} were charged again within ${weeks} weeks. ` +
    `Of every 100 in the same bands that it did not show, ${of(others.value)} were. ${verdict}`
  )
}
