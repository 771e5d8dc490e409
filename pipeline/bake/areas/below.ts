import { drawBaseMap } from '../base-map/drawing.ts'
import type { OpenMap } from '../base-map/stored.ts'
import type { Candidate } from '../contract/base-map-labels.ts'
import { squareOpacity } from '../contract/base-map-style.ts'
import { gridLines, gridStep } from '../contract/grid-lines.ts'
import { type Box, type Frame, type Label, paperOf } from './map-frame.ts'
import { element, textAt } from './svg.ts'

/** What a base map puts under and over the squares of an image, as SVG; empty texts where there is none. */
export interface Below {
  readonly ground: string
  readonly over: string
  /** Whose data it is. */
  readonly source: string
  /** Of the squares above it. */
  readonly opacity: number
}

/**
 * Draws a base map within a box of an image, cut off at its edges; a kilometre grid where the home has
 * none.
 */
export async function drawBelow(
  baseMap: OpenMap | undefined,
  { frame, box, cellMetres }: { frame: Frame; box: Box; cellMetres: number },
  labels: readonly Label[],
): Promise<Below> {
  if (!baseMap) return { ground: gridUnder(frame, box), over: '', source: '', opacity: 1 }
  const taken = labels.map(({ name, left, top }): Candidate => {
    return { kind: 'place', text: name, rank: 0, at: [left - box.left, top - box.top] }
  })
  const options = { palette: 'light', cellMetres, taken } as const
  const { ground, roads, names } = await drawBaseMap(baseMap, paperOf(frame, box), options)
  const within = (drawing: string) =>
    element('svg', { x: box.left, y: box.top, width: box.width, height: box.height }, drawing)
  return {
    ground: within(ground),
    over: within(roads + names),
    source: sourceOf(baseMap.map.attribution, box),
    opacity: squareOpacity(cellMetres * frame.pixelsPerMetre),
  }
}

/** About so many grid lines across an image without streets. */
const GRID_LINES = 8

function gridUnder(frame: Frame, box: Box): string {
  const { left, top, metresPerPixel } = paperOf(frame, box)
  const [width, height] = [box.width * metresPerPixel, box.height * metresPerPixel]
  const lines = gridLines({ minX: left, minY: top - height, width, height }, gridStep(width / GRID_LINES))
  const short = (value: number) => Math.round(value * 10) / 10
  const drawn = lines.map(({ axis, at, label }) => {
    const place = short(axis === 'e' ? (at - left) / metresPerPixel : (top - at) / metresPerPixel)
    const d = axis === 'e' ? `M${place} 0v${box.height}` : `M0 ${place}h${box.width}`
    const where = axis === 'e' ? ([place + 4, 13] as const) : ([4, place - 4] as const)
    // Clear of the eastings above and of the scale below.
    const isFree = axis === 'e' || (place > 30 && place < box.height - 60)
    const words = isFree ? textAt(where, label, { 'font-size': 12, fill: '#4b5560' }) : ''
    return element('path', { d, stroke: '#d3d9df' }) + words
  })
  const place = { x: box.left, y: box.top, width: box.width, height: box.height }
  return element('svg', place, drawn.join(''))
}

function sourceOf(attribution: string, box: Box): string {
  const style = {
    'font-size': 13,
    'text-anchor': 'end',
    'paint-order': 'stroke',
    stroke: '#ffffff',
    'stroke-width': 4,
  }
  return textAt([box.left + box.width - 4, box.top + box.height - 6], attribution, style)
}
