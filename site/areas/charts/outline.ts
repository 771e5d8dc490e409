/** A side of a square, from one corner to another, in metres. */
export type Side = readonly [readonly [number, number], readonly [number, number]]

interface Square {
  readonly x: number
  readonly y: number
}

/**
 * The outline of the patches that some squares of one grid make: every side that no other of them shares.
 *
 * @example outlineOf([{ x: 500, y: 500 }], 1000).length === 4
 */
export function outlineOf(cells: readonly Square[], cellMetres: number): Side[] {
  const key = (x: number, y: number) =>
    `${Math.round(x / cellMetres - 0.5)},${Math.round(y / cellMetres - 0.5)}`
  const held = new Set(cells.map(({ x, y }) => key(x, y)))
  const half = cellMetres / 2
  const sides: Side[] = []
  for (const { x, y } of cells) {
    const [left, right, bottom, top] = [x - half, x + half, y - half, y + half]
    if (!held.has(key(x - cellMetres, y)))
      sides.push([
        [left, bottom],
        [left, top],
      ])
    if (!held.has(key(x + cellMetres, y)))
      sides.push([
        [right, bottom],
        [right, top],
      ])
    if (!held.has(key(x, y - cellMetres)))
      sides.push([
        [left, bottom],
        [right, bottom],
      ])
    if (!held.has(key(x, y + cellMetres)))
      sides.push([
        [left, top],
        [right, top],
      ])
  }
  return sides
}
