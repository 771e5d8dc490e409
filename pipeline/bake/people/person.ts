import { disclosed } from '../../data/pseudonym.ts'
import { ageBand } from '../../features/person.ts'
import { isoDate } from '../../lib/week.ts'
import type { PackedPage } from '../contract/person-page.ts'
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
  }
}
