import { h, type Tree } from '../shared/charts/tree.ts'
import {
  formatCount,
  formatInterval,
  formatMovement,
  formatRecorded,
  formatShare,
  formatWhole,
} from '../shared/format.ts'
import type { MapCell } from './cells.ts'

/** Where a withheld count stands in order: it is more than none and fewer than any that is shown. */
const FEW = 0.5

/** A column of the ranked table: its key in the address, its heading and how cells are put in order. */
export interface Column {
  readonly key: string
  readonly heading: string
  readonly right: boolean
  /** Direction of the first click. */
  readonly first: 'ascending' | 'descending'
  order(a: MapCell, b: MapCell): number
}

const number = (key: string, heading: string, value: (cell: MapCell) => number): Column => ({
  key,
  heading,
  right: true,
  first: key === 'rank' ? 'ascending' : 'descending',
  order: (a, b) => value(a) - value(b) || b.rank - a.rank,
})
const text = (key: string, heading: string, value: (cell: MapCell) => string): Column => ({
  key,
  heading,
  right: false,
  first: 'ascending',
  order: (a, b) => value(a).localeCompare(value(b), 'en-GB') || a.rank - b.rank,
})

/** The columns of the ranked table, left to right. */
export const COLUMNS: readonly Column[] = [
  number('rank', 'Rank', cell => cell.rank),
  text('place', 'Place', cell => `${cell.place} ${cell.district}`),
  number('expected', 'Expected', cell => cell.expected),
  number('interval', '80% interval', cell => cell.high),
  number('any', 'P(at least 1)', cell => cell.pAny),
  number('move', 'Against last week', cell => (cell.previousRank ?? Number.MAX_SAFE_INTEGER) - cell.rank),
  number('tenure', 'Weeks in top 2%', cell => cell.tenureWeeks),
  number('last4', 'Recorded, 4 weeks', cell => cell.last4 ?? FEW),
  number('last52', 'Recorded, 52 weeks', cell => cell.last52 ?? FEW),
]

/** The texts of a cell's row, in the order of COLUMNS. `compared` is false in a first week, when nothing can have moved. */
function rowTexts(cell: MapCell, compared: boolean): string[] {
  return [
    formatWhole(cell.rank),
    cell.place,
    formatCount(cell.expected),
    formatInterval(cell.low, cell.high),
    formatShare(cell.pAny),
    compared ? formatMovement(cell.rank, cell.previousRank) : 'no last week',
    cell.tenureWeeks > 0 ? formatWhole(cell.tenureWeeks) : '\u2013',
    formatRecorded(cell.last4),
    formatRecorded(cell.last52),
  ]
}

/**
 * One row of the ranked table. The place is its heading and the button that chooses the square; `chosen` marks the row as
 * the one shown in the panel.
 */
export function cellRow(cell: MapCell, options: { compared: boolean; chosen?: boolean }): Tree {
  const texts = rowTexts(cell, options.compared)
  const cells = texts.map((value, i) => {
    const column = COLUMNS[i]!
    if (column.key === 'place') {
      const place = h('button', { type: 'button', class: 'row-button' }, value)
      return h('th', { scope: 'row' }, place, h('span', { class: 'quiet district' }, ` ${cell.district}`))
    }
    const moved = column.key === 'move' ? ` ${value.split(' ')[0]}` : ''
    return h('td', { class: `${column.right ? 'right' : ''}${moved}`.trim() || null }, value)
  })
  return h('tr', { 'data-cell': cell.id, 'aria-current': options.chosen ? 'true' : null }, ...cells)
}
