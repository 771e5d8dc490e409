import type { LomuFile } from '../../../pipeline/bake/contract/people.ts'
import { formatShare } from '../../shared/format.ts'

/** The step-down rule of a force in one sentence. */
export function stepDownWords(rule: LomuFile['stepDown']): string {
  const { weeksWithoutCharge, bandFallsWithinWeeks, probabilityBelow } = rule
  return (
    `In high-medium or above, or managed now; ${weeksWithoutCharge} weeks or more with no charge that ` +
    `counts; a band that falls within ${bandFallsWithinWeeks} weeks if nothing more is charged; a ` +
    `probability of becoming high harm below ${formatShare(probabilityBelow)}, where one is given; not in ` +
    'custody.'
  )
}
