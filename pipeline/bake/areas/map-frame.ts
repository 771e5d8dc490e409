import { bounds, type Ring } from '../../lib/geo.ts'
import type { OutlinesFile } from '../contract/areas.ts'
import type { Paper } from '../contract/base-map-scene.ts'

/** A rectangle on the paper, in pixels. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** How metres become pixels: north is up, both axes have one scale. */
export interface Frame {
  readonly minX: number
  readonly maxY: number
  readonly left: number
  readonly top: number
  readonly pixelsPerMetre: number
}

interface Point {
  readonly x: number
  readonly y: number
}

interface Named extends Point {
  readonly name: string
}

const PIXELS_PER_LETTER = 8.6
const LINE_PIXELS = 22

/** The frame that shows all cells and outlines inside a box, as large as it can be and in its middle. */
export function frameOf(
  cells: readonly Point[],
  outlines: OutlinesFile,
  { cellMetres, box }: { cellMetres: number; box: Box },
): Frame {
  const corners = cells.flatMap(({ x, y }): [number, number][] => [
    [x - cellMetres, y - cellMetres],
    [x + cellMetres, y + cellMetres],
  ])
  const [minX, minY, maxX, maxY] = bounds([corners, ...outlines.districts.flatMap(({ rings }) => rings)])
  const pixelsPerMetre = Math.min(box.width / (maxX - minX), box.height / (maxY - minY))
  return {
    minX,
    maxY,
    left: box.left + (box.width - (maxX - minX) * pixelsPerMetre) / 2,
    top: box.top + (box.height - (maxY - minY) * pixelsPerMetre) / 2,
    pixelsPerMetre,
  }
}

/** Where a point of the ground stands on the paper. */
export function project(x: number, y: number, frame: Frame): [number, number] {
  return [
    frame.left + (x - frame.minX) * frame.pixelsPerMetre,
    frame.top + (frame.maxY - y) * frame.pixelsPerMetre,
  ]
}

/** A box of the paper as a sheet of its own for the base map. */
export function paperOf({ minX, maxY, left, top, pixelsPerMetre }: Frame, box: Box): Paper {
  return {
    left: minX - (left - box.left) / pixelsPerMetre,
    top: maxY + (top - box.top) / pixelsPerMetre,
    metresPerPixel: 1 / pixelsPerMetre,
    width: box.width,
    height: box.height,
  }
}

/** A name on the paper, by its middle in pixels. */
export interface Label {
  readonly name: string
  readonly left: number
  readonly top: number
  readonly kind: 'place' | 'district'
}

/**
 * The names that can be written without touching an earlier one or anything in `taken`: greedy, places in
 * the force's order, then districts at the middle of their largest ring.
 */
export function placeLabels(outlines: OutlinesFile, frame: Frame, taken: readonly Named[]): Label[] {
  const districts = outlines.districts.map(({ name, rings }) =>
    labelAt({ name, ...middle(rings) }, frame, 'district'),
  )
  const blocked = taken.map(cell => labelAt(cell, frame))
  const kept: Label[] = []
  for (const label of [...outlines.places.map(place => labelAt(place, frame)), ...districts]) {
    if (![...blocked, ...kept].some(other => touch(label, other))) kept.push(label)
  }
  return kept
}

/** A name where it stands on the paper. */
export function labelAt({ name, x, y }: Named, frame: Frame, kind: Label['kind'] = 'place'): Label {
  const [left, top] = project(x, y, frame)
  return { name, left, top, kind }
}

function touch(a: Label, b: Label): boolean {
  const width = ((a.name.length + b.name.length) / 2) * PIXELS_PER_LETTER
  return Math.abs(a.left - b.left) < width && Math.abs(a.top - b.top) < LINE_PIXELS
}

/** Centroid of the ring of the largest area (shoelace formula). */
function middle(rings: readonly Ring[]): Point {
  const found = rings.map(ring => {
    let [area, x, y] = [0, 0, 0]
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [[xa, ya], [xb, yb]] = [ring[j]!, ring[i]!]
      const cross = xa * yb - xb * ya
      area += cross
      x += (xa + xb) * cross
      y += (ya + yb) * cross
    }
    return { size: Math.abs(area), x: x / (3 * area), y: y / (3 * area) }
  })
  return found.reduce((best, next) => (next.size > best.size ? next : best))
}
