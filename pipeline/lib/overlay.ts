import type { Ring, Shape } from './geo.ts'

/** A box in metres. */
export interface Box {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

/** Ground that lies in the same shapes: which ones (numbers in rising order), and its area. */
export interface Piece {
  readonly members: readonly number[]
  readonly squareMetres: number
}

/** A side of a ring, from its lower end to its upper one. */
interface Edge {
  readonly shape: number
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

/**
 * How shapes divide a box: for every set of shapes that share ground in it the area of that ground, in square
 * metres; ground in no shape is the piece without members. Areas are exact but for rounding: between two
 * neighbouring heights at which a side begins, ends or meets another, every width is linear in the height, so
 * that its middle gives the area (trapezoid decomposition; de Berg et al., Computational Geometry, ch. 6).
 * Shapes follow the even-odd rule over all their rings.
 *
 * @example a unit square over the left half of a box 2 m x 1 m: 1 m2 in [0], 1 m2 in []
 */
export function piecesOf(box: Box, shapes: readonly Shape[]): Piece[] {
  const edges = shapes.flatMap((shape, s) => shape.flatMap(ring => edgesOf(ring, s, box)))
  const heights = heightsOf(edges, box)
  const areas = new Map<string, { members: number[]; squareMetres: number }>()
  for (let k = 1; k < heights.length; k++) {
    const [low, high] = [heights[k - 1]!, heights[k]!]
    const middle = (low + high) / 2
    for (const { members, metres } of widthsAt(middle, edges, box)) {
      const key = members.join(' ')
      const piece = areas.get(key) ?? { members, squareMetres: 0 }
      piece.squareMetres += metres * (high - low)
      areas.set(key, piece)
    }
  }
  return [...areas.values()].filter(({ squareMetres }) => squareMetres > 0)
}

/** The sides of a ring that matter to a box: those in its heights that do not lie to the east of it. */
function edgesOf(ring: Ring, shape: number, { south, east, north }: Box): Edge[] {
  const edges: Edge[] = []
  for (let i = 0; i < ring.length; i++) {
    const [from, to] = [ring[i]!, ring[(i + 1) % ring.length]!]
    const [[x0, y0], [x1, y1]] = from[1] < to[1] ? [from, to] : [to, from]
    if (y0 === y1 || y1 <= south || y0 >= north || Math.min(x0, x1) >= east) continue
    edges.push({ shape, x0, y0, x1, y1 })
  }
  return edges
}

/** Heights between which no side begins, ends or meets another, in rising order. */
function heightsOf(edges: readonly Edge[], { west, south, east, north }: Box): number[] {
  const heights = [south, north]
  const add = (y: number) => {
    if (y > south && y < north) heights.push(y)
  }
  const within = edges.filter(({ x0, x1 }) => Math.max(x0, x1) >= west)
  within.forEach((edge, i) => {
    add(edge.y0)
    add(edge.y1)
    add(heightAt(edge, west))
    add(heightAt(edge, east))
    for (let j = i + 1; j < within.length; j++) add(meetingOf(edge, within[j]!))
  })
  heights.sort((a, b) => a - b)
  return heights.filter((y, i) => i === 0 || y > heights[i - 1]!)
}

/** Height at which a side passes an x; NaN where it does not. */
function heightAt({ x0, y0, x1, y1 }: Edge, x: number): number {
  const t = (x - x0) / (x1 - x0)
  return t > 0 && t < 1 ? y0 + t * (y1 - y0) : Number.NaN
}

/** Height at which two sides cross; NaN where they do not. */
function meetingOf(a: Edge, b: Edge): number {
  const [low, high] = [Math.max(a.y0, b.y0), Math.min(a.y1, b.y1)]
  if (low >= high) return Number.NaN
  const [below, above] = [xAt(a, low) - xAt(b, low), xAt(a, high) - xAt(b, high)]
  return below * above < 0 ? low + ((high - low) * below) / (below - above) : Number.NaN
}

const xAt = ({ x0, y0, x1, y1 }: Edge, y: number) => x0 + ((x1 - x0) * (y - y0)) / (y1 - y0)

/** Widths along one height of a box, by the shapes that hold them. */
function widthsAt(y: number, edges: readonly Edge[], { west, east }: Box) {
  const met = edges
    .filter(({ y0, y1 }) => y0 < y && y1 > y)
    .map(edge => ({ shape: edge.shape, x: Math.min(east, Math.max(west, xAt(edge, y))) }))
    .sort((a, b) => a.x - b.x)
  const inside = new Set<number>()
  const widths: { members: number[]; metres: number }[] = []
  let from = west
  for (const { shape, x } of [...met, { shape: -1, x: east }]) {
    if (x > from) widths.push({ members: [...inside].sort((a, b) => a - b), metres: x - from })
    from = x
    if (!inside.delete(shape)) inside.add(shape)
  }
  return widths
}
