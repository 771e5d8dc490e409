import { VENUES } from '../force/venues.ts'
import type { AreaGrid } from './grid.ts'
import type { RecordedFacts } from './recorded.ts'

/** A square of 150 m in which offences were recorded close together: recorded, not predicted. */
export interface MicroArea {
  /** Centre, in metres, on a raster of 50 m. */
  readonly x: number
  readonly y: number
  /** Recorded offences in it of the target, and related ones. */
  readonly target: number
  readonly related: number
}

/** Side of a micro-area, and of the raster on which it may lie, in metres: about a street segment. */
export const MICRO_METRES = 150
const STEP = 50
/** Micro-areas of a square lie so far apart at least, centre to centre, in metres. */
const APART = 500
const MAX_AREAS = 3
/** Fewer offences together than this are no pattern. */
const MIN_OFFENCES = 3
const WEEKS = 156

/** What is read for micro-areas: the day of the forecast and points that are no true place. */
interface MicroOptions {
  readonly asAt: number
  readonly grid: AreaGrid
  readonly flagged: readonly { readonly kind: string; readonly x: number; readonly y: number }[]
}

/**
 * The micro-areas of every cell, in the grid's order: within the cell, the 150 m squares with the most
 * offences of the target in the last three years (related ones break ties), greedily and at least 500 m
 * apart, at most three. Dwellings, sensitive clauses and default geocodes are left out, so that no address of
 * a home is shown.
 *
 * @example microAreas(recorded, { asAt, grid, flagged: [] })[0] // [{ x: 406575, y: 286825, target: 4, ...
 */
export function microAreas(
  { rows, clauses }: RecordedFacts,
  { asAt, grid, flagged }: MicroOptions,
): readonly (readonly MicroArea[])[] {
  const dwelling = VENUES.indexOf('dwelling')
  const geocodes = new Set(
    flagged.filter(({ kind }) => kind === 'default-geocode').map(({ x, y }) => `${x} ${y}`),
  )
  const bins = new Map<number, Map<number, Bin>>()
  for (let i = 0; i < rows.day.length; i++) {
    const clause = clauses[rows.clause[i]!]!
    if (rows.day[i]! < asAt - 7 * WEEKS || rows.venue[i] === dwelling || clause.sensitive) continue
    if (geocodes.has(`${rows.x[i]} ${rows.y[i]}`)) continue
    const of = bins.get(rows.cell[i]!) ?? new Map<number, Bin>()
    bins.set(rows.cell[i]!, of)
    addTo(of, { x: rows.x[i]!, y: rows.y[i]! }, clause.kind)
  }
  return Array.from(grid.x, (x, cell) =>
    chooseAreas(bins.get(cell) ?? new Map(), { x, y: grid.y[cell]! }, grid.cellMetres),
  )
}

interface Bin {
  readonly column: number
  readonly row: number
  target: number
  related: number
}

const COLUMNS = 1 << 20

function addTo(bins: Map<number, Bin>, { x, y }: { x: number; y: number }, kind: 'target' | 'related'): void {
  const [column, row] = [Math.floor(x / STEP), Math.floor(y / STEP)]
  const key = row * COLUMNS + column
  const bin = bins.get(key) ?? { column, row, target: 0, related: 0 }
  bins.set(key, bin)
  bin[kind]++
}

function chooseAreas(
  bins: ReadonlyMap<number, Bin>,
  centre: { readonly x: number; readonly y: number },
  cellMetres: number,
): MicroArea[] {
  const half = cellMetres / 2
  const found = new Map<number, MicroArea>()
  for (const { column, row } of bins.values()) {
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const [x, y] = [(column + dx + 0.5) * STEP, (row + dy + 0.5) * STEP]
        const key = (row + dy) * COLUMNS + column + dx
        if (found.has(key) || Math.abs(x - centre.x) > half || Math.abs(y - centre.y) > half) continue
        found.set(key, { x, y, ...around(bins, column + dx, row + dy) })
      }
    }
  }
  const best = [...found.values()]
    .filter(({ target, related }) => target > 0 && target + related >= MIN_OFFENCES)
    .sort((a, b) => b.target - a.target || b.related - a.related || a.x - b.x || a.y - b.y)
  const chosen: MicroArea[] = []
  for (const area of best) {
    if (chosen.length === MAX_AREAS) break
    if (chosen.every(({ x, y }) => Math.hypot(x - area.x, y - area.y) >= APART)) chosen.push(area)
  }
  return chosen
}

function around(bins: ReadonlyMap<number, Bin>, column: number, row: number) {
  let [target, related] = [0, 0]
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const bin = bins.get((row + dy) * COLUMNS + column + dx)
      target += bin?.target ?? 0
      related += bin?.related ?? 0
    }
  }
  return { target, related }
}
