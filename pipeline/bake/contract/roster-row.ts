import { BANDS, type Band, NO_PROBABILITY, type NoProbability } from './people-words.ts'

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
]

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
  ]
}

/** A person of the list's file. */
export function unpackPerson(row: RosterRow): ListedPerson {
  const [pseudonym, reference, band, harm, chance, lastChargeOn, chargesInYear, chargesEver, ageBand, held] =
    row
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
