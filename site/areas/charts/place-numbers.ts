/** A number beside the point that it belongs to. */
export interface PlacedNumber {
  readonly rank: number
  /** Where the number stands. */
  readonly x: number
  readonly y: number
  /** The point that it names. */
  readonly atX: number
  readonly atY: number
}

interface Point {
  readonly x: number
  readonly y: number
}

/** What may not be covered: a box by its middle, half its width and half its height. */
export interface Box extends Point {
  readonly halfWidth: number
  readonly halfHeight: number
}

const DIRECTIONS = 12
const RINGS = 8

/**
 * Puts numbers beside points so that none covers another, a point or a name: nearest free place first, in the
 * order given. A number that finds no free place stands on its point.
 *
 * @param size width and height of a number, in the units of the points
 * @param paper its width and height, and what already stands on it
 */
export function placeNumbers(
  points: readonly (Point & { readonly rank: number })[],
  size: number,
  paper: { readonly width: number; readonly height: number; readonly taken: readonly Box[] },
): PlacedNumber[] {
  const half = size / 2
  const square = (point: Point, side: number): Box => ({ ...point, halfWidth: side, halfHeight: side })
  const taken = [...paper.taken, ...points.map(point => square(point, size / 4))]
  return points.map(({ x, y, rank }) => {
    const inside = (at: Point) =>
      at.x > size && at.y > size && at.x < paper.width - size && at.y < paper.height - size
    const isFree = (at: Point) => inside(at) && !taken.some(box => overlap(box, square(at, half)))
    const found = around({ x, y }, size).find(isFree) ?? { x, y }
    taken.push(square(found, half))
    return { rank, ...found, atX: x, atY: y }
  })
}

/** Whether two boxes share any of their area. */
export function overlap(a: Box, b: Box): boolean {
  return Math.abs(a.x - b.x) < a.halfWidth + b.halfWidth && Math.abs(a.y - b.y) < a.halfHeight + b.halfHeight
}

function around({ x, y }: Point, size: number): Point[] {
  return Array.from({ length: RINGS * DIRECTIONS }, (_, k) => {
    const radius = size * (1 + 0.5 * Math.floor(k / DIRECTIONS))
    const angle = (2 * Math.PI * (k % DIRECTIONS)) / DIRECTIONS
    return { x: Math.round(x + radius * Math.cos(angle)), y: Math.round(y - radius * Math.sin(angle)) }
  })
}
