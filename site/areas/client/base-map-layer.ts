import L from 'leaflet'
import {
  type BaseMap,
  type Candidate,
  PALETTES,
  type PaletteName,
  type Paper,
  piecesOnPaper,
  placeNames,
  sceneOf,
  squareOpacity,
  tilesFor,
} from '../../../pipeline/bake/contract/vocabulary.ts'
import type { Label } from '../charts/labels.ts'
import { paintGround, paintNames, paintPicture, paintRoadsOver } from './base-map-paint.ts'
import { openTiles, type Tiles } from './base-map-tiles.ts'
import type { Ground } from './ground.ts'

/** What the layer is drawn from. */
export interface BaseOptions {
  /** Folder of the tiles, for example `/basemap/0123456789abcdef`. */
  readonly address: string
  readonly host: HTMLElement
  /** Names that the force itself gives: they go before those of the tiles. */
  readonly labels: readonly Label[]
  readonly cellMetres: number
}

/**
 * Beyond the edges of the map, as a share of its size: what a short drag brings into view is there
 * already.
 */
const AROUND = 0.25

/**
 * Puts a base map under the squares of a map and its names over them: two canvases that are drawn anew
 * after each move, as one picture, so that no line or name is cut at the edge of a tile.
 *
 * @returns how to choose what ground is shown
 */
export async function openBaseLayer(map: L.Map, options: BaseOptions): Promise<(ground: Ground) => void> {
  const response = await fetch(`${options.address}/meta.json`)
  if (!response.ok) throw new Error(`no base map there (${response.status})`)
  const base = (await response.json()) as BaseMap
  const sheets = {
    ground: sheetIn(map, 'ground', '150'),
    names: sheetIn(map, 'base-names', '450'),
  }
  const drawing = { base, options, sheets, tiles: openTiles(options.address, base) }
  let shown: Ground = ''
  let turn = 0
  const redraw = async () => {
    const mine = ++turn
    options.host.classList.toggle('has-base', shown !== 'none')
    options.host.classList.toggle('of-pictures', base.form === 'raster')
    if (shown === 'none') return clear(sheets)
    await draw(map, drawing, { ground: shown, isNewest: () => mine === turn })
  }
  map.on('moveend resize', () => void redraw())
  map.on('zoomanim', event => follow(map, sheets, event as L.ZoomAnimEvent))
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => void redraw())
  return ground => {
    if (turn > 0 && ground === shown) return
    shown = ground
    void redraw()
  }
}

interface Sheet {
  readonly canvas: HTMLCanvasElement
  /** Where its upper left corner lies, in metres. */
  corner: L.LatLng
}

interface Drawing {
  readonly base: BaseMap
  readonly options: BaseOptions
  readonly sheets: { readonly ground: Sheet; readonly names: Sheet }
  readonly tiles: Tiles
}

function sheetIn(map: L.Map, name: string, level: string): Sheet {
  const pane = map.createPane(name)
  pane.style.zIndex = level
  pane.style.pointerEvents = 'none'
  const canvas = L.DomUtil.create('canvas', 'base-sheet leaflet-zoom-animated', pane)
  canvas.setAttribute('aria-hidden', 'true')
  return { canvas, corner: map.getCenter() }
}

function clear(sheets: Drawing['sheets']): void {
  for (const { canvas } of Object.values(sheets)) canvas.width = 0
}

/** While a zoom is animated the sheets are stretched with the squares; then they are drawn anew. */
function follow(map: L.Map, sheets: Drawing['sheets'], { zoom, center }: L.ZoomAnimEvent): void {
  const scale = map.getZoomScale(zoom, map.getZoom())
  const origin = map.project(center, zoom).subtract(map.getSize().divideBy(2))
  const pane = map.containerPointToLayerPoint([0, 0])
  for (const { canvas, corner } of Object.values(sheets)) {
    const offset = map.project(corner, zoom).subtract(origin).add(pane).round()
    L.DomUtil.setTransform(canvas, offset, scale)
  }
}

function paperOf(map: L.Map): { paper: Paper; corner: L.LatLng } {
  const size = map.getSize()
  const corner = map.containerPointToLatLng(size.multiplyBy(-AROUND).round())
  const around = size.multiplyBy(1 + 2 * AROUND).round()
  const metresPerPixel = 1000 / 2 ** map.getZoom()
  return {
    paper: { left: corner.lng, top: corner.lat, metresPerPixel, width: around.x, height: around.y },
    corner,
  }
}

async function draw(
  map: L.Map,
  drawing: Drawing,
  { ground, isNewest }: { ground: Ground; isNewest: () => boolean },
): Promise<void> {
  const { base, options, tiles } = drawing
  const { paper, corner } = paperOf(map)
  const addresses = tilesFor(base, paper)
  const loaded = await Promise.all(addresses.map(at => tiles.get(at)))
  if (!isNewest()) return
  const name: PaletteName =
    ground === 'plain' ? 'plain' : matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  const look = { palette: PALETTES[name], metresPerPixel: paper.metresPerPixel }
  const below = fresh(map, drawing.sheets.ground, { paper, corner })
  const above = fresh(map, drawing.sheets.names, { paper, corner })
  below.fillStyle = look.palette.ground
  below.fillRect(0, 0, paper.width, paper.height)
  const given = options.labels.map(label => asCandidate(label, paper))
  const font = getComputedStyle(options.host).fontFamily
  if (base.form === 'raster') {
    loaded.forEach((tile, i) => {
      if (tile) paintPicture(below, tile as ImageBitmap, piecesOnPaper(base, addresses[i]!, paper))
    })
  } else {
    const decoded = loaded.flatMap((tile, i) => (tile ? [{ at: addresses[i]!, tile: tile as never }] : []))
    const scene = sceneOf(base, paper, decoded)
    paintGround(below, scene, look)
    paintRoadsOver(above, scene, { ...look, cellMetres: options.cellMetres })
    paintNames(above, placeNames([...given, ...scene.names], paper), { palette: look.palette, font })
  }
  options.host.dataset.ground = name
  const opacity = squareOpacity(options.cellMetres / paper.metresPerPixel)
  options.host.style.setProperty('--square-opacity', opacity.toFixed(3))
  options.host.classList.toggle('near', opacity < squareOpacity(0))
}

/** A sheet emptied, and laid where the paper is. */
function fresh(
  map: L.Map,
  sheet: Sheet,
  { paper, corner }: { paper: Paper; corner: L.LatLng },
): CanvasRenderingContext2D {
  const { canvas } = sheet
  const scale = Math.min(2, devicePixelRatio)
  canvas.width = paper.width * scale
  canvas.height = paper.height * scale
  canvas.style.width = `${paper.width}px`
  canvas.style.height = `${paper.height}px`
  sheet.corner = corner
  L.DomUtil.setTransform(canvas, map.latLngToLayerPoint(corner), 1)
  const context = canvas.getContext('2d')!
  context.scale(scale, scale)
  return context
}

function asCandidate({ name, x, y, kind }: Label, paper: Paper): Candidate {
  const at = [(x - paper.left) / paper.metresPerPixel, (paper.top - y) / paper.metresPerPixel]
  return { kind: 'place', text: name, rank: kind === 'district' ? 2 : 3, at }
}
