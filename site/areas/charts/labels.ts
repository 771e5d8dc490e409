import type { OutlinesFile } from '../../../pipeline/bake/contract/areas.ts'

/** A name on the map, at a position in metres. */
export interface Label {
  readonly name: string
  readonly x: number
  readonly y: number
  readonly kind: 'district' | 'place'
}

const PIXELS_PER_LETTER = 7.6
const LINE_PIXELS = 22

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
 * The labels that can be written without touching an earlier one: greedy, in the order given.
 *
 * @param metresPerPixel scale of the map
 */
export function uncrowd(labels: readonly Label[], metresPerPixel: number): Label[] {
  const kept: Label[] = []
  for (const label of labels) if (!kept.some(other => touch(label, other, metresPerPixel))) kept.push(label)
  return kept
}

function touch(a: Label, b: Label, metresPerPixel: number): boolean {
  const width = ((a.name.length + b.name.length) / 2) * PIXELS_PER_LETTER
  return Math.abs(a.x - b.x) < width * metresPerPixel && Math.abs(a.y - b.y) < LINE_PIXELS * metresPerPixel
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
