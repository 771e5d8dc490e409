import type { Careers } from '../../features/careers.ts'
import type { Ruling } from '../../features/decisions.ts'
import { harmAt } from '../../features/harm.ts'
import type { Force } from '../../force/schema.ts'
import { bandIndex } from '../../models/people/bands.ts'
import { type AftermathFigures, aftermath, aftermathFigures } from './aftermath.ts'
import { MIN_PEOPLE } from './fairness.ts'

type Answer = Ruling['answer']

const ANSWERS = ['agree', 'disagree', 'more_needed'] as const

/** Decisions that share something. */
export interface DecisionCounts {
  /** What they share: an index of the bands, or a reason as recorded; null for all the others together. */
  readonly of: number | string | null
  readonly decisions: number
  readonly disagree: number
  /** Share that disagreed; null under ten decisions. */
  readonly rate: number | null
}

/** How often people decided otherwise than the list, and what came after each answer. */
export interface DisagreementEvidence {
  /** By band on the day of the decision, highest first. */
  readonly byBand: readonly DecisionCounts[]
  /** By reason, the most frequent first; reasons given about fewer than ten people stand together. */
  readonly byReason: readonly DecisionCounts[]
  /** Weeks after a decision that were looked at. */
  readonly weeks: number
  /** Of the decisions that are old enough. */
  readonly after: readonly (AftermathFigures & { readonly answer: Answer })[]
}

/** Weeks after a decision: half a year, so that most decisions of the last years can be judged. */
const AFTER_WEEKS = 26

/**
 * Disagreement by band and by reason, and what came after agreeing and after disagreeing. A reason is named
 * only if it was given about ten people or more: a text about one person can never show.
 *
 * @example judgeDisagreement(rulings, { careers, force, asAt }).after[1].charged?.value
 */
export function judgeDisagreement(
  rulings: readonly Ruling[],
  { careers, force, asAt }: { careers: Careers; force: Force; asAt: number },
): DisagreementEvidence {
  const index = new Map(careers.personId.map((id, p) => [id, p]))
  const { halfLifeYears, cuts } = force.harm
  const known = rulings.flatMap(ruling => {
    const p = index.get(ruling.person)
    if (p === undefined) return []
    return [
      { ...ruling, p, band: bandIndex(harmAt(careers, p, { day: ruling.decidedOn, halfLifeYears }), cuts) },
    ]
  })
  const named = frequentReasons(rulings)
  const reasonOf = ({ reason }: Ruling) => (reason !== null && named.includes(reason) ? reason : null)
  const bands = [...new Set(known.map(({ band }) => band))].sort((a, b) => b - a)
  const old = known.filter(({ decidedOn }) => decidedOn + 7 * AFTER_WEEKS <= asAt)
  return {
    byBand: bands.map(band =>
      counts(
        known.filter(one => one.band === band),
        band,
      ),
    ),
    byReason: [...named, null]
      .map(reason =>
        counts(
          rulings.filter(one => reasonOf(one) === reason),
          reason,
        ),
      )
      .filter(({ decisions }) => decisions > 0),
    weeks: AFTER_WEEKS,
    after: ANSWERS.map(answer => {
      const some = old.filter(one => one.answer === answer)
      const after = some.map(({ p, decidedOn: from }) =>
        aftermath(careers, p, { from, until: from + 7 * AFTER_WEEKS, asAt }),
      )
      return {
        answer,
        ...aftermathFigures(
          some.map(({ p }) => p),
          after,
          `after ${answer}`,
        ),
      }
    }),
  }
}

/** Reasons given about ten people or more, the most frequent first. */
function frequentReasons(rulings: readonly Ruling[]): string[] {
  const people = new Map<string, Set<unknown>>()
  for (const { reason, person } of rulings) {
    if (reason === null) continue
    const own = people.get(reason) ?? new Set()
    people.set(reason, own.add(person))
  }
  return [...people]
    .filter(([, who]) => who.size >= MIN_PEOPLE)
    .sort(([a, x], [b, y]) => y.size - x.size || (a < b ? -1 : 1))
    .map(([reason]) => reason)
}

function counts(rulings: readonly Ruling[], of: DecisionCounts['of']): DecisionCounts {
  const disagree = rulings.filter(({ answer }) => answer === 'disagree').length
  const decisions = rulings.length
  return { of, decisions, disagree, rate: decisions < MIN_PEOPLE ? null : disagree / decisions }
}
