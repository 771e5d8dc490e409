import {
  BANDS,
  type Band,
  type ListedPerson,
  type ListPart,
  onTab,
} from '../../../pipeline/bake/contract/vocabulary.ts'

/** What a reader may sort by. */
export const SORTS = [
  'reference',
  'moved',
  'band',
  'harm',
  'transition',
  'change',
  'last',
  'clean',
  'falls',
  'year',
  'ever',
  'age',
  'custody',
  'managed',
  'decision',
  'review',
] as const

/** What the list can be kept to. */
export const CUSTODIES = ['all', 'at liberty', 'in custody'] as const
/** The same by what was decided before. */
export const DECIDED = ['all', 'not decided', 'decided'] as const

export type Sort = (typeof SORTS)[number]

/** Which people are shown and in which order. `search` looks in the reference only. */
export interface RosterView {
  readonly tab: ListPart
  readonly bands: readonly Band[]
  readonly age: string
  readonly custody: (typeof CUSTODIES)[number]
  readonly decided: (typeof DECIDED)[number]
  readonly search: string
  readonly sort: Sort
  readonly descending: boolean
}

/** How a tab is first shown: the bands offered and those chosen, the order. */
interface FirstView {
  readonly offered: readonly Band[]
  readonly bands: readonly Band[]
  readonly sort: Sort
  readonly descending: boolean
}

/**
 * The tabs as they are first shown. Support begins with the tool's purpose: people in the two lowest bands,
 * the greatest probability of becoming high harm first.
 */
export const FIRST_VIEWS: Readonly<Record<ListPart, FirstView>> = {
  support: { offered: BANDS.slice(0, 3), bands: BANDS.slice(0, 2), sort: 'transition', descending: true },
  'step-down': { offered: BANDS, bands: BANDS, sort: 'falls', descending: false },
  moved: { offered: BANDS, bands: BANDS, sort: 'moved', descending: true },
  review: { offered: BANDS, bands: BANDS, sort: 'review', descending: false },
  all: { offered: BANDS, bands: BANDS, sort: 'harm', descending: true },
}

/**
 * All people in the order of a view; ties by reference, so that the order never depends on the file's.
 * Whoever has no value stands last in either direction.
 */
export function sortRoster(
  people: readonly ListedPerson[],
  { sort, descending }: Pick<RosterView, 'sort' | 'descending'>,
): ListedPerson[] {
  const compare = comparer(sort, descending)
  return [...people].sort((a, b) => compare(a, b) || byText(a.reference, b.reference))
}

/** The people of a view, in the order given. */
export function filterRoster(
  people: readonly ListedPerson[],
  view: RosterView,
  asAt: string,
): ListedPerson[] {
  const bands = new Set<string>(view.bands)
  const search = view.search.trim().toLowerCase()
  return people.filter(
    person =>
      onTab(person, view.tab, asAt) &&
      bands.has(person.band) &&
      (view.age === '' || person.ageBand === view.age) &&
      (view.custody === 'all' || person.inCustody === (view.custody === 'in custody')) &&
      (view.decided === 'all' || (person.decision !== null) === (view.decided === 'decided')) &&
      (search === '' || person.reference.toLowerCase().includes(search)),
  )
}

/**
 * By how much the probability differs from last week's; null where one of the two is not there.
 * @example changeOf(person) // 0.012: 1.2 points more
 */
export function changeOf({ transition, before }: ListedPerson): number | null {
  if (transition.kind === 'none' || before.kind !== 'listed' || before.chance === null) return null
  return transition.expected - before.chance
}

function comparer(sort: Sort, descending: boolean): (a: ListedPerson, b: ListedPerson) => number {
  const sign = descending ? -1 : 1
  const number = NUMBERS[sort]
  if (number) return (a, b) => compareValues(number(a), number(b), (x, y) => sign * (x - y))
  const text = TEXTS[sort] ?? (person => person.reference)
  return (a, b) => compareValues(text(a), text(b), (x, y) => sign * byText(x, y))
}

/** Whoever has no value stands last. */
function compareValues<T>(a: T | null, b: T | null, compare: (a: T, b: T) => number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return compare(a, b)
}

const NUMBERS: Partial<Record<Sort, (person: ListedPerson) => number | null>> = {
  moved: person => movement(person),
  band: person => BANDS.indexOf(person.band),
  harm: person => person.harm,
  transition: ({ transition }) => (transition.kind === 'probability' ? transition.expected : null),
  change: changeOf,
  clean: person => -Date.parse(person.lastCountedOn),
  year: person => person.chargesInYear,
  ever: person => person.chargesEver,
  custody: person => (person.inCustody ? 1 : 0),
  managed: person => (person.managed ? 1 : 0),
}

/** New people first, then those who went up, by how far, then those who came down. */
function movement({ before, band }: ListedPerson): number {
  if (before.kind === 'new') return BANDS.length
  return before.kind === 'listed' ? BANDS.indexOf(band) - BANDS.indexOf(before.band) : 0
}

const TEXTS: Partial<Record<Sort, (person: ListedPerson) => string | null>> = {
  last: person => person.lastChargeOn,
  falls: person => person.bandFallsOn,
  age: person => person.ageBand,
  decision: ({ decision }) => decision?.decidedOn ?? null,
  review: ({ decision }) => decision?.reviewOn ?? null,
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
