import { BANDS, type Band, type ListedPerson } from '../../../pipeline/bake/contract/vocabulary.ts'

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
