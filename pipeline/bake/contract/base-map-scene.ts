import { type Warp, warped } from '../../lib/warp.ts'
import { BASE_CLASSES, type BaseClass, type BaseMap, type BaseZoom, isHeld, ROADS } from './base-map.ts'
import type { Candidate } from './base-map-labels.ts'
import { lineWidth } from './base-map-style.ts'

/**
 * A sheet of paper over the ground: the metres of its left and upper edge, its scale and its size in
 * pixels.
 */
export interface Paper {
  readonly left: number
  readonly top: number
  readonly metresPerPixel: number
  readonly width: number
  readonly height: number
}

/** A tile's address. */
export interface Address {
  readonly z: number
  readonly x: number
  readonly y: number
}

/** What is read of a decoded vector tile: `VectorTile` of @mapbox/vector-tile is one. */
export interface DecodedTile {
  readonly layers: Readonly<Record<string, DecodedLayer | undefined>>
}

interface DecodedLayer {
  readonly length: number
  readonly extent: number
  feature(i: number): {
    readonly properties: Readonly<Record<string, string | number | boolean>>
    loadGeometry(): readonly (readonly { readonly x: number; readonly y: number }[])[]
  }
}

/** Lines or rings of one class, in pixels: x and y in turn. */
export interface Shape {
  readonly class: BaseClass
  readonly lines: readonly (readonly number[])[]
}

/** What is to be drawn on a paper, from the ground up, and the names that may be written on it. */
export interface Scene {
  readonly shapes: readonly Shape[]
  readonly names: readonly Candidate[]
}

/** A side of a tile that is drawn larger than this takes the next zoom, in pixels. */
const TILE_PIXELS = 620
/** More tiles than this in one view would come from a file without low zooms: they are left blank. */
const MAX_TILES = 80

/** How much of the web-mercator square a metre is at the middle of a map's ground. */
function worldPerMetre({ toWorld }: BaseMap): number {
  const [x, y] = toWorld.middle
  const [a, b] = [warped(toWorld, [x - 500, y]), warped(toWorld, [x + 500, y])]
  return Math.hypot(b[0] - a[0], b[1] - a[1]) / 1000
}

/**
 * The stored tiles that a paper needs, of the zoom that suits its scale; of the highest zoom where it is
 * larger still.
 */
export function tilesFor(map: BaseMap, paper: Paper): Address[] {
  const wanted = -Math.log2(worldPerMetre(map) * paper.metresPerPixel * TILE_PIXELS)
  const zoom = map.zooms.findLast(({ z }) => z <= Math.ceil(wanted)) ?? map.zooms[0]
  if (!zoom) return []
  const box = worldBox(map.toWorld, paper)
  const size = 2 ** zoom.z
  const [minX, maxX] = [Math.floor(box.left * size), Math.floor(box.right * size)]
  const [minY, maxY] = [Math.floor(box.top * size), Math.floor(box.bottom * size)]
  if ((maxX - minX + 1) * (maxY - minY + 1) > MAX_TILES) return []
  return heldIn(zoom, { minX, maxX, minY, maxY })
}

function heldIn(zoom: BaseZoom, range: Omit<BaseZoom, 'z' | 'held'>): Address[] {
  const tiles: Address[] = []
  for (let x = range.minX; x <= range.maxX; x++)
    for (let y = range.minY; y <= range.maxY; y++) if (isHeld(zoom, { x, y })) tiles.push({ z: zoom.z, x, y })
  return tiles
}

function worldBox(toWorld: Warp, { left, top, metresPerPixel, width, height }: Paper) {
  const shares = [0, 0.5, 1]
  const points = shares.flatMap(u =>
    shares.map(v => warped(toWorld, [left + u * width * metresPerPixel, top - v * height * metresPerPixel])),
  )
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) }
}

/** A place within a tile, from 0 to 1, to pixels of a paper. */
type ToPaper = (u: number, v: number) => readonly [number, number]

/**
 * Where the points of a tile stand on a paper: the map of the plane to second order about the tile's
 * middle, which is true to less than a pixel for every tile that is drawn.
 */
function tileOnPaper({ toMetres }: BaseMap, { z, x, y }: Address, paper: Paper): ToPaper {
  const at = (u: number, v: number): [number, number] => {
    const [east, north] = warped(toMetres, [(x + 0.5 + u / 2) / 2 ** z, (y + 0.5 + v / 2) / 2 ** z])
    return [(east - paper.left) / paper.metresPerPixel, (paper.top - north) / paper.metresPerPixel]
  }
  const [o, e, w, s, n] = [at(0, 0), at(1, 0), at(-1, 0), at(0, 1), at(0, -1)]
  const [se, ne, sw, nw] = [at(1, 1), at(1, -1), at(-1, 1), at(-1, -1)]
  const terms = ([0, 1] as const).map(k => ({
    c: o[k],
    u: (e[k] - w[k]) / 2,
    v: (s[k] - n[k]) / 2,
    uu: (e[k] + w[k] - 2 * o[k]) / 2,
    vv: (s[k] + n[k] - 2 * o[k]) / 2,
    uv: (se[k] - ne[k] - sw[k] + nw[k]) / 4,
  }))
  const [a, b] = terms as [(typeof terms)[0], (typeof terms)[0]]
  return (across, down) => {
    const [u, v] = [2 * across - 1, 2 * down - 1]
    return [
      a.c + u * (a.u + u * a.uu + v * a.uv) + v * (a.v + v * a.vv),
      b.c + u * (b.u + u * b.uu + v * b.uv) + v * (b.v + v * b.vv),
    ]
  }
}

