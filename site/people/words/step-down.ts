import type { LomuFile } from '../../../pipeline/bake/contract/people.ts'
import { formatShare } from '../../shared/format.ts'

/** The step-down rule of a force in plain sentences. */
export function stepDownWords(rule: LomuFile['stepDown']): string {
  const { weeksWithoutCharge, bandFallsWithinWeeks, probabilityBelow } = rule
  return [
    'Who is shown: in high-medium or above, or managed now.',
    `No charge that counts for ${weeksWithoutCharge} weeks or more.`,
    `A band that falls within ${bandFallsWithinWeeks} weeks if nothing more is charged.`,
    `A probability of becoming high harm below ${formatShare(probabilityBelow)}, where there is one.`,
    'Not in custody.',
  ].join(' ')
}
