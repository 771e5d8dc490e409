import type { ListedPerson } from '../../../pipeline/bake/contract/people.ts'
import { BANDS, type Band, NO_PROBABILITY } from '../../../pipeline/bake/contract/vocabulary.ts'

/**
 * One person of a list file, as an array to keep the file small; the order is that of `ListedPerson`. Bands
 * stand by their place in `BANDS`; where there is no probability, the place of the reason in `NO_PROBABILITY`
 * stands for it.
 */
export type RosterRow = readonly [
  pseudonym: string,
  reference: string,
  band: number,
  harm: number,
  transition: readonly [expected: number, low: number, high: number] | number,
  lastChargeOn: string,
  chargesInYear: number,
  chargesEver: number,
  ageBand: string,
  custody: 0 | 1,
]

/** A unit's list as the browser fetches it. */
export interface RosterFile {
  readonly rows: readonly RosterRow[]
}

/** What a reader may sort by; every column but the link itself. */
export const SORTS = [
  'reference',
  'band',
  'harm',
  'transition',
  'last',
  'year',
  'ever',
  'age',
  'custody',
] as const

/** What the list can be kept to. */
export const CUSTODIES = ['all', 'at liberty', 'in custody'] as const

export type Sort = (typeof SORTS)[number]

/** Which people are shown and in which order. `search` looks in the reference only. */
export interface RosterView {
  readonly bands: readonly Band[]
  readonly age: string
  readonly custody: (typeof CUSTODIES)[number]
  readonly search: string
  readonly sort: Sort
  readonly descending: boolean
}

/**
 * The tool's purpose: people in the two lowest bands, the greatest probability of becoming high harm first.
 */
export const FIRST_VIEW: RosterView = {
  bands: ['low', 'low-medium'],
  age: '',
  custody: 'all',
  search: '',
  sort: 'transition',
  descending: true,
}

/** A person in the form of the list file. */
export function packPerson(person: ListedPerson): RosterRow {
  return [
    person.pseudonym,
    person.reference,
    BANDS.indexOf(person.band),
    person.harm,
    packTransition(person.transition),
    person.lastChargeOn,
    person.chargesInYear,
    person.chargesEver,
    person.ageBand,
    person.inCustody ? 1 : 0,
  ]
}

/** A person of the list file. */
export function unpackPerson(row: RosterRow): ListedPerson {
  const [
    pseudonym,
    reference,
    band,
    harm,
    transition,
    lastChargeOn,
    chargesInYear,
    chargesEver,
    ageBand,
    custody,
  ] = row
  return {
    pseudonym,
    reference,
    band: BANDS[band]!,
    harm,
    transition: unpackTransition(transition),
    lastChargeOn,
    chargesInYear,
    chargesEver,
    ageBand,
    inCustody: custody === 1,
  }
}

function packTransition(transition: ListedPerson['transition']): RosterRow[4] {
  if (transition.kind === 'none') return NO_PROBABILITY.indexOf(transition.reason)
  return [shorten(transition.expected), shorten(transition.low), shorten(transition.high)]
}

function unpackTransition(packed: RosterRow[4]): ListedPerson['transition'] {
  if (typeof packed === 'number') return { kind: 'none', reason: NO_PROBABILITY[packed]! }
  return { kind: 'probability', expected: packed[0], low: packed[1], high: packed[2] }
}

/**
 * The people of a view in its order.
 *
 * @example viewRoster(people, FIRST_VIEW)[0] // the low or low-medium person with the greatest probability
 */
export function viewRoster(people: readonly ListedPerson[], view: RosterView): ListedPerson[] {
  return filterRoster(sortRoster(people, view), view)
}

/**
 * All people in the order of a view; ties by reference, so that the order never depends on the file's. People
 * without a prediction stand last when sorted by it, in either direction.
 */
export function sortRoster(
  people: readonly ListedPerson[],
  { sort, descending }: Pick<RosterView, 'sort' | 'descending'>,
): ListedPerson[] {
  const compare = comparer(sort, descending)
  return [...people].sort((a, b) => compare(a, b) || byText(a.reference, b.reference))
}

/** The people of a view, in the order given. */
export function filterRoster(people: readonly ListedPerson[], view: RosterView): ListedPerson[] {
  const bands = new Set<string>(view.bands)
  const search = view.search.trim().toLowerCase()
  return people.filter(
    person =>
      bands.has(person.band) &&
      (view.age === '' || person.ageBand === view.age) &&
      (view.custody === 'all' || person.inCustody === (view.custody === 'in custody')) &&
      (search === '' || person.reference.toLowerCase().includes(search)),
  )
}

function comparer(sort: Sort, descending: boolean): (a: ListedPerson, b: ListedPerson) => number {
  const sign = descending ? -1 : 1
  if (sort === 'transition') return (a, b) => missingLast(a, b) || sign * (chance(a) - chance(b))
  const number = NUMBERS[sort]
  if (number) return (a, b) => sign * (number(a) - number(b))
  const text = TEXTS[sort] ?? (person => person.reference)
  return (a, b) => sign * byText(text(a), text(b))
}

const NUMBERS: Partial<Record<Sort, (person: ListedPerson) => number>> = {
  band: person => BANDS.indexOf(person.band),
  harm: person => person.harm,
  year: person => person.chargesInYear,
  ever: person => person.chargesEver,
  custody: person => (person.inCustody ? 1 : 0),
}

const TEXTS: Partial<Record<Sort, (person: ListedPerson) => string>> = {
  last: person => person.lastChargeOn,
  age: person => person.ageBand,
}

function chance({ transition }: ListedPerson): number {
  return transition.kind === 'probability' ? transition.expected : 0
}

function missingLast(a: ListedPerson, b: ListedPerson): number {
  return Number(a.transition.kind === 'none') - Number(b.transition.kind === 'none')
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Six decimals are far finer than any probability shown, and keep the file small. */
function shorten(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
