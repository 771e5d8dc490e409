import type { OutlinesFile } from '../../../pipeline/bake/contract/areas.ts'
import { gridLines, gridStep } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { labelsOf, type PlacedLabel, placeLabels } from './labels.ts'
import { outlineOf } from './outline.ts'

/** Where the map's paper lies: its south-west corner and its size, in metres. */
export interface Extent {
  readonly minX: number
  readonly minY: number
  readonly width: number
  readonly height: number
}

interface Square {
  readonly x: number
  readonly y: number
}

const UNITS = 1000

/** The extent of all squares and outlines, with a margin of one cell. */
export function extentOf(cells: readonly Square[], outlines: OutlinesFile, cellMetres: number): Extent {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  const grow = (x: number, y: number, by: number) => {
    minX = Math.min(minX, x - by)
    minY = Math.min(minY, y - by)
    maxX = Math.max(maxX, x + by)
    maxY = Math.max(maxY, y + by)
  }
  for (const { x, y } of cells) grow(x, y, cellMetres)
  for (const { rings } of outlines.districts)
    for (const ring of rings) for (const [x, y] of ring) grow(x, y, cellMetres / 2)
  return { minX, minY, width: maxX - minX, height: maxY - minY }
}

/**
 * One path a class, in units of a cell from the extent's north-west corner: thousands of squares in few
 * elements.
 *
 * @param classes one character a cell; characters not in `wanted` are left out
 * @returns the path data of each wanted class, in the order of `wanted`
 */
export function classPaths(
  cells: readonly Square[],
  classes: string,
  grid: { extent: Extent; cellMetres: number; wanted: string },
): string[] {
  const { extent, cellMetres, wanted } = grid
  const parts = new Map<string, string[]>([...wanted].map(name => [name, []]))
  cells.forEach(({ x, y }, i) => {
    const column = (x - extent.minX) / cellMetres - 0.5
    const row = (extent.minY + extent.height - y) / cellMetres - 0.5
    parts.get(classes[i]!)?.push(`M${short(column)} ${short(row)}h1v1h-1z`)
  })
  return [...wanted].map(name => parts.get(name)!.join(''))
}

const short = (value: number) => String(Math.round(value * 100) / 100)

/** The baked map: coloured squares, district outlines, names, scale bar and north. */
export function mapFigure(options: {
  cells: readonly Square[]
  classes: string
  outlines: OutlinesFile
  cellMetres: number
  title: string
  /** How many of the first cells the area budget holds: outlined. */
  budget: number
  /** Size of the names' letters in the map's units, as the style of the page has it. */
  font?: number
}): Tree {
  const { cells, classes, outlines, cellMetres, title, budget, font = NAME_UNITS } = options
  const extent = extentOf(cells, outlines, cellMetres)
  const scale = UNITS / extent.width
  const height = Math.round(extent.height * scale)
  const wanted = '01234'
  const paths = classPaths(cells, classes, { extent, cellMetres, wanted })
  return h(
    'svg',
    {
      viewBox: `0 0 ${UNITS} ${height}`,
      class: outlines.ground ? 'map-svg has-ground' : 'map-svg',
      role: 'img',
      'aria-label': title,
    },
    ...groundOf(outlines, extent, 'under'),
    ...(outlines.ground ? [] : [gridGroup(extent, height)]),
    h(
      'g',
      { transform: `scale(${(cellMetres * scale).toPrecision(6)})`, class: 'squares' },
      ...paths.map((d, i) => h('path', { d, class: `c${wanted[i]}`, 'data-class': wanted[i]! })),
    ),
    ...groundOf(outlines, extent, 'over'),
    h(
      'g',
      { class: 'outlines' },
      ...outlines.districts.map(({ rings }) => h('path', { d: ringPath(rings, extent) })),
    ),
    h('path', { class: 'budget-line', d: budgetPath(cells.slice(0, budget), extent, cellMetres) }),
    labelGroup(namesOf(outlines, extent, font), font),
    scaleBar(extent, height),
    ...sourceOf(outlines, height),
  )
}

/**
 * Pictures of the force's own base map under or over the squares: one for each setting of colours, one is
 * shown.
 */
function groundOf({ ground }: OutlinesFile, extent: Extent, which: 'under' | 'over'): Tree[] {
  if (!ground) return []
  const { box } = ground
  const scale = UNITS / extent.width
  const place = {
    x: short((box.minX - extent.minX) * scale),
    y: short((extent.minY + extent.height - box.minY - box.height) * scale),
    width: short(box.width * scale),
    height: short(box.height * scale),
    preserveAspectRatio: 'none',
  }
  return (['light', 'dark'] as const)
    .filter(name => ground[name][which] !== '')
    .map(name => h('image', { ...place, href: `/${ground[name][which]}`, class: `ground-${name}` }))
}

