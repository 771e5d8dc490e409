import { BANDS, type ListPart, TABS } from '../../../pipeline/bake/contract/vocabulary.ts'
import { amount, choice, type Grammar, type Parameter, word } from '../../shared/client/state.ts'
import { COLUMNS, type Column } from './columns.ts'
import { CUSTODIES, DECIDED, FIRST_VIEWS, type RosterView, SORTS } from './roster.ts'

/**
 * Everything a reader can change on a unit's list but the search text: an address is written to logs, so
 * nothing that was typed stands in it. Empty bands, order and columns are the tab's own.
 */
export interface ListState {
  readonly week: string
  readonly tab: ListPart
  readonly band: string
  readonly age: string
  readonly custody: RosterView['custody']
  readonly decided: RosterView['decided']
  /** A column, with `-` before it for the greatest first. */
  readonly sort: string
  /** 0: the unit's own capacity. */
  readonly capacity: number
  readonly page: number
  /** Columns that are shown, with commas between. */
  readonly columns: string
}

const CHOSEN = COLUMNS.slice(1).map(column => column.id)

/** The grammar of a list's addresses, for example `?tab=step-down&sort=-harm&page=2`. */
export const LIST: Grammar<ListState> = {
  week: word(/^\d{4}-W\d{2}$/),
  tab: choice([...TABS, 'all'], 'support'),
  band: several(BANDS),
  age: word(/^[\w -]{1,20}$/),
  custody: choice(CUSTODIES, 'all'),
  decided: choice(DECIDED, 'all'),
  sort: choice(['', ...SORTS.flatMap(sort => [sort, `-${sort}`])], ''),
  capacity: amount({ least: 0, most: 100_000, step: 1, standard: 0 }),
  page: amount({ least: 1, most: 10_000, step: 1, standard: 1 }),
  columns: several(CHOSEN),
}

/** What changes with a tab: its bands, order and columns are its own again, and its first page is shown. */
export function turnTo(tab: ListPart): Partial<ListState> {
  return { tab, band: '', sort: '', columns: '', page: 1 }
}

/** Columns of each tab as it is first shown. */
const FIRST_COLUMNS: Readonly<Record<ListPart, readonly Column['id'][]>> = {
  support: ['band', 'harm', 'transition', 'interval', 'change', 'last', 'year', 'age', 'decision'],
  'step-down': ['band', 'harm', 'clean', 'falls', 'transition', 'managed', 'decision'],
  moved: ['moved', 'band', 'harm', 'transition', 'change', 'last', 'decision'],
  review: ['review', 'decision', 'band', 'harm', 'transition', 'change', 'last'],
  all: ['band', 'harm', 'transition', 'moved', 'last', 'custody', 'managed', 'decision'],
}

/** The columns that a state shows, the reference first. */
export function columnsOf({ tab, columns }: Pick<ListState, 'tab' | 'columns'>): Column[] {
  const shown: readonly string[] = columns === '' ? FIRST_COLUMNS[tab] : columns.split(',')
  return COLUMNS.filter((column, i) => i === 0 || shown.includes(column.id))
}

/** The bands that a state shows, in order. */
export function bandsOf({ tab, band }: Pick<ListState, 'tab' | 'band'>): RosterView['bands'] {
  return band === '' ? FIRST_VIEWS[tab].bands : BANDS.filter(one => band.split(',').includes(one))
}

/**
 * The address of a person's page: the list's own choices go along, so that the way back leads to the same
 * view.
 *
 * @param search the search part of the list's address
 * @example personAddress('BE', 'a1', '?sort=-harm') === '/lomu/BE/person/?p=a1&sort=-harm'
 */
export function personAddress(code: string, pseudonym: string, search: string): string {
  const rest = search.replace(/^\?/, '')
  return `/lomu/${code}/person/?p=${pseudonym}${rest && `&${rest}`}`
}

/** The people and their order that a state asks for. @example viewOf(state, '').sort // 'transition' */
export function viewOf(state: ListState, search: string): RosterView {
  const { tab, age, custody, decided } = state
  const sort = sortOf(state)
  return {
    ...{ tab, age, custody, decided, search },
    bands: bandsOf(state),
    sort: SORTS.find(one => one === sort.replace('-', '')) ?? FIRST_VIEWS[tab].sort,
    descending: sort.startsWith('-'),
  }
}

/** The order of a state as text: its own, or the tab's. */
export function sortOf({ tab, sort }: Pick<ListState, 'tab' | 'sort'>): string {
  if (sort !== '') return sort
  const first = FIRST_VIEWS[tab]
  return `${first.descending ? '-' : ''}${first.sort}`
}

/** Columns that begin with the first of the alphabet or of the calendar. */
const RISING: readonly string[] = ['reference', 'age', 'falls', 'review']

/** The order after a press on a heading: the same heading turns. */
export function nextSort(present: string, pressed: string): string {
  if (present.replace('-', '') === pressed) return present.startsWith('-') ? pressed : `-${pressed}`
  return RISING.includes(pressed) ? pressed : `-${pressed}`
}

/** Some of a few words, in their own order; `none` for none of them, empty for the standard. */
function several(known: readonly string[]): Parameter<string> {
  const tidy = (text: string) => known.filter(one => text.split(',').includes(one)).join(',')
  return {
    standard: '',
    parse: text => (text === 'none' ? text : tidy(text) || null),
    write: value => value,
  }
}
