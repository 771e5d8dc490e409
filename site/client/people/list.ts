import type { ListedPerson } from '../../../pipeline/bake/contract.ts'
import { formatWhole } from '../../lib/format.ts'
import { FIRST_STATE, type ListState, readAddress, writeAddress } from './address.ts'
import { capacityFigures, capacityLines } from './capacity.ts'
import { COLUMNS, type Column } from './columns.ts'
import { exportName, rosterCsv } from './export.ts'
import { readControls, writeControls } from './form.ts'
import { type RosterFile, type Sort, unpackPerson, viewRoster } from './roster.ts'
import { renderRows } from './table.ts'

/** The list of one unit: the baked table comes alive once the list's file has arrived. */
class UnitList {
  readonly root: HTMLElement
  readonly people: readonly ListedPerson[]
  readonly pageSize: number
  state: ListState = FIRST_STATE
  shown: ListedPerson[] = []

  constructor(root: HTMLElement, people: readonly ListedPerson[]) {
    this.root = root
    this.people = people
    this.pageSize = Number(root.dataset.pageSize)
  }

  /** Shows a state. Nothing is fetched: everything is already here. */
  show(state: ListState): void {
    this.shown = viewRoster(this.people, state.view)
    const lastPage = Math.max(0, Math.ceil(this.shown.length / this.pageSize) - 1)
    this.state = { ...state, page: Math.min(state.page, lastPage) }
    this.showCapacity()
    this.showHeads()
    this.showRows()
  }

  /** Shows a state and writes it into the address, so that the back button undoes it. */
  change(part: Partial<ListState>): void {
    this.show({ ...this.state, page: 0, ...part })
    const query = writeAddress(this.state).toString()
    const address = query ? `?${query}` : location.pathname
    if (address !== (location.search || location.pathname)) history.pushState(null, '', address)
  }

  columns(): Column[] {
    return COLUMNS.filter(column => !this.state.hidden.includes(column.id))
  }

  showCapacity(): void {
    const wanted = this.state.capacity ?? Number(this.root.dataset.capacity)
    const figures = capacityFigures(this.shown, wanted)
    for (const line of capacityLines(figures)) {
      write(this.root, `[data-figure="${line.id}"]`, line.value)
      write(this.root, `[data-detail="${line.id}"]`, line.detail)
    }
    write(this.root, '[data-capacity-shown]', formatWhole(figures.people))
    const slider = find<HTMLInputElement>(this.root, '[data-capacity-input]')
    slider.max = String(Math.max(1, figures.pool))
    slider.value = String(figures.people)
  }

  showHeads(): void {
    const { sort, descending } = this.state.view
    for (const head of this.root.querySelectorAll<HTMLElement>('th[data-column]')) {
      head.hidden = this.state.hidden.includes(head.dataset.column ?? '')
      if (head.dataset.column === sort) head.setAttribute('aria-sort', descending ? 'descending' : 'ascending')
      else head.removeAttribute('aria-sort')
    }
  }

  showRows(): void {
    const from = this.state.page * this.pageSize
    const people = this.shown.slice(from, from + this.pageSize)
    const { sort, descending } = this.state.view
    const pool = this.shown.filter(person => person.transition).length
    const capacity = Math.min(pool, this.state.capacity ?? Number(this.root.dataset.capacity))
    const onPage = sort === 'transition' && descending && capacity > from && capacity <= from + people.length
    const rows = renderRows({ people, columns: this.columns(), above: onPage ? capacity - from : null, capacity })
    find(this.root, '[data-rows]').replaceChildren(...rows)
    const range = `${formatWhole(from + 1)} to ${formatWhole(from + people.length)} of ${formatWhole(this.shown.length)}`
    write(this.root, '[data-range]', people.length > 0 ? range : 'none')
    write(
      this.root,
      '[data-count]',
      `${formatWhole(this.shown.length)} of ${formatWhole(this.people.length)} people shown.`,
    )
    for (const turn of this.root.querySelectorAll<HTMLButtonElement>('[data-turn]')) {
      turn.disabled = turn.dataset.turn === '-1' ? from === 0 : from + this.pageSize >= this.shown.length
    }
  }

  download(): void {
    const { marking = '', unit = '', code = '', week = '', dataTo = '', runId = '' } = this.root.dataset
    const csv = rosterCsv(this.shown, this.columns(), { marking, unit, week, dataTo, runId })
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob(['\ufeff', csv], { type: 'text/csv;charset=utf-8' }))
    link.download = exportName(marking, code, week)
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  }
}

/** Fetches the list's file and brings the page's controls to life; without it the baked rows stay readable. */
async function start(root: HTMLElement): Promise<void> {
  const response = await fetch(root.dataset.file ?? '')
  if (!response.ok) throw new Error(`list: ${response.status}`)
  const file = (await response.json()) as RosterFile
  const list = new UnitList(root, file.rows.map(unpackPerson))
  const form = find<HTMLFormElement>(root, '[data-filters]')
  connect(list, form)
  const open = () => {
    const { view, ...state } = readAddress(new URLSearchParams(location.search))
    list.show({ ...state, view: { ...view, search: list.state.view.search } })
    writeControls(form, list.state)
  }
  addEventListener('popstate', open)
  open()
  for (const part of root.querySelectorAll<HTMLElement>('.needs-script')) part.hidden = false
  for (const button of root.querySelectorAll<HTMLButtonElement>('[data-sort]')) button.disabled = false
}

function connect(list: UnitList, form: HTMLFormElement): void {
  const { root } = list
  form.addEventListener('submit', event => event.preventDefault())
  form.addEventListener('input', () => list.change(readControls(form, list.state)))
  form.addEventListener('reset', event => {
    event.preventDefault()
    list.change(FIRST_STATE)
    writeControls(form, list.state)
  })
  const slider = find<HTMLInputElement>(root, '[data-capacity-input]')
  slider.addEventListener('input', () => {
    list.show({ ...list.state, capacity: Number(slider.value) })
  })
  slider.addEventListener('change', () => list.change({ capacity: Number(slider.value) }))
  root.addEventListener('click', event => {
    const button = (event.target as Element).closest('button')
    if (button?.dataset.sort)
      list.change({ view: { ...list.state.view, ...turnSort(list, button.dataset.sort as Sort) } })
    if (button?.dataset.turn) list.change({ page: Math.max(0, list.state.page + Number(button.dataset.turn)) })
    if (button && 'export' in button.dataset) list.download()
  })
}

/** A second press on the same heading turns its order; text begins with A, numbers with the greatest. */
function turnSort(list: UnitList, sort: Sort): { sort: Sort; descending: boolean } {
  const { view } = list.state
  const text = sort === 'reference' || sort === 'age'
  return { sort, descending: view.sort === sort ? !view.descending : !text }
}

function find<T extends HTMLElement = HTMLElement>(root: HTMLElement, selector: string): T {
  const found = root.querySelector<T>(selector)
  if (!found) throw new Error(`no ${selector} on this page`)
  return found
}

function write(root: HTMLElement, selector: string, text: string): void {
  const element = find(root, selector)
  if (element.textContent !== text) element.textContent = text
}

for (const root of document.querySelectorAll<HTMLElement>('[data-roster]')) {
  start(root).catch(() =>
    write(
      root,
      '[data-count]',
      'The rest of the list could not be loaded: the rows below are the first ones. Reload the page.',
    ),
  )
}
