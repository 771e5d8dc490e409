import { BAND_ORDER, FIRST_VIEW, type RosterView, SORTS, type Sort } from './roster.ts'

/** Everything a reader can change on a unit's list. */
export interface ListState {
  readonly view: RosterView
  /** Null until the slider is moved: then the unit's own capacity holds. */
  readonly capacity: number | null
  /** From 0. */
  readonly page: number
  /** Columns that are not shown. */
  readonly hidden: readonly string[]
}

/** The list as it opens. */
export const FIRST_STATE: ListState = { view: FIRST_VIEW, capacity: null, page: 0, hidden: [] }

const CUSTODY = ['all', 'at liberty', 'in custody'] as const

/**
 * Reads a list's state from its address. Unknown or false values are as if absent. The search text is never in an
 * address, for an address is written to logs.
 *
 * @example readAddress(new URLSearchParams('sort=harm&band=high')).view.sort // 'harm'
 */
export function readAddress(query: URLSearchParams): ListState {
  const bands = query.get('band')?.split(',')
  const sort = /^(-?)([a-z]+)$/.exec(query.get('sort') ?? '')
  const known = SORTS.find(candidate => candidate === sort?.[2])
  const view: RosterView = {
    bands: bands ? BAND_ORDER.filter(band => bands.includes(band)) : FIRST_VIEW.bands,
    age: query.get('age') ?? '',
    custody: CUSTODY.find(candidate => candidate === query.get('custody')) ?? 'all',
    search: '',
    sort: known ?? FIRST_VIEW.sort,
    descending: known ? sort?.[1] === '-' : FIRST_VIEW.descending,
  }
  const page = readWhole(query.get('page'))
  const hidden = query.get('hide')?.split(',').filter(isColumn) ?? []
  return { view, capacity: readWhole(query.get('capacity')), page: page ? page - 1 : 0, hidden }
}

/** Writes a list's state: what differs from the first view, nothing personal. @example writeAddress(FIRST_STATE).size === 0 */
export function writeAddress({ view, capacity, page, hidden }: ListState): URLSearchParams {
  const query = new URLSearchParams()
  const write = (key: string, value: string, usual: string) => {
    if (value !== usual) query.set(key, value)
  }
  write('band', view.bands.join(','), FIRST_VIEW.bands.join(','))
  write('age', view.age, '')
  write('custody', view.custody, 'all')
  write('sort', sortText(view.sort, view.descending), sortText(FIRST_VIEW.sort, FIRST_VIEW.descending))
  write('capacity', capacity === null ? '' : String(capacity), '')
  write('page', String(page + 1), '1')
  write('hide', hidden.join(','), '')
  return query
}

function sortText(sort: Sort, descending: boolean): string {
  return `${descending ? '-' : ''}${sort}`
}

function isColumn(id: string): boolean {
  return id !== 'reference' && (id === 'interval' || SORTS.some(sort => sort === id))
}

function readWhole(text: string | null): number | null {
  return text && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null
}