/**
 * A part of a tile that is a picture, and the affine map that lays it on a paper (as canvas and SVG take
 * it).
 */
export interface PicturePiece {
  /** Upper left corner and side within the tile, from 0 to 1. */
  readonly u: number
  readonly v: number
  readonly side: number
  /** Takes the square from 0 to 1 to its place. */
  readonly matrix: readonly [number, number, number, number, number, number]
}

/** From this zoom on a whole tile is as good as flat. */
const FLAT_ZOOM = 13
const PIECES = 4

/**
 * How a tile that is a picture is laid on a paper: in one piece near, in sixteen from afar, so that it lies
 * within 5 m of true, or half a pixel where pixels are larger.
 */
export function piecesOnPaper(map: BaseMap, at: Address, paper: Paper): PicturePiece[] {
  const place = tileOnPaper(map, at, paper)
  const count = at.z < FLAT_ZOOM ? PIECES : 1
  const side = 1 / count
  return Array.from({ length: count * count }, (_, i) => {
    const [u, v] = [(i % count) * side, Math.floor(i / count) * side]
    const [[x, y], [right, down], [left, bottom]] = [place(u, v), place(u + side, v), place(u, v + side)]
    return { u, v, side, matrix: [right - x, down - y, left - x, bottom - y, x, y] }
  })
}

/** Draws decoded tiles on a paper: what is shown at its scale, and the names that stand there. */
export function sceneOf(
  map: BaseMap,
  paper: Paper,
  tiles: readonly { readonly at: Address; readonly tile: DecodedTile }[],
): Scene {
  const lines = new Map<BaseClass, number[][]>(BASE_CLASSES.map(name => [name, []]))
  const names: Candidate[] = []
  for (const { at, tile } of tiles) {
    const place = tileOnPaper(map, at, paper)
    for (const name of BASE_CLASSES) {
      const layer = tile.layers[name]
      if (layer && lineWidth(name, paper.metresPerPixel) > 0)
        take(layer, { name, place, paper, into: lines.get(name)!, names })
    }
  }
  const drawn = BASE_CLASSES.filter(name => name !== 'place' && name !== 'street')
  return { shapes: drawn.map(name => ({ class: name, lines: lines.get(name)! })), names }
}

function take(
  layer: DecodedLayer,
  to: { name: BaseClass; place: ToPaper; paper: Paper; into: number[][]; names: Candidate[] },
): void {
  const { name, place, paper, into, names } = to
  for (let i = 0; i < layer.length; i++) {
    const feature = layer.feature(i)
    for (const points of feature.loadGeometry()) {
      const line = placed(points, layer.extent, place)
      if (!isNear(line, paper)) continue
      names.push(...namesOn(name, feature.properties, line))
      if (line.length > 2) into.push(line)
    }
  }
}

/** A line in pixels, without points that one could not tell apart. */
function placed(
  points: readonly { readonly x: number; readonly y: number }[],
  extent: number,
  place: ToPaper,
): number[] {
  const line: number[] = []
  points.forEach((point, i) => {
    const [x, y] = place(point.x / extent, point.y / extent)
    const end = i === points.length - 1
    const apart = Math.abs(x - line.at(-2)!) + Math.abs(y - line.at(-1)!)
    if (i === 0 || end || apart >= 0.5) line.push(x, y)
  })
  return line
}

const MARGIN = 24

function isNear(line: readonly number[], { width, height }: Paper): boolean {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let i = 0; i < line.length; i += 2) {
    left = Math.min(left, line[i]!)
    right = Math.max(right, line[i]!)
    top = Math.min(top, line[i + 1]!)
    bottom = Math.max(bottom, line[i + 1]!)
  }
  return right > -MARGIN && left < width + MARGIN && bottom > -MARGIN && top < height + MARGIN
}

/** After the places: the numbers of roads, then names from the greatest road to the least. */
function namesOn(
  name: BaseClass,
  { name: words, number, rank }: Readonly<Record<string, string | number | boolean>>,
  at: readonly number[],
): Candidate[] {
  if (name === 'place')
    return typeof words === 'string' ? [{ kind: 'place', text: words, rank: Number(rank ?? 4), at }] : []
  const greatness = (ROADS as readonly BaseClass[]).indexOf(name)
  const found: Candidate[] = []
  if (typeof number === 'string' && greatness > 0)
    found.push({ kind: 'number', text: number, rank: 8 - greatness, at })
  if (typeof words === 'string' && (greatness >= 0 || name === 'street'))
    found.push({ kind: 'street', text: words, rank: 12 - greatness, at })
  return found
}
