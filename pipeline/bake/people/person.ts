import { disclosed } from '../../data/pseudonym.ts'
import type { PastDecision } from '../../features/decisions.ts'
import { ageBand } from '../../features/person.ts'
import { isoDate } from '../../lib/week.ts'
import { ANSWERS } from '../contract/people-words.ts'
import type { PackedDecision, PackedPage } from '../contract/person-page.ts'
import { packChance } from '../contract/roster-row.ts'
import { harmSection } from './harm.ts'
import { ageOf, custodyUntil, isChild, type Listed, type Scored } from './listed.ts'
import { chanceOf, sumOf } from './prediction.ts'

/** What the page of one listed person fetches: facts, harm score, prediction. */
export function personPage(scored: Scored, { p, pseudonym }: Listed): PackedPage {
  const until = custodyUntil(scored, p)
  return {
    kind: 'person',
    pseudonym,
    reference: disclosed(scored.cohort.careers.personId[p]!),
    asAt: isoDate(scored.asAt),
    ageBand: ageBand(ageOf(scored, p)),
    child: isChild(scored, p) ? 1 : 0,
    custodyUntil: until === null ? null : isoDate(until),
    ...harmSection(scored, p),
    chance: packChance(chanceOf(scored, p)),
    sum: sumOf(scored, p),
    decisions: (scored.decisions.get(scored.cohort.careers.personId[p]!) ?? []).map(packDecision),
  }
}

/** Longest reason that a page shows; free text beyond it stands in CONNECT. */
const MAX_REASON = 80

function packDecision({ decidedOn, unit, answer, reason, reviewOn }: PastDecision): PackedDecision {
  const words = reason && reason.length > MAX_REASON ? `${reason.slice(0, MAX_REASON - 1)}…` : reason
  return [decidedOn, unit, ANSWERS.indexOf(answer), words, reviewOn]
}
