import { classBreaks, classOf } from '../../lib/breaks.ts'
import type { TargetFile } from '../contract/areas.ts'
import { RAMPS } from '../contract/ramps.ts'
import { FONT, loadSharp } from './font.ts'
import { frameOf, project } from './map-frame.ts'
import { element, textAt } from './svg.ts'

const WIDTH = 320
const STRIP = 18
const MAP = { left: 4, top: STRIP + 2, width: WIDTH - 8, height: 200 }
const RAMP = RAMPS.c

/**
 * The forecast of one target as a small PNG for the list of weeks: squares in class colours with the marking
 * above them.
 */
export async function drawThumbnail(target: TargetFile, marking: string): Promise<Buffer> {
  const { default: sharp } = await loadSharp()
  const svg = thumbnailSvg(target, marking)
  return sharp(Buffer.from(svg)).png({ palette: true, colours: 16, compressionLevel: 9 }).toBuffer()
}

function thumbnailSvg({ cells, cellMetres }: TargetFile, marking: string): string {
  const frame = frameOf(cells, { kind: 'outlines', districts: [], places: [] }, { cellMetres, box: MAP })
  const breaks = classBreaks(cells.map(cell => cell.count.expected))
  const side = (cellMetres * frame.pixelsPerMetre).toFixed(2)
  const paths = RAMP.map((): string[] => [])
  for (const cell of cells) {
    const [x, y] = project(cell.x - cellMetres / 2, cell.y + cellMetres / 2, frame)
    const path = paths[classOf(cell.count.expected, breaks)]!
    path.push(`M${x.toFixed(2)} ${y.toFixed(2)}h${side}v${side}h-${side}z`)
  }
  const height = MAP.top + MAP.height + 4
  const strip = element('rect', { width: WIDTH, height: STRIP, fill: '#14202b' })
  const words = textAt([WIDTH / 2, 13], marking.toUpperCase(), {
    'text-anchor': 'middle',
    'font-size': 11,
    'font-weight': 'bold',
    fill: '#ffffff',
  })
  const squares = paths.map((path, i) => element('path', { d: path.join(''), fill: RAMP[i]! }))
  const attributes = { xmlns: 'http://www.w3.org/2000/svg', width: WIDTH, height, 'font-family': FONT }
  const ground = element('rect', { width: WIDTH, height, fill: '#ffffff' })
  return element('svg', attributes, [ground, ...squares, strip, words].join(''))
}
