import { bounds, type Shape } from '../lib/geo.ts'
import { type Box, piecesOf } from '../lib/overlay.ts'

/** Squares by their centres, in metres. */
interface Squares {
  readonly cellMetres: number
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
}

/** Part of a square that belongs to an area: the number of the cell, and the share of its land. */
export type CellShare = readonly [cell: number, share: number]

/** How the polygons of a layer divide the squares of a grid. */
export interface AreaWeights {
  /** For each polygon the cells that it touches inside the force, in the order of the grid. */
  readonly areas: readonly (readonly CellShare[])[]
  /** For each cell the share of its land that lies in no polygon. */
  readonly outside: Float64Array
}

const KM2 = 1e6

/**
 * Divides the land of every square among the polygons of a layer by area. Only land inside the outline of the
 * force counts, so a square at the edge is divided whole; where polygons overlap they share the ground. The
 * shares of a cell and what lies outside every polygon add up to 1.
 *
 * Assumption A11: within a cell offences are spread evenly over its land.
 *
 * @param outline shapes of the force's districts, in metres
 * @param polygons shapes of the layer, in metres
 * @example one polygon over the western half of a square: areas [[[0, 0.5]]], outside [0.5]
 */
export function weighAreas(
  grid: Squares,
  outline: readonly Shape[],
  polygons: readonly Shape[],
): AreaWeights {
  const shapes = [...outline, ...polygons]
  const boxes = shapes.map(bounds)
  const areas: CellShare[][] = polygons.map(() => [])
  const outside = new Float64Array(grid.x.length)
  for (let cell = 0; cell < grid.x.length; cell++) {
    const square = squareOf(grid, cell)
    const near = shapes.flatMap((_, s) => (touches(boxes[s]!, square) ? [s] : []))
    const pieces = piecesOf(
      square,
      near.map(s => shapes[s]!),
    ).map(({ members, squareMetres }) => ({
      km2: squareMetres / KM2,
      land: members.some(m => near[m]! < outline.length),
      within: members.map(m => near[m]! - outline.length).filter(p => p >= 0),
    }))
    const split = splitLand(pieces.filter(piece => piece.land))
    for (const [p, share] of split.shares) areas[p]!.push([cell, share])
    outside[cell] = split.outside
  }
  return { areas, outside }
}

/**
 * Land of the force in each cell of a grid, in km2.
 *
 * @param outline shapes of the force's districts, in metres
 * @example a cell of 1 km whose eastern half lies outside: 0.5
 */
export function landOf(grid: Squares, outline: readonly Shape[]): Float64Array {
  const boxes = outline.map(bounds)
  return Float64Array.from(grid.x, (_, cell) => {
    const square = squareOf(grid, cell)
    const near = outline.filter((_, s) => touches(boxes[s]!, square))
    const land = piecesOf(square, near).filter(({ members }) => members.length > 0)
    return land.reduce((all, { squareMetres }) => all + squareMetres, 0) / KM2
  })
}

interface LandPiece {
  readonly km2: number
  readonly within: readonly number[]
}

const sumOf = (pieces: readonly LandPiece[]) => pieces.reduce((all, { km2 }) => all + km2, 0)

/** The land of one square, shared out: ground in several polygons counts for each in equal parts. */
function splitLand(land: readonly LandPiece[]): { shares: [number, number][]; outside: number } {
  const all = sumOf(land)
  const shares = new Map<number, number>()
  let outside = all > 0 ? 0 : 1
  for (const { km2, within } of all > 0 ? land : []) {
    if (within.length === 0) outside += km2 / all
    for (const p of within) shares.set(p, (shares.get(p) ?? 0) + km2 / all / within.length)
  }
  return { shares: [...shares], outside }
}

function squareOf({ x, y, cellMetres }: Squares, cell: number): Box {
  const half = cellMetres / 2
  const [east, north] = [x[cell]!, y[cell]!]
  return { west: east - half, south: north - half, east: east + half, north: north + half }
}

function touches([west, south, east, north]: readonly [number, number, number, number], square: Box) {
  return west < square.east && east > square.west && south < square.north && north > square.south
}
