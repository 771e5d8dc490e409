import type { ListedPerson } from '../../../pipeline/bake/contract/vocabulary.ts'
import { find } from '../../shared/client/draw.ts'
import type { Store } from '../../shared/client/state.ts'
import { formatWhole } from '../../shared/format.ts'
import { LIVE } from '../words/live.ts'
import { selectionWords } from '../words/selection.ts'
import { columnsOf, type ListState, personAddress, sortOf, viewOf } from './address.ts'
import { type CapacityFigures, capacityFigures, capacityLines } from './capacity.ts'
import { filterRoster, sortRoster } from './roster.ts'
import { renderRows } from './table.ts'
import { showTab } from './tabs.ts'

const FIRST_ROWS = 25

/** A list at work: its people, what is typed into the search field, and whoever is shown. */
export interface List {
  readonly root: HTMLElement
  readonly form: HTMLFormElement
  readonly store: Store<ListState>
  readonly people: readonly ListedPerson[]
  search: string
  /** State and search that stand on the page: nothing is drawn twice. */
  shownFor: string
  /** Everybody in the order of `sort`: sorted once for all filters. */
  sorted: { sort: string; people: readonly ListedPerson[] }
  /** Everybody who is shown, on all pages of the list, in order. */
  shown: ListedPerson[]
}

/** Shows the list in a state; nothing is done where it stands there already. */
export function showList(list: List, state: ListState): void {
  const { root, people } = list
  const asked = JSON.stringify([state, list.search])
  if (asked === list.shownFor) return
  list.shownFor = asked
  const [view, sort] = [viewOf(state, list.search), sortOf(state)]
  if (list.sorted.sort !== sort) list.sorted = { sort, people: sortRoster(people, view) }
  list.shown = filterRoster(list.sorted.people, view, root.dataset.asAt ?? '')
  showTab(root, state.tab)
  const figures = capacityFigures(list.shown, state.capacity || Number(root.dataset.capacity))
  showCapacity(root, figures)
  const shown = columnsOf(state).map(({ id }) => id as string)
  for (const head of root.querySelectorAll<HTMLElement>('th[data-column]')) {
    const id = head.dataset.column ?? ''
    head.hidden = !shown.includes(id)
    if (sort.replace('-', '') !== id) head.removeAttribute('aria-sort')
    else head.setAttribute('aria-sort', sort.startsWith('-') ? 'descending' : 'ascending')
  }
  showRows(list, state, figures.people)
}

/** Puts everybody who is shown on one page, as for print. */
export function showAllRows(list: List): void {
  const { code = '', asAt = '' } = list.root.dataset
  const state = list.store.get()
  const rows = renderRows({
    people: list.shown,
    columns: columnsOf(state),
    above: null,
    capacity: 0,
    personAt: pseudonym => personAddress(code, pseudonym, location.search),
    asAt,
  })
  find<HTMLElement>('[data-rows]', list.root).replaceChildren(...rows)
  write(list.root, '[data-selection]', selectionWords(state, list.search !== ''))
  list.shownFor = ''
}

function showCapacity(root: HTMLElement, figures: CapacityFigures): void {
  for (const line of capacityLines(figures)) {
    write(root, `[data-figure="${line.id}"]`, line.value)
    write(root, `[data-detail="${line.id}"]`, line.detail)
  }
  write(root, '[data-capacity-shown]', formatWhole(figures.people))
  const slider = find<HTMLInputElement>('[data-capacity-input]', root)
  slider.max = String(Math.max(1, figures.pool))
  slider.value = String(figures.people)
}

function showRows({ root, people, shown }: List, state: ListState, capacity: number): void {
  const size = Number(root.dataset.pageSize)
  const page = Math.min(state.page, Math.max(1, Math.ceil(shown.length / size)))
  const from = (page - 1) * size
  const rows = shown.slice(from, from + size)
  const byChance = state.tab === 'support' && sortOf(state) === '-transition'
  const above = byChance && capacity > from && capacity <= from + rows.length ? capacity - from : null
  const { code = '', asAt = '' } = root.dataset
  const personAt = (pseudonym: string) => personAddress(code, pseudonym, location.search)
  placeRows(root, renderRows({ people: rows, columns: columnsOf(state), above, capacity, personAt, asAt }))
  const [first, last] = [from + 1, from + rows.length].map(formatWhole)
  const range = `${first} to ${last} of ${formatWhole(shown.length)}`
  write(root, '[data-range]', rows.length > 0 ? range : 'none')
  write(root, '[data-count]', LIVE.shown(formatWhole(shown.length), formatWhole(people.length)))
  find<HTMLButtonElement>('[data-turn="-1"]', root).disabled = page === 1
  find<HTMLButtonElement>('[data-turn="1"]', root).disabled = from + size >= shown.length
}

/**
 * Puts the rows that can be seen at once on the page, and the others after the next frame, so that a filter
 * is quick. A list that opens is drawn whole: later rows may widen columns, and nothing is to move of itself.
 */
function placeRows(root: HTMLElement, rows: readonly HTMLTableRowElement[]): void {
  const body = find<HTMLElement>('[data-rows]', root)
  const first = body.childElementCount === 0 ? rows.length : FIRST_ROWS
  body.replaceChildren(...rows.slice(0, first))
  requestAnimationFrame(() =>
    setTimeout(() => {
      if (body.firstElementChild === rows[0]) body.append(...rows.slice(first))
    }),
  )
}

function write(root: HTMLElement, selector: string, text: string): void {
  const element = find<HTMLElement>(selector, root)
  if (element.textContent !== text) element.textContent = text
}
