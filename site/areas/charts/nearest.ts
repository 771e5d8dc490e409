import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatCount, formatShare, formatWhole } from '../../shared/format.ts'
import type { MapCell } from '../cells.ts'

/** How many squares are listed beside a place that was searched for. */
const MOST = 5

interface Point {
  readonly x: number
  readonly y: number
}

/** A square and how far its edge is from a point, in metres; 0 where the point lies in it. */
interface Near {
  readonly cell: MapCell
  readonly metres: number
}

/** The squares nearest a point, the nearest first; of those equally near the one with the better rank. */
export function nearestCells(cells: readonly MapCell[], { x, y }: Point, cellMetres: number): Near[] {
  const half = cellMetres / 2
  const outside = (distance: number) => Math.max(0, Math.abs(distance) - half)
  return cells
    .map(cell => ({ cell, metres: Math.hypot(outside(cell.x - x), outside(cell.y - y)) }))
    .sort((a, b) => a.metres - b.metres || a.cell.rank - b.cell.rank)
    .slice(0, MOST)
}

/** The squares nearest a place that was searched for, each a button that chooses it. */
export function nearestFigure(name: string, near: readonly Near[]): Tree {
  const rows = near.map(({ cell, metres }) =>
    h(
      'li',
      {},
      h('button', { type: 'button', class: 'row-button', 'data-cell': cell.id }, cell.place),
      h(
        'span',
        { class: 'quiet' },
        ` ${awayWords(metres)}; rank ${formatWhole(cell.rank)}, P(1+) ${formatShare(cell.pAny)}`,
      ),
    ),
  )
  return h(
    'div',
    { class: 'nearest' },
    h('h3', {}, `Squares nearest ${name}`),
    h('ol', { class: 'small' }, ...rows),
  )
}

const awayWords = (metres: number) => (metres === 0 ? 'here' : `${formatCount(metres / 1000)} km away`)
