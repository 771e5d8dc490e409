import { bounds, inside, type Shape } from '../lib/geo.ts'
import { landOf } from './area-weights.ts'
import { type Names, nameCells } from './cell-names.ts'

/**
 * The cells of a forecast. On a `lattice` every cell is a square of a raster of `columns` x `rows` slots,
 * whose south-west corner is (`west`, `south`); where the cells are polygons known by their centroids
 * (`scattered`), slots are the cells themselves. `slot[i]` is the slot of cell i and `cellOf[s]` the cell of
 * slot s, or -1 outside the area.
 */
export interface Grid {
  readonly kind: 'lattice' | 'scattered'
  readonly cellMetres: number
  /** Centres, in metres. */
  readonly x: Float64Array
  readonly y: Float64Array
  readonly columns: number
  readonly rows: number
  readonly west: number
  readonly south: number
  readonly slot: Int32Array
  readonly cellOf: Int32Array
}

/** A grid over a force, with what readers call each cell. */
export interface AreaGrid extends Grid {
  /** South-west corner in whole metres, for example `e406000n286000`. */
  readonly ids: readonly string[]
  readonly district: readonly string[]
  readonly place: readonly string[]
  /** Land of the force in each cell, in km2. */
  readonly landKm2: Float64Array
}

interface NamedShape {
  readonly name: string
  readonly shape: Shape
}

const SAMPLES = 5

/**
 * The grid of given cell centres: a lattice when all centres lie on one of spacing `cellMetres` (to 1% of a
 * cell), else scattered. Throws RangeError without cells or with two cells at one place.
 *
 * @example gridOf([250, 750], [250, 250], 500).columns === 2
 */
export function gridOf(x: ArrayLike<number>, y: ArrayLike<number>, cellMetres: number): Grid {
  if (x.length === 0 || x.length !== y.length) throw new RangeError(`cells: ${x.length} by ${y.length}`)
  const [xs, ys] = [Float64Array.from(x), Float64Array.from(y)]
  const west = xs.reduce((a, b) => Math.min(a, b)) - cellMetres / 2
  const south = ys.reduce((a, b) => Math.min(a, b)) - cellMetres / 2
  const column = xs.map(value => (value - west) / cellMetres - 0.5)
  const row = ys.map(value => (value - south) / cellMetres - 0.5)
  const onLattice = (value: number) => Math.abs(value - Math.round(value)) < 0.01
  const base = { cellMetres, x: xs, y: ys, west, south }
  if (!column.every(onLattice) || !row.every(onLattice)) {
    const slot = Int32Array.from(xs, (_, i) => i)
    return { ...base, kind: 'scattered', columns: xs.length, rows: 1, slot, cellOf: slot.slice() }
  }
  const columns = 1 + Math.round(column.reduce((a, b) => Math.max(a, b)))
  const rows = 1 + Math.round(row.reduce((a, b) => Math.max(a, b)))
  const slot = Int32Array.from(column, (c, i) => Math.round(row[i]!) * columns + Math.round(c))
  const cellOf = new Int32Array(columns * rows).fill(-1)
  slot.forEach((s, i) => {
    if (cellOf[s] !== -1) throw new RangeError(`two cells at one place: ${xs[i]}, ${ys[i]}`)
    cellOf[s] = i
  })
  return { ...base, kind: 'lattice', columns, rows, slot, cellOf }
}

/**
 * Square cells aligned to multiples of `cellMetres` (plus an offset) that overlap the districts, sorted from
 * south to north and west to east. A cell overlaps when one of 5 x 5 points in it lies in a district; it
 * belongs to the district that holds most of them, and is named as `nameCells` says.
 *
 * @param options.offset shift of the lattice in metres, [x, y]
 */
