/** A part of the window, in pixels from its left upper corner. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

type Size = Pick<Box, 'width' | 'height'>

/** Pixels between the box, its part and the edge of the window. */
const GAP = 12

/**
 * Where the box of a step stands beside its part: below, above, right or left of it, wherever it has room;
 * else in the corner that covers least of the part.
 *
 * @param part the part, as it lies in the window
 * @param box the size of the box
 * @param view the size of the window
 */
export function placeBeside(part: Box, box: Size, view: Size): { left: number; top: number } {
  const fit = (wanted: number, size: number, most: number) =>
    Math.max(GAP, Math.min(wanted, most - size - GAP))
  const left = fit(part.left, box.width, view.width)
  const top = fit(part.top, box.height, view.height)
  const beside = [
    { left, top: part.top + part.height + GAP },
    { left, top: part.top - box.height - GAP },
    { left: part.left + part.width + GAP, top },
    { left: part.left - box.width - GAP, top },
  ]
  const inside = beside.find(at => contains(view, { ...at, ...box }))
  if (inside) return inside
  const ends = [view.height - box.height - GAP, GAP]
  const sides = [view.width - box.width - GAP, GAP]
  const corners = ends.flatMap(y => sides.map(x => ({ left: Math.max(GAP, x), top: Math.max(GAP, y) })))
  const covered = corners.map(at => overlap(part, { ...at, ...box }))
  return corners[covered.indexOf(Math.min(...covered))]!
}

/** Pixels that two parts of the window share. @internal */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top)
  return Math.max(0, width) * Math.max(0, height)
}

function contains(view: Size, { left, top, width, height }: Box): boolean {
  return left >= GAP && top >= GAP && left + width <= view.width - GAP && top + height <= view.height - GAP
}
