import type { PersonDecision, PersonPage } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatDay } from '../../shared/format.ts'
import { DECISIONS } from '../words/decisions.ts'
import { headed } from './kind.ts'

/** What was decided about the person before, by whom and why, and when it is to be looked at again. */
export function pastDecisions({ decisions, asAt }: PersonPage): Tree {
  return h(
    'section',
    { 'aria-labelledby': 'decisions' },
    headed('decisions', 'Past decisions', 'fact'),
    decisions.length > 0
      ? h('ul', {}, ...decisions.map(decision => h('li', {}, decisionWords(decision, asAt))))
      : h('p', {}, 'No decision is recorded.'),
  )
}

/**
 * A decision as a sentence.
 *
 * @example decisionWords(decision, '2026-11-23') // '1 Oct 2026, BE: Agree. Review was due on 29 Oct 2026.'
 */
export function decisionWords(decision: PersonDecision, asAt: string): string {
  const { decidedOn, unit, answer, reason, reviewOn } = decision
  const words = DECISIONS.find(({ code }) => code === answer)?.words ?? answer
  const due = reviewOn && `Review ${reviewOn < asAt ? 'was due' : 'due'} on ${formatDay(reviewOn)}.`
  const who = unit ? `${formatDay(decidedOn)}, ${unit}` : formatDay(decidedOn)
  return [`${who}: ${words}${reason ? ` (${reason})` : ''}.`, due].filter(Boolean).join(' ')
}
