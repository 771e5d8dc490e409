import type { MeasuredOff } from '../../evidence/people/fairness.ts'
import { groupName } from '../contract/vocabulary.ts'

/**
 * A plain sentence for each group whose probabilities are measured off, to stand on every list and every
 * person's page alike: it speaks of the group, and tells of nobody that they belong to it.
 *
 * @example noticesOf([{ characteristic: 'sex', group: 'F', observedOverExpected }])[0]
 */
export function noticesOf(groups: readonly MeasuredOff[]): string[] {
  return groups.map(({ characteristic, group, observedOverExpected: { value, low, high } }) => {
    const of = (share: number) => String(Math.round(100 * share))
    const whom =
      characteristic === null ? 'for everyone' : `by ${characteristic}, ${groupName(characteristic, group)}`
    const way = value < 1 ? 'too high' : 'too low'
    return (
      `Measured off ${whom}: the probabilities were ${way}. ` +
      `For every 100 people expected to become high harm, ${of(value)} did ` +
      `(95% interval ${of(low)} to ${of(high)}).`
    )
  })
}
