import {
  type ListedPerson,
  type RosterFile,
  unpackPerson,
} from '../../../pipeline/bake/contract/vocabulary.ts'
import { download, fileName } from '../../shared/client/download.ts'
import { find } from '../../shared/client/draw.ts'
import { openStore, type Store } from '../../shared/client/state.ts'
import { formatWhole } from '../../shared/format.ts'
import { LIST, type ListState, nextSort, personAddress, viewOf } from './address.ts'
import { type CapacityFigures, capacityFigures, capacityLines } from './capacity.ts'
import { COLUMNS, type Column } from './columns.ts'
import { hideExpired } from './expiry.ts'
import { rosterCsv } from './export.ts'
import { offerAges, readControls, writeControls } from './form.ts'
import { filterRoster, sortRoster } from './roster.ts'
import { renderRows } from './table.ts'

const FIRST_ROWS = 40

/** A list at work: its people, what is typed into the search field, and whoever is shown. */
interface List {
  readonly root: HTMLElement
  readonly form: HTMLFormElement
  readonly store: Store<ListState>
  readonly people: readonly ListedPerson[]
  search: string
  /** Everybody in the order of `sort`: sorted once for all filters. */
  sorted: { sort: string; people: readonly ListedPerson[] }
  shown: ListedPerson[]
}

for (const root of document.querySelectorAll<HTMLElement>('[data-roster]')) {
  // A list that is out of date is not even asked for.
  if (hideExpired(document, new Date())) break
  const loading = find<HTMLElement>('[data-loading]')
  loading.textContent = 'The list is being fetched.'
  start(root).then(
    () => loading.remove(),
    () => {
      loading.textContent = 'The list could not be fetched. Reload the page, or ask the contact named below.'
    },
  )
}

/** Fetches the list's file and shows it; the page holds nobody before. */
async function start(root: HTMLElement): Promise<void> {
  const response = await fetch(root.dataset.file ?? '', { cache: 'no-store' })
  if (!response.ok) throw new Error(`list: ${response.status}`)
  const { rows } = (await response.json()) as RosterFile
  const form = find<HTMLFormElement>('[data-filters]', root)
  const people = rows.map(unpackPerson)
  const list: List = {
    root,
    form,
    store: openStore(LIST),
    people,
    search: '',
    sorted: { sort: '', people },
    shown: [],
  }
  for (const head of root.querySelectorAll<HTMLElement>('th[data-sort]')) addSortButton(head, list)
  offerAges(form, people)
  connect(list)
  list.store.watch(state => {
    writeControls(form, state)
    show(list, state)
  })
  root.hidden = false
}

function connect(list: List): void {
  const { root, form, store } = list
  form.addEventListener('submit', event => event.preventDefault())
  form.addEventListener('input', () => {
    list.search = String(new FormData(form).get('search') ?? '')
    store.set({ ...readControls(form), page: 1 })
  })
  form.addEventListener('reset', event => {
    event.preventDefault()
    find<HTMLInputElement>('[name="search"]', root).value = ''
    list.search = ''
    store.set(Object.fromEntries(Object.entries(LIST).map(([key, parameter]) => [key, parameter.standard])))
  })
  const slider = find<HTMLInputElement>('[data-capacity-input]', root)
  slider.addEventListener('input', () => store.preview({ capacity: Number(slider.value) }))
  slider.addEventListener('change', () => store.set({ capacity: Number(slider.value) }))
  for (const button of root.querySelectorAll<HTMLButtonElement>('[data-turn]')) {
    button.addEventListener('click', () =>
      store.set({ page: store.get().page + Number(button.dataset.turn) }),
    )
  }
  find<HTMLElement>('[data-export]', root).addEventListener('click', () => exportCsv(list))
}

function show(list: List, state: ListState): void {
  const { root, people } = list
  const view = viewOf(state, list.search)
  if (list.sorted.sort !== state.sort) list.sorted = { sort: state.sort, people: sortRoster(people, view) }
  list.shown = filterRoster(list.sorted.people, view)
  const figures = capacityFigures(list.shown, state.capacity || Number(root.dataset.capacity))
  showCapacity(root, figures)
  for (const head of root.querySelectorAll<HTMLElement>('th[data-column]')) {
    head.hidden = state.hide.split(',').includes(head.dataset.column ?? '')
    if (!state.sort.endsWith(head.dataset.column ?? '?')) head.removeAttribute('aria-sort')
    else head.setAttribute('aria-sort', state.sort.startsWith('-') ? 'descending' : 'ascending')
  }
  showRows(list, state, figures.people)
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
  const line = state.sort === '-transition' && capacity > from && capacity <= from + rows.length
  const above = line ? capacity - from : null
  const personAt = (pseudonym: string) => personAddress(root.dataset.code ?? '', pseudonym, location.search)
  placeRows(root, renderRows({ people: rows, columns: columnsOf(state), above, capacity, personAt }))
  const [first, last] = [from + 1, from + rows.length].map(formatWhole)
  const range = `${first} to ${last} of ${formatWhole(shown.length)}`
  write(root, '[data-range]', rows.length > 0 ? range : 'none')
  write(root, '[data-count]', `${formatWhole(shown.length)} of ${formatWhole(people.length)} people shown.`)
  find<HTMLButtonElement>('[data-turn="-1"]', root).disabled = page === 1
  find<HTMLButtonElement>('[data-turn="1"]', root).disabled = from + size >= shown.length
}

/**
 * Puts the rows that can be seen at once on the page, and the others after the next frame, so that a filter
 * is quick.
 */
function placeRows(root: HTMLElement, rows: readonly HTMLTableRowElement[]): void {
  const body = find<HTMLElement>('[data-rows]', root)
  body.replaceChildren(...rows.slice(0, FIRST_ROWS))
  requestAnimationFrame(() =>
    setTimeout(() => {
      if (body.firstElementChild === rows[0]) body.append(...rows.slice(FIRST_ROWS))
    }),
  )
}

function exportCsv({ root, store, shown }: List): void {
  const { marking = '', unit = '', week = '', dataTo = '', runId = '' } = root.dataset
  const code = `${root.dataset.code}${root.dataset.list === 'children' ? '-children' : ''}`
  const csv = rosterCsv(shown, columnsOf(store.get()), { marking, unit, week, dataTo, runId })
  download(fileName(marking, ['lomu', code, week], 'csv'), csv)
}

function columnsOf(state: ListState): Column[] {
  const hidden = state.hide.split(',')
  return COLUMNS.filter(column => !hidden.includes(column.id))
}

function addSortButton(head: HTMLElement, { store }: List): void {
  const button = document.createElement('button')
  button.type = 'button'
  const title = find<HTMLElement>('.title', head)
  button.textContent = title.textContent
  button.addEventListener('click', () =>
    store.set({ sort: nextSort(store.get().sort, head.dataset.sort ?? ''), page: 1 }),
  )
  title.replaceWith(button)
}

function write(root: HTMLElement, selector: string, text: string): void {
  const element = find<HTMLElement>(selector, root)
  if (element.textContent !== text) element.textContent = text
}
