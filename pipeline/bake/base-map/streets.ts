import { type Warp, warped } from '../../lib/warp.ts'
import { ROADS } from '../contract/base-map.ts'
import type { CutTile } from './cut.ts'

/** A named road and a point on it, in whole metres of the force. */
export interface Street {
  readonly name: string
  readonly x: number
  readonly y: number
}

interface Piece {
  readonly x: number
  readonly y: number
  /** Longest length met of one piece, in metres. */
  readonly length: number
}

/**
 * Roads of one name that lie further apart than this are different roads: many towns have a High Street.
 */
const APART_METRES = 1500

/** Named roads, gathered tile by tile. */
export interface StreetList {
  /** Takes in the roads of a tile; of several zooms the highest counts. */
  add(tile: CutTile): void
  /** The roads by name, then from west to east. */
  all(): Street[]
}

/** An empty list of roads; `toMetres` leads from the web-mercator square to the force's metres. */
export function streetList(toMetres: Warp): StreetList {
  let pieces = new Map<string, Piece[]>()
  let zoom = 0
  return {
    add: tile => {
      if (tile.at.z > zoom) pieces = new Map()
      zoom = tile.at.z
      for (const [name, piece] of roadsOf(tile, toMetres)) keep(pieces, name, piece)
    },
    all: () => listed(pieces),
  }
}

function* roadsOf({ at, own }: CutTile, toMetres: Warp): Generator<[name: string, piece: Piece]> {
  if (!own) return
  const size = 2 ** at.z
  for (const road of [...ROADS, 'street'] as const) {
    for (const { properties, lines } of own.layers.get(road) ?? []) {
      if (typeof properties.name !== 'string') continue
      for (const line of lines) {
        const points = line.map(({ x, y }) =>
          warped(toMetres, [(at.x + x / own.extent) / size, (at.y + y / own.extent) / size]),
        )
        yield [properties.name, pieceOf(points)]
      }
    }
  }
}

/** Keeps the longest piece of each road. */
function keep(pieces: Map<string, Piece[]>, name: string, piece: Piece): void {
  const known = pieces.get(name) ?? []
  pieces.set(name, known)
  const near = known.findIndex(({ x, y }) => Math.hypot(x - piece.x, y - piece.y) < APART_METRES)
  if (near < 0) known.push(piece)
  else if (piece.length > known[near]!.length) known[near] = piece
}

function listed(pieces: ReadonlyMap<string, readonly Piece[]>): Street[] {
  const streets = [...pieces].flatMap(([name, known]) =>
    known.map(({ x, y }) => ({ name, x: Math.round(x), y: Math.round(y) })),
  )
  return streets.sort((a, b) => (a.name === b.name ? a.x - b.x || a.y - b.y : a.name < b.name ? -1 : 1))
}

function pieceOf(points: readonly (readonly [number, number])[]): Piece {
  const lengths = points
    .slice(1)
    .map((point, i) => Math.hypot(point[0] - points[i]![0], point[1] - points[i]![1]))
  const length = lengths.reduce((sum, part) => sum + part, 0)
  const [x, y] = points[Math.floor(points.length / 2)]!
  return { x, y, length }
}
