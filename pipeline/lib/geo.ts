/** A ring of [x, y] points in metres, first point not repeated necessarily. */
export type Ring = readonly (readonly [number, number])[]

/** A polygon (outer ring, then holes) or several, in metres: even-odd rule over all rings. */
export type Shape = readonly Ring[]

/** Is the point inside the shape (even-odd rule over all its rings)? */
export function inside(shape: Shape, x: number, y: number): boolean {
  let odd = false
  for (const ring of shape) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i]!
      const [xj, yj] = ring[j]!
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd
    }
  }
  return odd
}

/** The bounding box [minX, minY, maxX, maxY] of a shape. */
export function bounds(shape: Shape): [number, number, number, number] {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const ring of shape) {
    for (const [x, y] of ring) {
      minX = Math.min(minX, x)
      minY = Math.min(minY, y)
      maxX = Math.max(maxX, x)
      maxY = Math.max(maxY, y)
    }
  }
  return [minX, minY, maxX, maxY]
}
