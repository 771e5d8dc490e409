import { loadSharp } from '../areas/font.ts'
import { element, escapeXml } from '../areas/svg.ts'
import { type Candidate, type Label, placeNames, textWidth } from '../contract/base-map-labels.ts'
import { type Paper, piecesOnPaper, type Shape } from '../contract/base-map-scene.ts'
import {
  CASED_PIXELS,
  lineWidth,
  PALETTES,
  type Palette,
  type PaletteName,
  widthOver,
} from '../contract/base-map-style.ts'
import { sceneOn, tilesOn } from './scene.ts'
import type { OpenMap } from './stored.ts'

/** A base map as SVG, in pixels of its paper: what goes under the squares, and what goes over them. */
export interface Drawing {
  readonly ground: string
  /** Greater roads, half clear, where the squares hide the ground. */
  readonly roads: string
  /** Numbers and names of roads. */
  readonly names: string
}

/** How a base map is drawn. */
export interface DrawingOptions {
  readonly palette: PaletteName
  /** Side of the squares that stand over it. */
  readonly cellMetres: number
  /** What is written over it already: no name touches it. */
  readonly taken: readonly Candidate[]
}

/** Draws the base map of a paper, by the rules of the live map. The same input gives the same text. */
export async function drawBaseMap(open: OpenMap, paper: Paper, options: DrawingOptions): Promise<Drawing> {
  const palette = PALETTES[options.palette]
  const sheet = element('rect', { width: paper.width, height: paper.height, fill: palette.ground })
  if (open.map.form === 'raster')
    return { ground: sheet + (await pictures(open, paper)), roads: '', names: '' }
  const { shapes, names } = await sceneOn(open, paper)
  const placed = placeNames([...options.taken, ...names.filter(({ kind }) => kind !== 'place')], paper)
  return {
    ground: sheet + ground(shapes, palette, paper),
    roads: roadsOver(shapes, palette, { ...paper, cellMetres: options.cellMetres }),
    names: placed
      .filter(({ kind }) => kind !== 'place')
      .map(label => nameOf(label, palette))
      .join(''),
  }
}

function roadsOver(
  shapes: readonly Shape[],
  { over }: Palette,
  { metresPerPixel, cellMetres }: { metresPerPixel: number; cellMetres: number },
): string {
  const drawn = [
    [over.halo, 1.4],
    [over.line, 0],
  ] as const
  const paths = drawn.flatMap(([stroke, more]) =>
    shapes.flatMap(({ class: name, lines }) => {
      const width = widthOver(name, metresPerPixel, cellMetres)
      if (width === 0 || lines.length === 0) return []
      return [element('path', { d: pathOf(lines, ''), stroke, 'stroke-width': short(width + more) })]
    }),
  )
  const style = { fill: 'none', 'stroke-linejoin': 'round', opacity: over.opacity }
  return element('g', style, paths.join(''))
}

const short = (value: number) => String(Math.round(value * 10) / 10)

function ground(shapes: readonly Shape[], palette: Palette, { metresPerPixel }: Paper): string {
  const parts: string[] = []
  for (const { class: name, lines } of shapes) {
    if (!(name in palette.areas) || lines.length === 0) continue
    const fill = palette.areas[name as keyof Palette['areas']]
    parts.push(element('path', { d: pathOf(lines, 'z'), fill }))
  }
  const roads = shapes.filter(({ class: name, lines }) => name in palette.lines && lines.length > 0)
  for (const edges of [true, false]) {
    for (const { class: name, lines } of roads) {
      const width = lineWidth(name, metresPerPixel)
      if (edges && (width < CASED_PIXELS || name === 'rail' || name === 'waterline')) continue
      parts.push(
        element('path', {
          d: pathOf(lines, ''),
          fill: 'none',
          stroke: edges ? palette.casing : palette.lines[name as keyof Palette['lines']],
          'stroke-width': short(edges ? width + 1.6 : width),
          'stroke-linejoin': 'round',
          'stroke-linecap': edges ? 'butt' : 'round',
        }),
      )
    }
  }
  return parts.join('')
}

function pathOf(lines: readonly (readonly number[])[], end: string): string {
  let path = ''
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 2)
      path += `${i === 0 ? 'M' : i === 2 ? 'L' : ' '}${short(line[i]!)} ${short(line[i + 1]!)}`
    path += end
  }
  return path
}

function nameOf({ kind, text, x, y, angle, size, bold }: Label, palette: Palette): string {
  const turn = angle === 0 ? '' : ` rotate(${short((angle * 180) / Math.PI)})`
  const words = element(
    'text',
    {
      y: short(size * 0.35),
      'font-size': size,
      'text-anchor': 'middle',
      fill: kind === 'place' ? palette.text : palette.quietText,
      ...(bold ? { 'font-weight': 'bold' } : {}),
      ...(kind === 'number'
        ? {}
        : { stroke: palette.halo, 'stroke-width': 3.5, 'stroke-linejoin': 'round', 'paint-order': 'stroke' }),
    },
    escapeXml(text),
  )
  const width = textWidth(text, size) + 10
  const plate = element('rect', {
    x: short(-width / 2),
    y: short(-size * 0.72),
    width: short(width),
    height: short(size * 1.44),
    fill: palette.halo,
    stroke: palette.quietText,
    'stroke-width': 0.8,
  })
  const place = `translate(${short(x)} ${short(y)})${turn}`
  return element('g', { transform: place }, (kind === 'number' ? plate : '') + words)
}

/** Pictures in pieces where they belong, as PNG: what draws the paper knows no other format for sure. */
async function pictures(open: OpenMap, paper: Paper): Promise<string> {
  const { default: sharp } = await loadSharp()
  const drawn: string[] = []
  for (const { at, bytes } of await tilesOn(open, paper)) {
    const { width, height } = await sharp(bytes).metadata()
    for (const { u, v, side, matrix } of piecesOnPaper(open.map, at, paper)) {
      const [left, top] = [Math.round(u * width), Math.round(v * height)]
      const [right, bottom] = [Math.round((u + side) * width), Math.round((v + side) * height)]
      const cut = sharp(bytes).extract({ left, top, width: right - left, height: bottom - top })
      const png = await cut.png({ compressionLevel: 9 }).toBuffer()
      drawn.push(
        element('image', {
          width: 1.004,
          height: 1.004,
          preserveAspectRatio: 'none',
          transform: `matrix(${matrix.map(value => Number(value.toPrecision(9))).join(' ')})`,
          href: `data:image/png;base64,${png.toString('base64')}`,
        }),
      )
    }
  }
  return drawn.join('')
}
