import { BANDS } from '../../../pipeline/bake/contract/vocabulary.ts'
import { amount, choice, type Grammar, type Parameter, word } from '../../shared/client/state.ts'
import { COLUMNS } from './columns.ts'
import { CUSTODIES, FIRST_VIEW, type RosterView, SORTS } from './roster.ts'

/**
 * Everything a reader can change on a unit's list but the search text: an address is written to logs, so
 * nothing that was typed stands in it.
 */
export interface ListState {
  readonly week: string
  readonly band: string
  readonly age: string
  readonly custody: RosterView['custody']
  /** A column, with `-` before it for the greatest first. */
  readonly sort: string
  /** 0: the unit's own capacity. */
  readonly capacity: number
  readonly page: number
  /** Columns that are not shown, with commas between. */
  readonly hide: string
}

const HIDEABLE = COLUMNS.slice(1).map(column => column.id)

/** The grammar of a list's addresses, for example `?band=low&sort=-harm&capacity=30`. */
export const LIST: Grammar<ListState> = {
  week: word(/^\d{4}-W\d{2}$/),
  band: several(BANDS, FIRST_VIEW.bands.join(',')),
  age: word(/^[\w -]{1,20}$/),
  custody: choice(CUSTODIES, 'all'),
  sort: choice(
    SORTS.flatMap(sort => [sort, `-${sort}`]),
    sortText(FIRST_VIEW),
  ),
  capacity: amount({ least: 0, most: 100_000, step: 1, standard: 0 }),
  page: amount({ least: 1, most: 10_000, step: 1, standard: 1 }),
  hide: several(HIDEABLE, ''),
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
  const bands = state.band.split(',')
  return {
    bands: BANDS.filter(band => bands.includes(band)),
    age: state.age,
    custody: state.custody,
    search,
    sort: SORTS.find(sort => state.sort.endsWith(sort)) ?? FIRST_VIEW.sort,
    descending: state.sort.startsWith('-'),
  }
}

/**
 * The order after a press on a heading: the same heading turns; text begins with A, numbers with the
 * greatest.
 */
export function nextSort(present: string, pressed: string): string {
  if (present.endsWith(pressed)) return present.startsWith('-') ? pressed : `-${pressed}`
  return pressed === 'reference' || pressed === 'age' ? pressed : `-${pressed}`
}

function sortText({ sort, descending }: Pick<RosterView, 'sort' | 'descending'>): string {
  return `${descending ? '-' : ''}${sort}`
}

/** Some of a few words, in their own order; `none` for none of them where that is not the standard. */
function several(known: readonly string[], standard: string): Parameter<string> {
  const tidy = (text: string) => known.filter(one => text.split(',').includes(one)).join(',')
  return {
    standard,
    parse: text => (text === 'none' ? '' : tidy(text) || null),
    write: value => value || 'none',
  }
}
