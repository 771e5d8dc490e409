import { disclosed } from '../../data/pseudonym.ts'
import { chargesOn } from '../../features/harm.ts'
import { ageBand } from '../../features/person.ts'
import type { Force } from '../../force/schema.ts'
import { isoDate } from '../../lib/week.ts'
import { cleanTime, mayStepDown, stepDownRule } from '../../models/people/step-down.ts'
import type { LomuFile, LomusFile, PersonRecord } from '../contract/people.ts'
import {
  BANDS,
  FALL_WEEKS,
  type ListedPerson,
  packPerson,
  tabCounts,
  unpackPerson,
} from '../contract/vocabulary.ts'
import { scoringOf } from './harm.ts'
import { LIMITS } from './limits.ts'
import { ageOf, custodyUntil, isChild, type Listed, round, type Scored } from './listed.ts'
import { noticesOf } from './notices.ts'
import { personPage } from './person.ts'
import { chanceOf, unitRate } from './prediction.ts'

/**
 * Counts of a unit's people by band and by tab, without anyone's name; `lastWeek` counts the people listed
 * now by the band in which they stood a week ago, and is null in the first week.
 */
export function lomuCounts(
  { force, previous, asAt }: Scored,
  { code, name, capacity }: Force['lomus'][number],
  records: readonly PersonRecord[],
): LomusFile['lomus'][number] {
  const people = records.map(({ row }) => unpackPerson(row))
  const before = (pseudonym: string) => previous?.[pseudonym]?.band
  return {
    code,
    name,
    people: people.length,
    capacity: capacity ?? force.lomuCapacity,
    tabs: adultTabs(records, asAt),
    bands: BANDS.map(band => ({
      band,
      people: people.filter(person => person.band === band).length,
      lastWeek: previous ? people.filter(({ pseudonym }) => before(pseudonym) === band).length : null,
      falling: people.filter(person => person.band === band && fallsBy(person, asAt + 7 * FALL_WEEKS)).length,
    })),
  }
}

function fallsBy({ bandFallsOn }: ListedPerson, day: number): boolean {
  return bandFallsOn !== null && bandFallsOn <= isoDate(day)
}

function adultTabs(records: readonly PersonRecord[], asAt: number): LomuFile['tabs'] {
  const adults = records.filter(({ list }) => list === 'adults').map(({ row }) => unpackPerson(row))
  return tabCounts(adults, isoDate(asAt))
}

/** A unit's facts: what all its pages share, nobody among it. */
export function lomuFile(
  scored: Scored,
  { code, name, capacity }: Force['lomus'][number],
  records: readonly PersonRecord[],
): LomuFile {
  const { force, cohort } = scored
  const count = (list: PersonRecord['list']) => records.filter(record => record.list === list).length
  return {
    kind: 'lomu',
    code,
    name,
    capacity: capacity ?? force.lomuCapacity,
    transitionWeeks: force.harm.transitionWeeks,
    baseRate: unitRate(scored, code),
    notices: noticesOf(cohort.evidence.judged?.measuredOff ?? []),
    adults: count('adults'),
    tabs: adultTabs(records, scored.asAt),
    children: force.childrenListed ? count('children') : null,
    scoring: scoringOf(force),
    recordLink: force.recordLink,
    stepDown: stepDownRule(force),
    limits: [...LIMITS],
  }
}

/**
 * The records of one unit's people: adults, then children, each with the greatest probability first, then the
 * greatest harm.
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
  return [...records(false), ...records(true)]
}

/** Those who may become high harm first, by probability; then the others, by harm. */
function byNeed(a: ListedPerson, b: ListedPerson): number {
  return chance(b) - chance(a) || b.harm - a.harm || (a.pseudonym < b.pseudonym ? -1 : 1)
}

function chance({ transition }: ListedPerson): number {
  return transition.kind === 'probability' ? transition.expected : -1
}

function listedPerson(scored: Scored, { p, pseudonym }: Listed): ListedPerson {
  const { cohort, asAt, force } = scored
  const { careers } = cohort
  const days = chargesOn(careers, p, asAt).map(i => careers.charge.day[i]!)
  const transition = chanceOf(scored, p)
  const clean = cleanTime(careers, p, { day: asAt, force })
  const inCustody = custodyUntil(scored, p) !== null
  const managed = scored.managed.has(careers.personId[p]!)
  const probability = transition.kind === 'probability' ? transition.expected : null
  const stepDown = mayStepDown({ ...clean, day: asAt, probability, managed }, stepDownRule(force))
  return {
    pseudonym,
    reference: disclosed(careers.personId[p]!),
    band: BANDS[cohort.band[p]!]!,
    harm: round(cohort.harm[p]!, 1),
    transition,
    lastChargeOn: isoDate(days.at(-1)!),
    chargesInYear: days.reduce((count, day) => count + (day >= asAt - 364 ? 1 : 0), 0),
    chargesEver: days.length,
    ageBand: ageBand(ageOf(scored, p)),
    inCustody,
    before: beforeOf(scored, pseudonym),
    lastCountedOn: isoDate(clean.lastCounted!),
    bandFallsOn: clean.fallsOn === null ? null : isoDate(clean.fallsOn),
    managed,
    decision: lastDecision(scored, p),
    // Time without a charge in custody says less than time at liberty.
    stepDown: stepDown && !inCustody,
  }
}

function beforeOf({ previous }: Scored, pseudonym: string): ListedPerson['before'] {
  if (!previous) return { kind: 'unknown' }
  const before = previous[pseudonym]
  if (!before) return { kind: 'new' }
  return { kind: 'listed', band: before.band, chance: before.chance ?? null }
}

function lastDecision({ cohort, decisions }: Scored, p: number): ListedPerson['decision'] {
  const last = decisions.get(cohort.careers.personId[p]!)?.[0]
  if (!last) return null
  const { decidedOn, answer, reviewOn } = last
  return { decidedOn: isoDate(decidedOn), answer, reviewOn: reviewOn === null ? null : isoDate(reviewOn) }
}
