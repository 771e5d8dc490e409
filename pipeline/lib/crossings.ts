import type { Shape } from './geo.ts'

interface Side {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

/**
 * A point at which two sides of a shape's rings cross, to the metre; undefined where none do. Sides that only
 * touch do not cross.
 *
 * @example crossingOf([[[0, 0], [2, 2], [2, 0], [0, 2]]]) // [1, 1]: a bow tie
 */
export function crossingOf(shape: Shape): [number, number] | undefined {
  const sides = shape.flatMap(ring =>
    ring.map(([x, y], i): Side => {
      const [nextX, nextY] = ring[(i + 1) % ring.length]!
      return x <= nextX ? { x0: x, y0: y, x1: nextX, y1: nextY } : { x0: nextX, y0: nextY, x1: x, y1: y }
    }),
  )
  sides.sort((a, b) => a.x0 - b.x0)
  for (let i = 0; i < sides.length; i++) {
    for (let j = i + 1; j < sides.length && sides[j]!.x0 <= sides[i]!.x1; j++) {
      const point = meeting(sides[i]!, sides[j]!)
      if (point) return point
    }
  }
  return undefined
}

/** On which side of a line a point lies, and how far, times the length of the line. */
const turn = ({ x0, y0, x1, y1 }: Side, x: number, y: number) => (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)

function meeting(a: Side, b: Side): [number, number] | undefined {
  if (Math.max(a.y0, a.y1) < Math.min(b.y0, b.y1) || Math.max(b.y0, b.y1) < Math.min(a.y0, a.y1)) return
  const [c, d] = [turn(b, a.x0, a.y0), turn(b, a.x1, a.y1)]
  if (c * d >= 0 || turn(a, b.x0, b.y0) * turn(a, b.x1, b.y1) >= 0) return
  const t = c / (c - d)
  return [Math.round(a.x0 + t * (a.x1 - a.x0)), Math.round(a.y0 + t * (a.y1 - a.y0))]
}
