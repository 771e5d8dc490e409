import type { ListedPerson } from '../../../pipeline/bake/contract/vocabulary.ts'
import { formatWhole } from '../../shared/format.ts'
import { LIVE } from '../words/live.ts'
import type { Column } from './columns.ts'

/** One page of the list's rows. */
export interface RowsPage {
  readonly people: readonly ListedPerson[]
  readonly columns: readonly Column[]
  /** How many of these rows stand above the line of the capacity; null: no line on this page. */
  readonly above: number | null
  readonly capacity: number
  /** The address of a person's page. */
  readonly personAt: (pseudonym: string) => string
  /** Day of the forecast, ISO. */
  readonly asAt: string
}

/** The rows of one page as elements; text only, never markup. */
export function renderRows({ people, columns, above, ...page }: RowsPage): HTMLTableRowElement[] {
  const { capacity, personAt, asAt } = page
  const cellOf = (person: ListedPerson) => (column: Column) =>
    column.id === 'reference'
      ? linkCell(person, personAt(person.pseudonym))
      : textCell(column, column.show(person, asAt))
  const rows = people.map(person => personRow(columns.map(cellOf(person))))
  if (people.length === 0) rows.push(messageRow(LIVE.nobody, columns.length))
  if (above !== null) {
    const line = messageRow(LIVE.capacityLine(formatWhole(capacity)), columns.length)
    line.className = 'capacity-row'
    rows.splice(above, 0, line)
  }
  return rows
}

function personRow(cells: readonly HTMLTableCellElement[]): HTMLTableRowElement {
  const row = document.createElement('tr')
  row.append(...cells)
  return row
}

function linkCell({ reference, pseudonym }: ListedPerson, address: string): HTMLTableCellElement {
  const cell = document.createElement('th')
  cell.scope = 'row'
  const link = document.createElement('a')
  link.href = address
  link.dataset.open = pseudonym
  link.textContent = reference
  cell.append(link)
  return cell
}

function textCell({ numeric }: Column, words: string): HTMLTableCellElement {
  const cell = document.createElement('td')
  if (numeric) cell.className = 'right'
  cell.textContent = words
  return cell
}

function messageRow(text: string, span: number): HTMLTableRowElement {
  const row = document.createElement('tr')
  const cell = document.createElement('td')
  cell.colSpan = span
  cell.textContent = text
  row.append(cell)
  return row
}
