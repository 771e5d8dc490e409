import { disclosed } from '../../data/pseudonym.ts'
import { ageBand } from '../../features/person.ts'
import type { Force } from '../../force/schema.ts'
import { isoDate } from '../../lib/week.ts'
import type { ListedPerson, LomuFile, LomusFile } from '../contract/people.ts'
import { BANDS, type Band } from '../contract/vocabulary.ts'
import { LIMITS } from './limits.ts'
import { ageOf, custodyUntil, isChild, type Listed, round, type Scored } from './listed.ts'
import { transition } from './prediction.ts'

/** Bands of listed people by pseudonym. */
export type BandsByPseudonym = Readonly<Record<string, Band>>

/** This week's bands and last week's, which nobody knows in the first week. */
export interface BandsOfWeeks {
  readonly now: BandsByPseudonym
  readonly before: BandsByPseudonym | undefined
}

/**
 * Counts of people by unit and band, without anyone's name; `lastWeek` counts the people listed now by the
 * band in which they stood a week ago, and is null in the first week.
 */
export function lomusFile(force: Force, people: readonly Listed[], { now, before }: BandsOfWeeks): LomusFile {
  return {
    kind: 'lomus',
    capacity: force.lomuCapacity,
    lomus: force.lomus.map(({ code, name }) => {
      const unit = people.filter(person => person.lomu === code)
      const count = (bands: BandsByPseudonym, band: Band) =>
        unit.filter(({ pseudonym }) => bands[pseudonym] === band).length
      return {
        code,
        name,
        people: unit.length,
        bands: BANDS.map(band => ({
          band,
          people: count(now, band),
          lastWeek: before ? count(before, band) : null,
        })),
      }
    }),
  }
}

/**
 * One unit's two lists, adults and children apart: the greatest probability first, then the greatest harm.
 */
export function lomuFile(scored: Scored, lomu: Force['lomus'][number], people: readonly Listed[]): LomuFile {
  const { force, cohort } = scored
  const unit = people.filter(person => person.lomu === lomu.code)
  const list = (children: boolean) =>
    unit
      .filter(({ p }) => isChild(scored, p) === children)
      .map(person => listedPerson(scored, person))
      .sort(byNeed)
  return {
    kind: 'lomu',
    ...lomu,
    capacity: force.lomuCapacity,
    transitionWeeks: force.harm.transitionWeeks,
    baseRate: cohort.trained.baseRate,
    notices: [],
    people: list(false),
    children: list(true),
    limits: [...LIMITS],
  }
}

/** Those who may become high harm first, by probability; then the others, by harm. */
function byNeed(a: ListedPerson, b: ListedPerson): number {
  return chance(b) - chance(a) || b.harm - a.harm || (a.pseudonym < b.pseudonym ? -1 : 1)
}

function chance({ transition }: ListedPerson): number {
  return transition.kind === 'probability' ? transition.expected : -1
}

function listedPerson(scored: Scored, { p, pseudonym }: Listed): ListedPerson {
  const { cohort, asAt } = scored
  const { careers } = cohort
  const days = careers.charge.day.subarray(careers.start[p]!, careers.start[p + 1]!)
  return {
    pseudonym,
    reference: disclosed(careers.personId[p]!),
    band: BANDS[cohort.band[p]!]!,
    harm: round(cohort.harm[p]!, 1),
    transition: transition(scored, p),
    lastChargeOn: isoDate(days.at(-1)!),
    chargesInYear: days.reduce((count, day) => count + (day >= asAt - 364 ? 1 : 0), 0),
    chargesEver: days.length,
    ageBand: ageBand(ageOf(scored, p)),
    inCustody: custodyUntil(scored, p) !== null,
  }
}
