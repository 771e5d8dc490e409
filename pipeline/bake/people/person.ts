import { disclosed } from '../../data/pseudonym.ts'
import { ageBand } from '../../features/person.ts'
import { isoDate } from '../../lib/week.ts'
import type { PersonFile } from '../contract/people.ts'
import { harmSection } from './harm.ts'
import { limitsOf } from './limits.ts'
import { ageOf, custodyUntil, isChild, type Listed, type Scored } from './listed.ts'
import { predictionSection } from './prediction.ts'

/** The file of one listed person: facts, harm score, prediction, limits. */
export function personFile(scored: Scored, { p, pseudonym, lomu }: Listed): PersonFile {
  const { cohort, force } = scored
  const reference = disclosed(cohort.careers.personId[p]!)
  const age = ageOf(scored, p)
  const until = custodyUntil(scored, p)
  return {
    kind: 'person',
    pseudonym,
    reference,
    recordLink: force.recordLink.replace('{id}', encodeURIComponent(reference)),
    lomu: { code: lomu, name: force.lomus.find(({ code }) => code === lomu)?.name ?? lomu },
    facts: {
      ageBand: ageBand(age),
      inCustodyUntil: until === null ? null : isoDate(until),
      child: isChild(scored, p),
    },
    harm: harmSection(scored, p),
    prediction: predictionSection(scored, p),
    limits: limitsOf(age),
  }
}
