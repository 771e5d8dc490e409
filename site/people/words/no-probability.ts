import type { NoProbability } from '../../../pipeline/bake/contract/vocabulary.ts'
import { formatDay } from '../../shared/format.ts'

/** Why a person has no probability of becoming high harm, for a cell of a list. */
export const NO_PROBABILITY_SHORT: Readonly<Record<NoProbability, string>> = {
  'already-high': 'already high',
  'in-custody': 'in custody',
  'not-learnt': 'too few past cases',
}

/** What the sentence on a person's page needs to know of the person. */
interface Standing {
  readonly band: string
  /** ISO date; null for a person at liberty. */
  readonly inCustodyUntil: string | null
}

/**
 * Why a person has no probability of becoming high harm, as a sentence.
 *
 * @example whyNoProbability('already-high', { band: 'super high', inCustodyUntil: null })
 * // 'The score is already super high, so no probability of becoming high harm is given.'
 */
export function whyNoProbability(reason: NoProbability, { band, inCustodyUntil }: Standing): string {
  if (reason === 'already-high')
    return `The score is already ${band}, so no probability of becoming high harm is given.`
  if (reason === 'not-learnt')
    return (
      'Fewer than 10 people in the records became high harm, or fewer than 10 did not: too few to learn a ' +
      'probability from, so none is given.'
    )
  const until = inCustodyUntil === null ? '' : ` until ${formatDay(inCustodyUntil)}`
  return (
    `In custody${until}, so no probability of becoming high harm is given. ` +
    'It is given again once the person is at liberty and below high.'
  )
}
