import { polygonArea } from 'd3-polygon'
import { inside, type Ring, type Shape } from './geo.ts'

/**
 * The polygons of a shape as GeoJSON wants them (RFC 7946): each an outer ring, counterclockwise, followed by
 * its holes, clockwise. A ring in an even number of others is an outer one, any other a hole in the smallest
 * ring around it. Rings must not cross; they may touch.
 *
 * @example polygonsOf([outer, hole, island]) has two polygons: [outer, hole] and [island]
 */
export function polygonsOf(shape: Shape): Ring[][] {
  const rings = shape
    .map(ring => ({ ring, size: Math.abs(polygonArea(ring as [number, number][])) }))
    .sort((a, b) => b.size - a.size)
  const around = rings.map(({ ring }, r) =>
    rings.slice(0, r).flatMap((other, o) => (holds(other.ring, ring) ? [o] : [])),
  )
  const polygons = new Map<number, Ring[]>()
  rings.forEach(({ ring }, r) => {
    if (around[r]!.length % 2 === 0) polygons.set(r, [turned(ring, 1)])
    else polygons.get(around[r]!.findLast(o => around[o]!.length % 2 === 0)!)!.push(turned(ring, -1))
  })
  return [...polygons.values()]
}

/** Whether a ring lies in another: the middle of one of its sides does, for corners may touch. */
function holds(outer: Ring, ring: Ring): boolean {
  const [[x0, y0], [x1, y1]] = [ring[0]!, ring[1]!]
  return inside([outer], (x0 + x1) / 2, (y0 + y1) / 2)
}

/** Counterclockwise for 1, clockwise for -1; to d3 the area of a clockwise ring, y upwards, is positive. */
function turned(ring: Ring, sign: 1 | -1): Ring {
  const area = polygonArea(ring as [number, number][])
  return area * sign > 0 ? ring.toReversed() : ring
}
