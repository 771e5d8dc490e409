import { join } from 'node:path'
import type { LoadedForce } from '../../force/load.ts'
import { writeNew } from '../../lib/files.ts'
import { bounds } from '../../lib/geo.ts'
import { sha256 } from '../../lib/hash.ts'
import { loadSharp } from '../areas/font.ts'
import { element } from '../areas/svg.ts'
import type { GroundOfPages } from '../contract/areas-base-map.ts'
import type { Paper } from '../contract/base-map-scene.ts'
import type { PaletteName } from '../contract/base-map-style.ts'
import { drawBaseMap } from './drawing.ts'
import type { OpenMap } from './stored.ts'

/** Around the outlines there is as much ground as the map of the coarsest squares shows. */
const MARGIN_METRES = 1500
/** Wide enough for a wall of 3,840 pixels that shows two maps. */
const WIDTH = 1800
const COLOURS = 48
/** Squares of any target hide the ground of a whole force. */
const LARGE_SQUARE = 1000

/**
 * Draws a force's ground light and dark, and writes what goes under squares and over them as
 * `data/HASH-*.png` under a folder.
 */
export async function bakeGround(open: OpenMap, force: LoadedForce, out: string): Promise<GroundOfPages> {
  const [minX, minY, maxX, maxY] = bounds(force.districts.flatMap(({ shape }) => shape))
  const box = {
    minX: Math.floor(minX - MARGIN_METRES),
    minY: Math.floor(minY - MARGIN_METRES),
    width: Math.ceil(maxX - minX + 2 * MARGIN_METRES),
    height: Math.ceil(maxY - minY + 2 * MARGIN_METRES),
  }
  const metresPerPixel = box.width / WIDTH
  const height = Math.round(box.height / metresPerPixel)
  const paper: Paper = { left: box.minX, top: box.minY + box.height, metresPerPixel, width: WIDTH, height }
  const put = async (palette: PaletteName) => {
    const { ground, roads } = await drawBaseMap(open, paper, { palette, cellMetres: LARGE_SQUARE, taken: [] })
    const write = async (name: string, drawn: string) => {
      const bytes = await pictureOf(drawn, paper)
      const path = `data/${sha256(bytes).slice(0, 12)}-${name}-${palette}.png`
      await writeNew(join(out, path), bytes)
      return path
    }
    return { under: await write('ground', ground), over: roads ? await write('roads', roads) : '' }
  }
  const pictures = { light: await put('light'), dark: await put('dark') }
  return { hash: open.hash, attribution: open.map.attribution, box, ...pictures }
}

async function pictureOf(drawn: string, { width, height }: Paper): Promise<Buffer> {
  const { default: sharp } = await loadSharp()
  const svg = element('svg', { xmlns: 'http://www.w3.org/2000/svg', width, height }, drawn)
  const image = sharp(Buffer.from(svg), { limitInputPixels: false, unlimited: true })
  return image.png({ palette: true, colours: COLOURS, dither: 0, compressionLevel: 9 }).toBuffer()
}
