import { CELL_COLUMNS, changeOf } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatCount, formatMovement, formatShare, formatWhole } from '../../shared/format.ts'
import type { MapCell } from '../cells.ts'
import { signedCount } from '../words/change.ts'

/** A column of the ranked table. */
export interface Column {
  /** Its name in the address. */
  readonly key: string
  /** Its short heading, and the full one that it has in every list of cells. */
  readonly heading: string
  readonly title: string
  readonly right: boolean
  /** Shown beside the map only where there is room; always in print and in files. */
  readonly wide: boolean
  /** Direction of the first click. */
  readonly first: 'ascending' | 'descending'
  order(a: MapCell, b: MapCell): number
  /** What a row says. */
  text(cell: MapCell): string
}

/** The title that a column has in every list of cells, by its key. */
const titleOf = (key: string) => CELL_COLUMNS.find(column => column.key === key)!.title

interface Numbered extends Pick<Column, 'key' | 'heading' | 'text'> {
  readonly wide?: boolean
  value(cell: MapCell): number
}

const numbered = ({ key, heading, text, value, wide = false }: Numbered): Column => ({
  key,
  heading,
  title: titleOf(key),
  text,
  right: true,
  wide,
  first: key === 'rank' ? 'ascending' : 'descending',
  order: (a, b) => value(a) - value(b) || b.rank - a.rank,
})

const nameOf = (cell: MapCell) => `${cell.place} ${cell.district}`
const changeText = (cell: MapCell) => {
  const change = changeOf(cell)
  return change === null ? 'new' : signedCount(change)
}

/** The columns of the ranked table, left to right: those of every list of cells that fit on a page. */
export const COLUMNS: readonly Column[] = [
  numbered({ key: 'rank', heading: 'Rank', value: cell => cell.rank, text: cell => formatWhole(cell.rank) }),
  {
    key: 'place',
    heading: 'Place',
    title: titleOf('place'),
    right: false,
    wide: false,
    first: 'ascending',
    order: (a, b) => nameOf(a).localeCompare(nameOf(b), 'en-GB') || a.rank - b.rank,
    text: cell => cell.place,
  },
  numbered({ key: 'any', heading: 'P(1+)', value: cell => cell.pAny, text: cell => formatShare(cell.pAny) }),
  numbered({
    key: 'expected',
    heading: 'Exp.',
    value: cell => cell.expected,
    text: cell => formatCount(cell.expected),
  }),
  numbered({
    key: 'change',
    heading: 'Diff.',
    value: cell => changeOf(cell) ?? Number.MAX_SAFE_INTEGER,
    text: changeText,
  }),
  numbered({
    key: 'last4',
    heading: '4 wk',
    value: cell => cell.last4,
    text: cell => formatWhole(cell.last4),
  }),
  numbered({
    key: 'last52',
    heading: '52 wk',
    value: cell => cell.last52,
    text: cell => formatWhole(cell.last52),
  }),
  numbered({
    key: 'move',
    heading: 'Rank moved',
    wide: true,
    value: cell => (cell.previousRank ?? Number.MAX_SAFE_INTEGER) - cell.rank,
    text: cell => formatMovement(cell.rank, cell.previousRank),
  }),
  numbered({
    key: 'tenure',
    heading: 'Weeks listed',
    wide: true,
    value: cell => cell.tenureWeeks,
    text: cell => (cell.tenureWeeks > 0 ? formatWhole(cell.tenureWeeks) : '\u2013'),
  }),
]

/**
 * One row of the ranked table. The place is its heading and the button that chooses the square; `chosen`
 * marks the row as the one shown in the panel.
 */
export function cellRow(cell: MapCell, options: { chosen?: boolean } = {}): Tree {
  const cells = COLUMNS.map(column => field(column, cell))
  return h('tr', { 'data-cell': cell.id, 'aria-current': options.chosen ? 'true' : null }, ...cells)
}

function field({ key, right, wide, text }: Column, cell: MapCell): Tree {
  if (key === 'place') {
    const place = h('button', { type: 'button', class: 'row-button' }, cell.place)
    return h('th', { scope: 'row' }, place, h('span', { class: 'quiet district' }, ` ${cell.district}`))
  }
  const moved = key === 'change' ? directionOf(cell) : ''
  const classes = [right ? 'right' : '', wide ? 'wide' : '', moved].filter(name => name !== '')
  return h('td', { class: classes.join(' ') || null }, text(cell))
}

function directionOf(cell: MapCell): string {
  const written = changeText(cell)
  return written.startsWith('+') ? 'up' : written.startsWith('\u2212') ? 'down' : ''
}
