import { extent } from 'd3-array'
import { polygonContains } from 'd3-polygon'

/** A ring of [x, y] points in metres, first point not repeated necessarily. */
export type Ring = readonly (readonly [number, number])[]

/** A polygon (outer ring, then holes) or several, in metres: even-odd rule over all rings. */
export type Shape = readonly Ring[]

/** Is the point inside the shape (even-odd rule over all its rings)? */
export function inside(shape: Shape, x: number, y: number): boolean {
  let odd = false
  for (const ring of shape) if (polygonContains(ring as [number, number][], [x, y])) odd = !odd
  return odd
}

/** The bounding box [minX, minY, maxX, maxY] of a shape of at least one point. */
export function bounds(shape: Shape): [number, number, number, number] {
  const points = shape.flat()
  const [minX, maxX] = extent(points, ([x]) => x)
  const [minY, maxY] = extent(points, ([, y]) => y)
  return [minX!, minY!, maxX!, maxY!]
}
