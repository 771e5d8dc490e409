import type { History } from '../../../pipeline/bake/contract/vocabulary.ts'
import { type Counts, type Cube, countsUnder, cubeOf, type Masks } from './cube.ts'
import { dateOf, datesBins, dayRowsOf, daysOf, type TimeWords } from './days.ts'
import { type Explore, hoursRect, hoursText, type Rect } from './filter.ts'
import { type Rows, rowsOf, type ViewName } from './rows.ts'

/** Where the squares lie on the raster of the map. */
export interface MapGrid {
  readonly columns: number
  readonly rows: number
  /** Metres of the west and the north edge. */
  readonly west: number
  readonly north: number
  /** Column and row of each square, the north first. */
  readonly places: readonly (readonly [number, number])[]
}

/** The rows that a state counts: with bins of time by four weeks, or by day. */
export type RowsUnder = (state: TimeWords) => Rows

/** Keeps the rows by four weeks, and the newest by day. */
export function openRows(history: History): RowsUnder {
  const whole = rowsOf(history)
  let known = { key: '', rows: whole }
  return state => {
    const days = daysOf(state, history)
    if (!days) return whole
    const key = `${days.first}-${days.last}`
    if (key !== known.key) known = { key, rows: dayRowsOf(whole, history, days) }
    return known.rows
  }
}

/** A target's offences, ready to be brushed. */
export interface Model {
  readonly history: History
  readonly rows: RowsUnder
  readonly grid: MapGrid
  /** The districts' outlines, moved and scaled to the canvas. */
  outlines(left: number, top: number, perMetre: number): Path2D
}

/** The raster of the squares. */
export function gridOf({ header }: History): MapGrid {
  const { squares, cellMetres } = header
  const west = Math.min(...squares.map(({ x }) => x)) - cellMetres / 2
  const north = Math.max(...squares.map(({ y }) => y)) + cellMetres / 2
  const places = squares.map(
    ({ x, y }) => [Math.floor((x - west) / cellMetres), Math.floor((north - y) / cellMetres)] as const,
  )
  const most = (k: 0 | 1) => 1 + Math.max(...places.map(place => place[k]))
  return { columns: most(0), rows: most(1), west, north, places }
}

/** The address of a rectangle on the map: through the centres of its outermost squares. @internal */
export function boxText(rect: Rect | null, { west, north }: MapGrid, cellMetres: number): string {
  if (!rect) return ''
  const x = (column: number) => Math.round(west + (column + 0.5) * cellMetres)
  const y = (row: number) => Math.round(north - (row + 0.5) * cellMetres)
  return [x(rect.c1) - 1, y(rect.r2) - 1, x(rect.c2) + 1, y(rect.r1) + 1].join('.')
}

/** The rectangle of an address on the map. */
function boxRect(box: string, { west, north, columns, rows }: MapGrid, cellMetres: number): Rect | null {
  if (!box) return null
  const [w = 0, s = 0, e = 0, n = 0] = box.split('.').map(Number)
  const fit = (value: number, most: number) => Math.max(0, Math.min(most - 1, Math.floor(value)))
  return {
    c1: fit((w - west) / cellMetres, columns),
    c2: fit((e - west) / cellMetres, columns),
    r1: fit((north - n) / cellMetres, rows),
    r2: fit((north - s) / cellMetres, rows),
  }
}

/** The brush that a state shows on a view. */
export function rectIn(state: Explore, view: ViewName, { grid, history }: Model): Rect | null {
  if (view === 'hours') return hoursRect(state)
  if (view === 'map') return boxRect(state.box, grid, history.header.cellMetres)
  if (view !== 'time') return null
  const days = daysOf(state, history)
  if (days) {
    const bins = datesBins(state.dates, history, days)
    return bins && { c1: bins[0], c2: bins[1], r1: 0, r2: 0 }
  }
  if (!state.time) return null
  const [a = 0, b = 0] = state.time.split('-').map(Number)
  const last = history.header.periods - 1
  if (Math.min(a, b) > last) return null
  return { c1: Math.max(0, last - Math.max(a, b)), c2: Math.max(0, last - Math.min(a, b)), r1: 0, r2: 0 }
}

/** What an address says of a brush on a view: the other way round of `rectIn`. */
export function patchOf(
  { history, grid }: Model,
  view: ViewName,
  { rect, state }: { readonly rect: Rect | null; readonly state: Explore },
): Partial<Explore> {
  if (view === 'hours') return hoursText(rect)
  if (view === 'map') return { box: boxText(rect, grid, history.header.cellMetres) }
  const days = daysOf(state, history)
  if (days) {
    const date = (bin: number) => dateOf(history, days.first + bin)
    return { dates: rect ? `${date(rect.c1)}.${date(rect.c2)}` : '', by: 'day' }
  }
  const last = history.header.periods - 1
  return { time: rect ? `${last - rect.c2}-${last - rect.c1}` : '' }
}

/**
 * Counts of all views under some masks, from an index of the view in use that is built anew only when the
 * filter of another view has changed: `key` names the view, the rows and the masks of the others.
 */
export function openIndex(): (
  masks: Masks,
  active: ViewName,
  of: { readonly rows: Rows; readonly key: string },
) => Counts {
  let known = ''
  let cube: Cube | null = null
  return (masks, active, { rows, key }) => {
    if (!cube || key !== known) cube = cubeOf(rows, masks, active)
    known = key
    return countsUnder(cube, masks[active])
  }
}
