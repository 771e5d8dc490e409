import type { PersonId } from '../../data/pseudonym.ts'
import type { JudgedPeople } from '../../evidence/people/judge.ts'
import type { PastDecision } from '../../features/decisions.ts'
import { ageOn } from '../../features/person.ts'
import type { Settings } from '../../force/schema.ts'
import type { ScoredPeople } from '../../models/people/score.ts'
import type { Band } from '../contract/vocabulary.ts'

/** The people of a week as scored; whatever they are judged to be, the lists are these. */
export interface Lists {
  readonly cohort: ScoredPeople
  readonly force: Settings
  /** Epoch day of the forecast. */
  readonly asAt: number
}

/** The people of a week as scored and judged, and what their files are written with. */
export interface Scored extends Lists {
  readonly cohort: JudgedPeople
  /** The latest decisions about people, newest first. */
  readonly decisions: ReadonlyMap<PersonId, readonly PastDecision[]>
  /** People whom a unit manages on the day of the forecast. */
  readonly managed: ReadonlySet<PersonId>
  /** How listed people stood last week, as `standingsOf` gave it; absent in the first week. */
  readonly previous?: StandingsByPseudonym | undefined
}

/** How listed people stood in a week, by pseudonym. */
export type StandingsByPseudonym = Readonly<Record<string, Standing>>

/** Band and, where there is one, probability of a person in some week. */
export interface Standing {
  readonly band: Band
  readonly chance?: number | undefined
}

/** One person on a list: the place among the careers, the pseudonym and the unit's code. */
export interface Listed {
  readonly p: number
  readonly pseudonym: string
  readonly lomu: string
}

/** Everyone on a list. Without lists of children no child is counted, kept or shown. */
export function listedPeople(lists: Lists, pseudonym: (personId: PersonId) => string): Listed[] {
  const { careers, listed } = lists.cohort
  const shown = listed.filter(p => lists.force.childrenListed || !isChild(lists, p))
  return shown.map(p => ({ p, pseudonym: pseudonym(careers.personId[p]!), lomu: careers.lomu[p]! }))
}

/** Age in years on the day of the forecast; NaN when the birth is not known. */
export function ageOf({ cohort, asAt }: Lists, p: number): number {
  return ageOn(cohort.careers.birthDay[p]!, asAt)
}

/** Whether a person is known to be under 18 on the day of the forecast. */
export function isChild(scored: Lists, p: number): boolean {
  return ageOf(scored, p) < 18
}

/** Last day in custody as an epoch day; null for a person at liberty on the day of the forecast. */
export function custodyUntil({ cohort, asAt }: Lists, p: number): number | null {
  const until = cohort.careers.custodyUntil[p]!
  return until >= asAt ? until : null
}

/** A number to some decimals. @example round(1.005, 1) === 1 */
export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