/** About so many grid lines across a map without streets. */
const GRID_LINES = 7

/** The kilometre grid under the squares of a map without streets: eastings above, northings at the left. */
function gridGroup(extent: Extent, height: number): Tree {
  const lines = gridLines(extent, gridStep(extent.width / GRID_LINES))
  const placed = lines.map(line => {
    const [left, top] = project(line.at, line.at, extent)
    return { ...line, place: line.axis === 'e' ? left : top }
  })
  const d = placed.map(({ axis, place }) => (axis === 'e' ? `M${place} 0v${height}` : `M0 ${place}h${UNITS}`))
  const texts = placed
    .filter(({ axis, place }) => axis === 'e' || (place > 40 && place < height - 50))
    .map(({ axis, place, label }) =>
      axis === 'e' ? h('text', { x: place + 4, y: 13 }, label) : h('text', { x: 4, y: place - 4 }, label),
    )
  return h('g', { class: 'grid', 'aria-hidden': 'true' }, h('path', { d: d.join('') }), ...texts)
}

/** Whose data the base map is: on every map that shows it. */
function sourceOf({ ground }: OutlinesFile, height: number): Tree[] {
  return ground ? [h('text', { x: UNITS - 6, y: height - 7, class: 'source' }, ground.attribution)] : []
}

/** The outline of the squares within an area budget, in the map's units. */
export function budgetPath(cells: readonly Square[], extent: Extent, cellMetres: number): string {
  const sides = outlineOf(cells, cellMetres)
  return sides
    .map(([a, b]) => `M${project(...a, extent).join(' ')}L${project(...b, extent).join(' ')}`)
    .join('')
}

function ringPath(rings: OutlinesFile['districts'][number]['rings'], extent: Extent): string {
  return rings.map(ring => `M${ring.map(([x, y]) => project(x, y, extent).join(' ')).join('L')}z`).join('')
}

function project(x: number, y: number, { minX, minY, width, height }: Extent): [number, number] {
  const scale = UNITS / width
  return [Math.round((x - minX) * scale), Math.round((minY + height - y) * scale)]
}

/** Size of the letters of names, unless a page writes them larger. */
const NAME_UNITS = 15

/** The names that a map has room for, clear of its scale bar and north, in the map's units. */
export function namesOf(outlines: OutlinesFile, extent: Extent, font: number): PlacedLabel[] {
  const height = Math.round((extent.height * UNITS) / extent.width)
  const labels = labelsOf(outlines).map(label => {
    const [x, y] = project(label.x, label.y, extent)
    return { ...label, x, y }
  })
  const bar = scaleOf(extent).length / 2
  const taken = [
    { x: 14 + bar, y: height - 14 - font / 2, halfWidth: Math.max(bar, 2 * font), halfHeight: font },
    { x: UNITS - 24, y: 40, halfWidth: font / 2, halfHeight: 32 },
  ]
  return placeLabels(labels, { width: UNITS, height, font, taken })
}

/** The middle of a line of text over its base line, over the size of its letters. */
const MIDDLE = 0.35

function labelGroup(names: readonly PlacedLabel[], font: number): Tree {
  const texts = names.map(({ name, kind, x, y }) =>
    h('text', { x, y: Math.round(y + MIDDLE * font), class: `label ${kind}` }, name),
  )
  return h('g', { class: 'labels' }, ...texts)
}

function scaleOf(extent: Extent): { kilometres: number; length: number } {
  const kilometres = roundDown(extent.width / 6000)
  return { kilometres, length: Math.round((kilometres * 1000 * UNITS) / extent.width) }
}

/** A scale bar of a round number of kilometres, about a sixth of the width. */
function scaleBar(extent: Extent, height: number): Tree {
  const { kilometres, length } = scaleOf(extent)
  const y = height - 14
  return h(
    'g',
    { class: 'scale' },
    h('path', { d: `M14 ${y - 6}v6h${length}v-6` }),
    h('text', { x: 14, y: y - 12 }, `${kilometres} km`),
    h('path', { d: `M${UNITS - 24} 44v-30l-7 12m7-12l7 12` }),
    h('text', { x: UNITS - 24, y: 62, class: 'north' }, 'N'),
  )
}

function roundDown(kilometres: number): number {
  const power = 10 ** Math.floor(Math.log10(kilometres))
  const lead = kilometres / power
  return (lead >= 5 ? 5 : lead >= 2 ? 2 : 1) * power
}
