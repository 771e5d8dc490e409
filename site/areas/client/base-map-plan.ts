import {
  type BaseMap,
  PALETTES,
  type Paper,
  piecesOnPaper,
  placeNames,
  sceneOf,
  tilesFor,
} from '../../../pipeline/bake/contract/vocabulary.ts'
import { paintGround, paintNames, paintPicture, paintRoadsOver } from './base-map-paint.ts'
import { openTiles } from './base-map-tiles.ts'

/** Layers of a picture: what lies under its squares and what goes over them. */
export interface BasePicture {
  readonly under: HTMLCanvasElement
  readonly over: HTMLCanvasElement
}

/**
 * Draws the base map of a paper in the light palette, for pictures and prints, which are light whatever the
 * screen is.
 *
 * @param address folder of the tiles, for example `/basemap/0123456789abcdef`
 * @param look pixels of the canvas to one of the paper, and the side of the squares that stand over it
 */
export async function drawBase(
  address: string,
  paper: Paper,
  look: { readonly density: number; readonly cellMetres: number },
): Promise<BasePicture> {
  const response = await fetch(`${address}/meta.json`)
  if (!response.ok) throw new Error(`no base map there (${response.status})`)
  const base = (await response.json()) as BaseMap
  const tiles = openTiles(address, base)
  const addresses = tilesFor(base, paper)
  const loaded = await Promise.all(addresses.map(at => tiles.get(at)))
  const palette = PALETTES.light
  const { metresPerPixel } = paper
  const [under, below] = sheetOf(paper, look.density)
  const [over, above] = sheetOf(paper, look.density)
  below.fillStyle = palette.ground
  below.fillRect(0, 0, paper.width, paper.height)
  if (base.form === 'raster') {
    loaded.forEach((tile, i) => {
      if (tile) paintPicture(below, tile as ImageBitmap, piecesOnPaper(base, addresses[i]!, paper))
    })
    return { under, over }
  }
  const decoded = loaded.flatMap((tile, i) => (tile ? [{ at: addresses[i]!, tile: tile as never }] : []))
  const scene = sceneOf(base, paper, decoded)
  paintGround(below, scene, { palette, metresPerPixel })
  paintRoadsOver(above, scene, { palette, metresPerPixel, cellMetres: look.cellMetres })
  const font = getComputedStyle(document.body).fontFamily
  paintNames(above, placeNames(scene.names, paper), { palette, font })
  return { under, over }
}

function sheetOf({ width, height }: Paper, density: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * density)
  canvas.height = Math.round(height * density)
  const context = canvas.getContext('2d')!
  context.scale(density, density)
  return [canvas, context]
}

/** Pixels of a plan in which letters are set; it is drawn three times as fine, for print. */
const PLAN_PIXELS = 460
const DENSITY = 3

/**
 * Lays streets under a plan whose units are metres, north up, and says under it whose data they are; the
 * plan stays as it is where they cannot be read.
 *
 * @param centre the middle of the plan, in metres
 */
export async function layStreets(
  plan: SVGSVGElement,
  ground: { readonly hash: string; readonly attribution: string },
  centre: { readonly x: number; readonly y: number },
): Promise<void> {
  const { width, height } = plan.viewBox.baseVal
  const metresPerPixel = width / PLAN_PIXELS
  const paper: Paper = {
    left: centre.x - width / 2,
    top: centre.y + height / 2,
    metresPerPixel,
    width: PLAN_PIXELS,
    height: Math.round(height / metresPerPixel),
  }
  const pictures = await drawBase(`/basemap/${ground.hash}`, paper, { density: DENSITY, cellMetres: width })
  const layer = (canvas: HTMLCanvasElement) => {
    const image = document.createElementNS('http://www.w3.org/2000/svg', 'image')
    const place = { width, height, href: canvas.toDataURL('image/png'), preserveAspectRatio: 'none' }
    for (const [name, value] of Object.entries(place)) image.setAttribute(name, String(value))
    return image
  }
  plan.prepend(layer(pictures.under), layer(pictures.over))
  plan.classList.add('on-streets')
  const source = document.createElement('p')
  source.className = 'quiet small plan-source'
  source.textContent = ground.attribution
  plan.after(source)
}
