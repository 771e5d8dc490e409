import type { ListedPerson } from '../../../pipeline/bake/contract/people.ts'
import type { Band } from '../../../pipeline/bake/contract/vocabulary.ts'

/** The bands, lowest first, as the contract has them; named here so that its schemas stay out of the browser. */
export const BAND_ORDER = [
  'low',
  'low-medium',
  'high-medium',
  'high',
  'super high',
] as const satisfies readonly Band[]

/** One person of a list file, as an array to keep the file small; the order is that of `ListedPerson`, bands by number. */
export type RosterRow = readonly [
  pseudonym: string,
  reference: string,
  band: number,
  harm: number,
  transition: readonly [expected: number, low: number, high: number] | null,
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

export type Sort = (typeof SORTS)[number]

/** Which people are shown and in which order. `search` looks in the reference only. */
export interface RosterView {
  readonly bands: readonly Band[]
  readonly age: string
  readonly custody: 'all' | 'at liberty' | 'in custody'
  readonly search: string
  readonly sort: Sort
  readonly descending: boolean
}

/** The tool's purpose: people in the two lowest bands, the greatest probability of becoming high harm first. */
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
  const transition = person.transition
  return [
    person.pseudonym,
    person.reference,
    BAND_ORDER.indexOf(person.band),
    person.harm,
    transition && [shorten(transition.expected), shorten(transition.low), shorten(transition.high)],
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
    band: BAND_ORDER[band]!,
    harm,
    transition: transition && { expected: transition[0], low: transition[1], high: transition[2] },
    lastChargeOn,
    chargesInYear,
    chargesEver,
    ageBand,
    inCustody: custody === 1,
  }
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
 * All people in the order of a view; ties by reference, so that the order never depends on the file's. People without a
 * prediction stand last when sorted by it, in either direction.
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
  band: person => BAND_ORDER.indexOf(person.band),
  harm: person => person.harm,
  year: person => person.chargesInYear,
  ever: person => person.chargesEver,
  custody: person => (person.inCustody ? 1 : 0),
}

const TEXTS: Partial<Record<Sort, (person: ListedPerson) => string>> = {
  last: person => person.lastChargeOn,
  age: person => person.ageBand,
}

function chance(person: ListedPerson): number {
  return person.transition?.expected ?? 0
}

function missingLast(a: ListedPerson, b: ListedPerson): number {
  return (a.transition ? 0 : 1) - (b.transition ? 0 : 1)
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Six decimals are far finer than any probability shown, and keep the file small. */
function shorten(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
