import type { PersonDecision } from '../../../pipeline/bake/contract/vocabulary.ts'
import { formatDay } from '../../shared/format.ts'
import { RECORDS } from '../../shared/words/records.ts'

/** What a decision slip can say; the words are those of the form of the records system. */
export const DECISIONS = [
  { code: 'agree', words: 'Agree' },
  { code: 'disagree', words: 'Disagree' },
  { code: 'more_needed', words: 'Need more' },
] as const

/** Why: one code, so that disagreements can be counted and learnt from. */
export const DECISION_REASONS = [
  { code: 'local', words: 'Fits what local officers know' },
  { code: 'changed', words: 'Life has changed: work, home, treatment, moved away' },
  { code: 'managed', words: 'Another team or agency already works with the person' },
  { code: 'record', words: 'The record is wrong or incomplete' },
  { code: 'sources', words: 'Other sources must be checked first' },
  { code: 'other', words: `Another reason, written in ${RECORDS}` },
] as const

/** Weeks until a decision is looked at again, and the longest time that is allowed. */
export const REVIEW_WEEKS = { standard: 4, most: 13 } as const

/** What a slip is about, as it stands on the page. */
export interface SlipFacts {
  readonly reference: string
  readonly week: string
  readonly unit: string
  /** Band and probability in words; null where the page shows none. */
  readonly shown: string | null
}

/** What the officer chose. */
export interface SlipChoice {
  readonly decision: string
  readonly reason: string
  readonly weeks: number
}

/**
 * The decision as a text to paste into the person's record. Nothing of it is kept or sent.
 *
 * @param today ISO date from which the review is counted
 * @example slipText(facts, { decision: 'agree', reason: 'local', weeks: 4 }, '2026-11-23').at(-1) === '.'
 */
export function slipText(facts: SlipFacts, choice: SlipChoice, today: string): string {
  const weeks = Math.min(REVIEW_WEEKS.most, Math.max(1, Math.round(choice.weeks) || REVIEW_WEEKS.standard))
  const on = new Date(Date.parse(today) + weeks * 7 * 86_400_000).toISOString().slice(0, 10)
  const words = (list: readonly { code: string; words: string }[], code: string) =>
    list.find(one => one.code === code)
  const decision = words(DECISIONS, choice.decision) ?? DECISIONS[0]
  const reason = words(DECISION_REASONS, choice.reason) ?? DECISION_REASONS[0]
  return [
    `Foresite, ${facts.week}, ${facts.unit}, ${RECORDS} reference ${facts.reference}.`,
    facts.shown ?? 'No score was shown.',
    `Decision: ${decision.words} (${decision.code}). Reason: ${reason.words} (${reason.code}).`,
    `Review on ${formatDay(on)}.`,
  ].join('\n')
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
