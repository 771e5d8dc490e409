import { draw, find } from '../../shared/client/draw.ts'
import { formatWhole } from '../../shared/format.ts'
import type { MapCell } from '../cells.ts'
import { COLUMNS, cellRow } from '../charts/row.ts'
import { LIVE } from '../words/live.ts'
import { sortOf } from './cells.ts'
import type { Members } from './members.ts'

const PAGE_ROWS = 100

/**
 * What the table shows: the cells left by the filters in order, of which scope, the page of them, the order
 * and the chosen cell.
 */
export interface TableView {
  readonly cells: readonly MapCell[]
  readonly of: Members
  readonly page: number
  readonly sort: string
  readonly cell: string
}

/** What a reader may do in the table. */
export interface TableActs {
  choose(id: string): void
  sort(sort: string): void
  page(page: number): void
}

/** The live table; `update` with `whole` writes every row, as for print. */
export interface LiveTable {
  update(view: TableView): void
  whole(view: TableView): void
}

/** Brings the baked table to life: sort buttons, paging, a button in each row. */
export function openTable(root: Element, acts: TableActs): LiveTable {
  const body = find<HTMLTableSectionElement>('tbody', root)
  let page = 1
  let sort = ''
  for (const heading of root.querySelectorAll<HTMLTableCellElement>('th[data-key]')) {
    find('button', heading).addEventListener('click', () => acts.sort(nextSort(sort, heading.dataset.key!)))
  }
  body.addEventListener('click', event => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('tr[data-cell]') : null
    if (row) acts.choose(row.dataset.cell!)
  })
  const [previous, next] = ['previous', 'next'].map(name =>
    find<HTMLButtonElement>(`[name=${name}]`, root),
  ) as [HTMLButtonElement, HTMLButtonElement]
  previous.addEventListener('click', () => acts.page(page - 1))
  next.addEventListener('click', () => acts.page(page + 1))
  return {
    update: view => {
      const pages = Math.max(1, Math.ceil(view.cells.length / PAGE_ROWS))
      page = Math.min(view.page, pages)
      sort = view.sort
      const from = (page - 1) * PAGE_ROWS
      writeRows(body, view.cells.slice(from, from + PAGE_ROWS), view.cell)
      writeHeadings(root, sort)
      previous.disabled = page <= 1
      next.disabled = page >= pages
      find('#page-of', root).textContent = `Page ${formatWhole(page)} of ${formatWhole(pages)}`
      find('caption', root).textContent = captionOf(view, page)
    },
    whole: view => writeRows(body, view.cells, view.cell),
  }
}

/** The page of the table on which a cell stands, or null where the filters leave it out. */
export function pageOf(cells: readonly MapCell[], id: string): number | null {
  const index = cells.findIndex(cell => cell.id === id)
  return index < 0 ? null : Math.floor(index / PAGE_ROWS) + 1
}

/**
 * The order after a click on a heading: its own first direction, then the other.
 * @example nextSort('', 'rank') === '-rank'
 * @internal
 */
export function nextSort(sort: string, key: string): string {
  const { column, descending } = sortOf(sort)
  const wanted = COLUMNS.find(found => found.key === key)
  const down = column.key === key ? !descending : wanted?.first === 'descending'
  return key === 'rank' && !down ? '' : `${down ? '-' : ''}${key}`
}

function captionOf({ cells, of }: TableView, page: number): string {
  const from = (page - 1) * PAGE_ROWS
  const to = Math.min(cells.length, from + PAGE_ROWS)
  const all = formatWhole(of.cells.length)
  const where = of.kind === 'force' ? '' : `, ${of.name}`
  if (cells.length === 0) return LIVE.noneFits(all, where)
  const whole = cells.length === of.cells.length ? where : ` that fit the filters, of ${all} in all${where}`
  return `Squares ${formatWhole(from + 1)} to ${formatWhole(to)} of ${formatWhole(cells.length)}${whole}`
}

function writeRows(body: Element, rows: readonly MapCell[], chosen: string): void {
  const focused = document.activeElement?.closest<HTMLElement>('tr[data-cell]')?.dataset.cell
  body.replaceChildren(...rows.map(row => draw(cellRow(row, { chosen: row.id === chosen }))))
  const row = body.querySelector<HTMLElement>('tr[aria-current]')
  if (focused && row?.dataset.cell === focused) row.querySelector('button')?.focus({ preventScroll: true })
  if (row) scrollTo(row)
}

/** Scrolls the table's own frame, never the page, until the row can be seen. */
function scrollTo(row: HTMLElement): void {
  const frame = row.closest<HTMLElement>('.table-frame')
  if (!frame) return
  const top = row.offsetTop - 60
  if (top < frame.scrollTop || row.offsetTop + row.offsetHeight > frame.scrollTop + frame.clientHeight)
    frame.scrollTop = top
}

function writeHeadings(root: Element, sort: string): void {
  const { column, descending } = sortOf(sort)
  for (const heading of root.querySelectorAll<HTMLElement>('th[data-key]')) {
    if (heading.dataset.key === column.key)
      heading.setAttribute('aria-sort', descending ? 'descending' : 'ascending')
    else heading.removeAttribute('aria-sort')
  }
}
