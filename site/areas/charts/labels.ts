import type { OutlinesFile } from '../../../pipeline/bake/contract/areas.ts'
import { type Box, overlap } from './place-numbers.ts'

/** A name on the map, at a position in metres. */
export interface Label {
  readonly name: string
  readonly x: number
  readonly y: number
  readonly kind: 'district' | 'place'
}

/** What names are written on, in the units of their positions. */
export interface Paper {
  readonly width: number
  readonly height: number
  /** Size of the letters. */
  readonly font: number
  /** What already stands there: a scale bar, an arrow of north. */
  readonly taken?: readonly Box[]
}

/** A name whose place is free, by the middle of its box. */
export type PlacedLabel = Label & Box

/** Height of a line over the size of its letters. */
const LINE = 1.3
/** Room kept between a name and the edge of the paper, over the size of the letters. */
const EDGE = 0.15

/** District names at the middle of their outlines, then place names in the force's order. */
export function labelsOf(outlines: OutlinesFile): Label[] {
  const districts = outlines.districts.map(({ name, rings }) => ({
    name,
    ...middle(rings),
    kind: 'district' as const,
  }))
  return [...outlines.places.map(place => ({ ...place, kind: 'place' as const })), ...districts]
}

/**
 * The names that can be written inside the paper and without touching an earlier one, in the order given. A
 * name at the edge is moved inwards; one that would touch stands a line higher or lower, or is left out.
 *
 * @param labels their positions on the paper; those of places beyond it are left out
 */
export function placeLabels(labels: readonly Label[], paper: Paper): PlacedLabel[] {
  const { width, height, taken = [] } = paper
  const kept: PlacedLabel[] = []
  for (const label of labels) {
    if (label.x < 0 || label.x > width || label.y < 0 || label.y > height) continue
    const found = placesOf(label, paper).find(place => ![...taken, ...kept].some(box => overlap(box, place)))
    if (found) kept.push(found)
  }
  return kept
}

/** Where a name may stand, best first; nowhere if it is wider than the paper. */
function placesOf(label: Label, { width, height, font }: Paper): PlacedLabel[] {
  const halfWidth = (nameWidth(label.name) * font) / 2
  const halfHeight = (LINE * font) / 2
  const [acrossEdge, upEdge] = [halfWidth + EDGE * font, halfHeight + EDGE * font]
  if (2 * acrossEdge > width || 2 * upEdge > height) return []
  const within = (value: number, edge: number, most: number) => Math.max(edge, Math.min(most - edge, value))
  return [0, -1, 1].map(lines => {
    const x = Math.round(within(label.x, acrossEdge, width))
    const y = Math.round(within(label.y + lines * LINE * font, upEdge, height))
    return { ...label, x, y, halfWidth, halfHeight }
  })
}

/** Width of a name over the size of its letters, bold or not: an upper bound for the fonts of the pages. */
function nameWidth(name: string): number {
  const widths = [...name].map(letter => {
    if (/[ijlI.,'’|!-]/.test(letter)) return 0.38
    if (/[frt ]/.test(letter)) return 0.46
    if (/[mwMW]/.test(letter)) return 0.98
    return /\p{Lu}/u.test(letter) ? 0.75 : 0.64
  })
  return widths.reduce((sum, width) => sum + width, 0)
}

/** Area centroid of the largest ring. */
function middle(rings: OutlinesFile['districts'][number]['rings']): { x: number; y: number } {
  let best = { area: 0, x: 0, y: 0 }
  for (const ring of rings) {
    const found = centroid(ring)
    if (Math.abs(found.area) > Math.abs(best.area)) best = found
  }
  return { x: Math.round(best.x), y: Math.round(best.y) }
}

function centroid(ring: readonly (readonly [number, number])[]): { area: number; x: number; y: number } {
  let [area, x, y] = [0, 0, 0]
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[xa, ya], [xb, yb]] = [ring[j]!, ring[i]!]
    const cross = xa * yb - xb * ya
    area += cross / 2
    x += ((xa + xb) * cross) / 6
    y += ((ya + yb) * cross) / 6
  }
  return area === 0 ? { area, x: 0, y: 0 } : { area, x: x / area, y: y / area }
}
