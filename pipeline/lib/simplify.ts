import type { Ring } from './geo.ts'

/**
 * A line with fewer corners: none that was left out lies further than so many metres from it. Its ends stay;
 * a closed line keeps the corner furthest from its ends, and one that would be left with fewer than four
 * points stays as it is.
 *
 * Formula: Douglas and Peucker 1973.
 *
 * @example simplifyLine([[0, 0], [5, 1], [10, 0]], 2) // [[0, 0], [10, 0]]
 */
export function simplifyLine(line: Ring, metres: number): Ring {
  const [first, last] = [line[0]!, line.at(-1)!]
  const isClosed = first[0] === last[0] && first[1] === last[1]
  const keep = new Uint8Array(line.length)
  keep[0] = keep[line.length - 1] = 1
  const waiting: [number, number][] = [[0, line.length - 1]]
  for (let span = waiting.pop(); span; span = waiting.pop()) {
    const [from, to] = span
    const { at, off } = furthest(line, from, to)
    const isWhole = from === 0 && to === line.length - 1
    if (at < 0 || (off <= metres && !(isClosed && isWhole))) continue
    keep[at] = 1
    waiting.push([from, at], [at, to])
  }
  const left = line.filter((_, i) => keep[i] === 1)
  return isClosed && left.length < 4 ? line : left
}

function furthest(line: Ring, from: number, to: number): { at: number; off: number } {
  let [at, off] = [-1, -1]
  for (let i = from + 1; i < to; i++) {
    const away = distanceTo(line[i]!, line[from]!, line[to]!)
    if (away > off) [at, off] = [i, away]
  }
  return { at, off }
}

/** Distance of a point from the line between two others. */
function distanceTo(
  [x, y]: readonly [number, number],
  [x0, y0]: readonly [number, number],
  [x1, y1]: readonly [number, number],
): number {
  const [dx, dy] = [x1 - x0, y1 - y0]
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / length))
  return Math.hypot(x - x0 - t * dx, y - y0 - t * dy)
}
