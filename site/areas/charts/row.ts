import { CELL_COLUMNS } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatCount, formatInterval, formatMovement, formatShare, formatWhole } from '../../shared/format.ts'
import type { MapCell } from '../cells.ts'

/** A column of the ranked table. */
export interface Column {
  /** Its name in the address. */
  readonly key: string
  readonly heading: string
  readonly right: boolean
  /** Direction of the first click. */
  readonly first: 'ascending' | 'descending'
  order(a: MapCell, b: MapCell): number
  /** What a row says. `compared` is false in a first week, when nothing can have moved. */
  text(cell: MapCell, compared: boolean): string
}

/** The heading that a column has in every list of cells, by its key; the interval is two columns in files. */
const headingOf = (key: string) =>
  CELL_COLUMNS.find(column => column.key === key)?.title ?? 'Interval, 80% or more'

interface Numbered extends Pick<Column, 'key' | 'text'> {
  value(cell: MapCell): number
}

const numbered = ({ key, text, value }: Numbered): Column => ({
  key,
  heading: headingOf(key),
  text,
  right: true,
  first: key === 'rank' ? 'ascending' : 'descending',
  order: (a, b) => value(a) - value(b) || b.rank - a.rank,
})

const nameOf = (cell: MapCell) => `${cell.place} ${cell.district}`

/** The columns of the ranked table, left to right: those of every list of cells that fit on a page. */
export const COLUMNS: readonly Column[] = [
  numbered({
    key: 'rank',
    value: cell => cell.rank,
    text: cell => formatWhole(cell.rank),
  }),
  {
    key: 'place',
    heading: headingOf('place'),
    right: false,
    first: 'ascending',
    order: (a, b) => nameOf(a).localeCompare(nameOf(b), 'en-GB') || a.rank - b.rank,
    text: cell => cell.place,
  },
  numbered({
    key: 'expected',
    value: cell => cell.expected,
    text: cell => formatCount(cell.expected),
  }),
  numbered({
    key: 'interval',
    value: cell => cell.high,
    text: cell => formatInterval(cell.low, cell.high),
  }),
  numbered({
    key: 'any',
    value: cell => cell.pAny,
    text: cell => formatShare(cell.pAny),
  }),
  numbered({
    key: 'move',
    value: cell => (cell.previousRank ?? Number.MAX_SAFE_INTEGER) - cell.rank,
    text: (cell, compared) => (compared ? formatMovement(cell.rank, cell.previousRank) : 'no last week'),
  }),
  numbered({
    key: 'tenure',
    value: cell => cell.tenureWeeks,
    text: cell => (cell.tenureWeeks > 0 ? formatWhole(cell.tenureWeeks) : '\u2013'),
  }),
  numbered({
    key: 'last4',
    value: cell => cell.last4,
    text: cell => formatWhole(cell.last4),
  }),
  numbered({
    key: 'last52',
    value: cell => cell.last52,
    text: cell => formatWhole(cell.last52),
  }),
]

/**
 * One row of the ranked table. The place is its heading and the button that chooses the square; `chosen`
 * marks the row as the one shown in the panel.
 */
export function cellRow(cell: MapCell, options: { compared: boolean; chosen?: boolean }): Tree {
  const cells = COLUMNS.map(column => field(column, cell, column.text(cell, options.compared)))
  return h('tr', { 'data-cell': cell.id, 'aria-current': options.chosen ? 'true' : null }, ...cells)
}

function field({ key, right }: Column, cell: MapCell, text: string): Tree {
  if (key === 'place') {
    const place = h('button', { type: 'button', class: 'row-button' }, text)
    return h('th', { scope: 'row' }, place, h('span', { class: 'quiet district' }, ` ${cell.district}`))
  }
  const moved = key === 'move' ? ` ${text.split(' ')[0]}` : ''
  return h('td', { class: `${right ? 'right' : ''}${moved}`.trim() || null }, text)
}
