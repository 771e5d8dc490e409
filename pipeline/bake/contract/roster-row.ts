import { isoDate } from '../../lib/week.ts'
import { ANSWERS, type Answer, BANDS, type Band, NO_PROBABILITY, type NoProbability } from './people-words.ts'

/**
 * One person of a unit's list, as an array to keep the file small. Bands stand by their place in `BANDS`;
 * where there is no probability, the place of the reason in `NO_PROBABILITY` stands for it. Days are ISO.
 */
export type RosterRow = readonly [
  pseudonym: string,
  reference: string,
  band: number,
  harm: number,
  transition: PackedChance,
  lastChargeOn: string,
  chargesInYear: number,
  chargesEver: number,
  ageBand: string,
  custody: 0 | 1,
  before: PackedBefore,
  /** Days since 1970-01-01: the last charge that counts. */
  lastCounted: number,
  /** Days since 1970-01-01: when the band falls with no new charge; null in the lowest band. */
  bandFalls: number | null,
  managed: 0 | 1,
  decision: PackedLastDecision | null,
  stepDown: 0 | 1,
]

/** Last week's place in `BANDS` and probability; -1 for a person who is new, null where nobody knows. */
export type PackedBefore = readonly [band: number, chance: number | null] | -1 | null

/** The latest decision: days since 1970-01-01, its place in `ANSWERS`, days of the review or null. */
export type PackedLastDecision = readonly [decidedOn: number, answer: number, reviewOn: number | null]

/** A probability with its interval, or the place of the reason why there is none in `NO_PROBABILITY`. */
export type PackedChance = readonly [expected: number, low: number, high: number] | number

/** `lomu/CODE/list.json` and `lomu/CODE/children.json`: a list as the browser fetches it. */
export interface RosterFile {
  readonly kind: 'list'
  readonly rows: readonly RosterRow[]
}

/** Probability of becoming high harm within the horizon, or why there is none. */
export type Chance =
  | { readonly kind: 'probability'; readonly expected: number; readonly low: number; readonly high: number }
  | { readonly kind: 'none'; readonly reason: NoProbability }

/** How a person stood a week ago; unknown in the first week of a home. */
export type Before =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'new' }
  | { readonly kind: 'listed'; readonly band: Band; readonly chance: number | null }

/** The latest decision about a person. */
export interface LastDecision {
  readonly decidedOn: string
  readonly answer: Answer
  /** Day on which it is to be looked at again; null where none was set. */
  readonly reviewOn: string | null
}

/** One person of a unit's list. */
export interface ListedPerson {
  readonly pseudonym: string
  readonly reference: string
  readonly band: Band
  readonly harm: number
  readonly transition: Chance
  readonly lastChargeOn: string
  readonly chargesInYear: number
  readonly chargesEver: number
  readonly ageBand: string
  readonly inCustody: boolean
  readonly before: Before
  /** Day of the last charge that counts: pending or convicted. */
  readonly lastCountedOn: string
  /** Day on which the band falls if nothing more is charged; null in the lowest band. */
  readonly bandFallsOn: string | null
  /** Whether the unit manages the person today. */
  readonly managed: boolean
  readonly decision: LastDecision | null
  /** Whether the force's step-down rule holds. */
  readonly stepDown: boolean
}

/** A person in the form of the list's file. @example unpackPerson(packPerson(person)) // person again */
export function packPerson(person: ListedPerson): RosterRow {
  return [
    person.pseudonym,
    person.reference,
    BANDS.indexOf(person.band),
    person.harm,
    packChance(person.transition),
    person.lastChargeOn,
    person.chargesInYear,
    person.chargesEver,
    person.ageBand,
    person.inCustody ? 1 : 0,
    packBefore(person.before),
    dayOf(person.lastCountedOn),
    person.bandFallsOn === null ? null : dayOf(person.bandFallsOn),
    person.managed ? 1 : 0,
    person.decision && packDecision(person.decision),
    person.stepDown ? 1 : 0,
  ]
}

function packBefore(before: Before): PackedBefore {
  if (before.kind === 'listed') return [BANDS.indexOf(before.band), before.chance]
  return before.kind === 'new' ? -1 : null
}

function packDecision({ decidedOn, answer, reviewOn }: LastDecision): PackedLastDecision {
  return [dayOf(decidedOn), ANSWERS.indexOf(answer), reviewOn === null ? null : dayOf(reviewOn)]
}

function dayOf(isoDay: string): number {
  return Date.parse(isoDay) / 86_400_000
}

/** A person of the list's file. */
export function unpackPerson(row: RosterRow): ListedPerson {
  const [pseudonym, reference, band, harm, chance, lastChargeOn, chargesInYear, chargesEver, ageBand, held] =
    row
  const [before, lastCounted, bandFalls, managed, decision, stepDown] = row.slice(10) as unknown as Tail
  return {
    pseudonym,
    reference,
    band: BANDS[band]!,
    harm,
    transition: unpackChance(chance),
    lastChargeOn,
    chargesInYear,
    chargesEver,
    ageBand,
    inCustody: held === 1,
    before: unpackBefore(before),
    lastCountedOn: isoDate(lastCounted),
    bandFallsOn: bandFalls === null ? null : isoDate(bandFalls),
    managed: managed === 1,
    decision: decision && unpackDecision(decision),
    stepDown: stepDown === 1,
  }
}

/** The places of a row from the tenth on. */
type Tail = readonly [PackedBefore, number, number | null, 0 | 1, PackedLastDecision | null, 0 | 1]

function unpackBefore(before: PackedBefore): Before {
  if (before === null) return { kind: 'unknown' }
  if (before === -1) return { kind: 'new' }
  return { kind: 'listed', band: BANDS[before[0]]!, chance: before[1] }
}

function unpackDecision([decidedOn, answer, reviewOn]: PackedLastDecision): LastDecision {
  return {
    decidedOn: isoDate(decidedOn),
    answer: ANSWERS[answer]!,
    reviewOn: reviewOn === null ? null : isoDate(reviewOn),
  }
}

/** A probability, or why there is none, in the form of the files. */
export function packChance(chance: Chance): PackedChance {
  if (chance.kind === 'none') return NO_PROBABILITY.indexOf(chance.reason)
  return [chance.expected, chance.low, chance.high]
}

/** A probability, or why there is none, from its form in the files. */
export function unpackChance(packed: PackedChance): Chance {
  if (typeof packed === 'number') return { kind: 'none', reason: NO_PROBABILITY[packed]! }
  return { kind: 'probability', expected: packed[0], low: packed[1], high: packed[2] }
}