export function makeGrid(
  districts: readonly NamedShape[],
  cellMetres: number,
  options: Names & { readonly offset?: readonly [number, number] } = {},
): AreaGrid {
  const [dx, dy] = options.offset ?? [0, 0]
  const boxes = districts.map(district => bounds(district.shape))
  const edge = (k: 0 | 1 | 2 | 3, pick: (...values: number[]) => number) => pick(...boxes.map(box => box[k]))
  const first = (value: number, shift: number) => Math.floor((value - shift) / cellMetres)
  const cells: { x: number; y: number; district: string }[] = []
  for (let row = first(edge(1, Math.min), dy); row <= first(edge(3, Math.max), dy); row++) {
    for (let column = first(edge(0, Math.min), dx); column <= first(edge(2, Math.max), dx); column++) {
      const [west, south] = [column * cellMetres + dx, row * cellMetres + dy]
      const district = districtOf(districts, boxes, { west, south, cellMetres })
      if (district) cells.push({ x: west + cellMetres / 2, y: south + cellMetres / 2, district })
    }
  }
  const grid = gridOf(
    cells.map(cell => cell.x),
    cells.map(cell => cell.y),
    cellMetres,
  )
  const outline = districts.map(({ shape }) => shape)
  return {
    ...grid,
    ids: cells.map(cell => cellId(cell.x, cell.y, cellMetres)),
    district: cells.map(cell => cell.district),
    place: nameCells(cells, options, { cellMetres, outline }),
    landKm2: landOf(grid, outline),
  }
}

/**
 * The name of the square cell with a given centre: its south-west corner.
 *
 * @example cellId(406500, 286500, 1000) === 'e406000n286000'
 * @internal
 */
export function cellId(x: number, y: number, cellMetres: number): string {
  return `e${Math.round(x - cellMetres / 2)}n${Math.round(y - cellMetres / 2)}`
}

/**
 * The cell that holds each point, or -1 outside the area. Scattered cells hold what is nearest to them within
 * three cells.
 */
export function locate(grid: Grid, x: ArrayLike<number>, y: ArrayLike<number>): Int32Array {
  const cell = new Int32Array(x.length)
  const find = grid.kind === 'lattice' ? squareOf : nearestCell
  for (let i = 0; i < cell.length; i++) cell[i] = find(grid, x[i]!, y[i]!)
  return cell
}

function squareOf(grid: Grid, x: number, y: number): number {
  const column = Math.floor((x - grid.west) / grid.cellMetres)
  const row = Math.floor((y - grid.south) / grid.cellMetres)
  if (!(column >= 0 && row >= 0 && column < grid.columns && row < grid.rows)) return -1
  return grid.cellOf[row * grid.columns + column]!
}

function nearestCell(grid: Grid, x: number, y: number): number {
  let [best, distance] = [-1, (3 * grid.cellMetres) ** 2]
  for (let i = 0; i < grid.x.length; i++) {
    const d = (grid.x[i]! - x) ** 2 + (grid.y[i]! - y) ** 2
    if (d < distance) [best, distance] = [i, d]
  }
  return best
}

function districtOf(
  districts: readonly NamedShape[],
  boxes: readonly (readonly [number, number, number, number])[],
  square: { west: number; south: number; cellMetres: number },
): string | undefined {
  const { west, south, cellMetres } = square
  let best: { name: string; points: number } | undefined
  districts.forEach((district, d) => {
    const box = boxes[d]!
    if (box[0] > west + cellMetres || box[2] < west || box[1] > south + cellMetres || box[3] < south) return
    const points = pointsInside(district.shape, square)
    if (points > (best?.points ?? 0)) best = { name: district.name, points }
  })
  return best?.name
}

function pointsInside(
  shape: Shape,
  { west, south, cellMetres }: { west: number; south: number; cellMetres: number },
) {
  let points = 0
  for (let i = 0; i < SAMPLES; i++) {
    for (let j = 0; j < SAMPLES; j++) {
      const x = west + ((i + 0.5) / SAMPLES) * cellMetres
      const y = south + ((j + 0.5) / SAMPLES) * cellMetres
      if (inside(shape, x, y)) points++
    }
  }
  return points
}
