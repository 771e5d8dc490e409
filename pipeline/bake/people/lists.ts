import { disclosed } from '../../data/pseudonym.ts'
import { ageBand } from '../../features/person.ts'
import type { Force } from '../../force/schema.ts'
import { isoDate } from '../../lib/week.ts'
import type { LomuFile, LomusFile, PersonRecord } from '../contract/people.ts'
import { BANDS, type Band, type ListedPerson, packPerson } from '../contract/vocabulary.ts'
import { scoringOf } from './harm.ts'
import { LIMITS } from './limits.ts'
import { ageOf, custodyUntil, isChild, type Listed, round, type Scored } from './listed.ts'
import { personPage } from './person.ts'
import { chanceOf } from './prediction.ts'

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

/** A unit's facts: what all its pages share, nobody among it. */
export function lomuFile(
  scored: Scored,
  { code, name }: Force['lomus'][number],
  records: readonly PersonRecord[],
): LomuFile {
  const { force, cohort } = scored
  const count = (list: PersonRecord['list']) => records.filter(record => record.list === list).length
  return {
    kind: 'lomu',
    code,
    name,
    capacity: force.lomuCapacity,
    transitionWeeks: force.harm.transitionWeeks,
    baseRate: cohort.trained.baseRate,
    notices: [],
    adults: count('adults'),
    children: force.childrenLists ? count('children') : null,
    scoring: scoringOf(force),
    recordLink: force.recordLink,
    limits: [...LIMITS],
  }
}

/**
 * The records of one unit's people: adults, then children, each with the greatest probability first, then the
 * greatest harm. Children have records only where the force keeps a list of them.
 */
export function unitRecords(scored: Scored, unit: readonly Listed[]): PersonRecord[] {
  const records = (children: boolean) =>
    unit
      .filter(({ p }) => isChild(scored, p) === children)
      .map(person => ({ person, row: listedPerson(scored, person) }))
      .sort((a, b) => byNeed(a.row, b.row))
      .map(({ person, row }) => ({
        pseudonym: person.pseudonym,
        list: children ? ('children' as const) : ('adults' as const),
        row: packPerson(row),
        page: personPage(scored, person),
      }))
  return [...records(false), ...(scored.force.childrenLists ? records(true) : [])]
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
    transition: chanceOf(scored, p),
    lastChargeOn: isoDate(days.at(-1)!),
    chargesInYear: days.reduce((count, day) => count + (day >= asAt - 364 ? 1 : 0), 0),
    chargesEver: days.length,
    ageBand: ageBand(ageOf(scored, p)),
    inCustody: custodyUntil(scored, p) !== null,
  }
}
