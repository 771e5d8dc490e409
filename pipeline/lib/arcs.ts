import type { Ring, Shape } from './geo.ts'

type Point = readonly [number, number]

/** Lines that shapes share, each once, and the rings made of them: ~n is line n backwards. */
export interface Arcs {
  readonly arcs: readonly Ring[]
  /** For each shape its rings, each a chain of arcs. */
  readonly rings: readonly (readonly number[])[][]
}

/**
 * Cuts the rings of shapes where they part, so that a border of two neighbours is one line (the arcs of
 * TopoJSON, Bostock 2012). Corners must be whole numbers: those of neighbours are the same or they are not.
 * Corners that repeat the one before are left out.
 *
 * @example two squares side by side make three arcs: the border that they share, and the rest of each
 */
export function arcsOf(shapes: readonly Shape[]): Arcs {
  const closed = shapes.map(shape => shape.map(openRing).filter(ring => ring.length > 2))
  const key = keysOf(closed.flat(2))
  const junctions = junctionsOf(closed.flat(), key)
  const arcs: Ring[] = []
  const known = new Map<string, number>()
  const arcNumber = (line: Ring) => {
    const [a, b, y, z] = [line[0]!, line[1]!, line.at(-2)!, line.at(-1)!].map(key)
    const found = known.get(`${a} ${b}`)
    if (found !== undefined) return found
    const made = arcs.push(line) - 1
    known.set(`${a} ${b}`, made)
    known.set(`${z} ${y}`, ~made)
    return made
  }
  const rings = closed.map(shape =>
    shape.map(ring => linesOf(ring, point => junctions.has(key(point)), key).map(arcNumber)),
  )
  return { arcs, rings }
}

/**
 * The rings of each shape put together again from its arcs, closed: the first point stands at the end too.
 *
 * @example ringsOfArcs({ arcs: [[[0, 0], [9, 0], [9, 9], [0, 0]]], rings: [[[0]]] }) is that ring
 */
export function ringsOfArcs({ arcs, rings }: Arcs): Ring[][] {
  const chainOf = (ring: readonly number[]) =>
    ring.flatMap((arc, k) => {
      const line = arc < 0 ? arcs[~arc]!.toReversed() : arcs[arc]!
      return k === 0 ? line : line.slice(1)
    })
  return rings.map(shape => shape.map(chainOf))
}

/** A ring without its last point, where it repeats the first, and without repeated corners. */
function openRing(ring: Ring): Point[] {
  return ring.filter(([x, y], i) => {
    const [px, py] = ring[(i + ring.length - 1) % ring.length]!
    return x !== px || y !== py
  })
}

/** A number for each corner, the same for the same corner. */
function keysOf(points: readonly Point[]): (point: Point) => number {
  let [west, south, north] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const [x, y] of points) {
    west = Math.min(west, x)
    south = Math.min(south, y)
    north = Math.max(north, y)
  }
  const height = north - south + 1
  return ([x, y]) => (x - west) * height + (y - south)
}

/** Corners at which rings part: where two of them, or one twice, go on to other corners. */
function junctionsOf(rings: readonly (readonly Point[])[], key: (point: Point) => number): Set<number> {
  const neighbours = new Map<number, readonly [number, number]>()
  const junctions = new Set<number>()
  for (const ring of rings)
    for (let i = 0; i < ring.length; i++) {
      const at = key(ring[i]!)
      const pair = [key(ring.at(i - 1)!), key(ring[(i + 1) % ring.length]!)] as const
      const known = neighbours.get(at)
      if (!known) neighbours.set(at, pair)
      else if (!samePair(known, pair)) junctions.add(at)
    }
  return junctions
}

const samePair = ([a, b]: readonly [number, number], [c, d]: readonly [number, number]) =>
  (a === c && b === d) || (a === d && b === c)

/**
 * A ring cut at its junctions; one without any is a line that begins at its lowest corner in order of keys.
 */
function linesOf(
  ring: readonly Point[],
  isJunction: (point: Point) => boolean,
  key: (point: Point) => number,
): Point[][] {
  const cut = ring.findIndex(isJunction)
  const lowest = () => ring.reduce((best, point, i) => (key(point) < key(ring[best]!) ? i : best), 0)
  const start = cut >= 0 ? cut : lowest()
  const turned = [...ring.slice(start), ...ring.slice(0, start), ring[start]!]
  const lines: Point[][] = [[turned[0]!]]
  for (const [i, point] of turned.entries()) {
    if (i === 0) continue
    lines.at(-1)!.push(point)
    if (i < turned.length - 1 && isJunction(point)) lines.push([point])
  }
  return lines
}
