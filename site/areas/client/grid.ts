import L from 'leaflet'
import { gridLines, gridStep } from '../../../pipeline/bake/contract/vocabulary.ts'

/** Lines are not nearer than this, in pixels. */
const LEAST_PIXELS = 110

/**
 * Draws the kilometre grid over the squares of a map that has no streets, with eastings at the upper edge
 * and northings at the left one: near or far, a reader can say where a place is.
 */
export function addGrid(map: L.Map, host: HTMLElement): void {
  const pane = map.createPane('grid')
  pane.style.zIndex = '450'
  pane.style.pointerEvents = 'none'
  const canvas = L.DomUtil.create('canvas', 'base-sheet', pane)
  canvas.setAttribute('aria-hidden', 'true')
  const redraw = () => draw(map, host, canvas)
  map.on('move resize zoomend', redraw)
  // It would not follow the stretching of an animated zoom.
  map.on('zoomstart', () => {
    canvas.width = 0
  })
  redraw()
}

function draw(map: L.Map, host: HTMLElement, canvas: HTMLCanvasElement): void {
  const { x: width, y: height } = map.getSize()
  const scale = Math.min(2, devicePixelRatio)
  canvas.width = width * scale
  canvas.height = height * scale
  canvas.style.width = `${width}px`
  canvas.style.height = `${height}px`
  L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]))
  const paper = canvas.getContext('2d')!
  paper.scale(scale, scale)
  const bounds = map.getBounds()
  const [left, top] = [bounds.getWest(), bounds.getNorth()]
  const metres = (bounds.getEast() - left) / width
  const ground = { minX: left, minY: bounds.getSouth(), width: width * metres, height: height * metres }
  const style = getComputedStyle(host)
  const [ink, halo] = ['--quiet', '--paper'].map(name => style.getPropertyValue(name)) as [string, string]
  paper.font = `500 11px ${style.fontFamily}`
  paper.lineJoin = 'round'
  for (const { axis, at, label } of gridLines(ground, gridStep(LEAST_PIXELS * metres))) {
    const place = Math.round(axis === 'e' ? (at - left) / metres : (top - at) / metres) + 0.5
    paper.globalAlpha = 0.3
    paper.strokeStyle = ink
    paper.lineWidth = 1
    paper.beginPath()
    paper.moveTo(axis === 'e' ? place : 0, axis === 'e' ? 0 : place)
    paper.lineTo(axis === 'e' ? place : width, axis === 'e' ? height : place)
    paper.stroke()
    paper.globalAlpha = 1
    paper.strokeStyle = halo
    paper.fillStyle = ink
    paper.lineWidth = 3
    const [x, y] = axis === 'e' ? [place + 3, 12] : [4, place - 4]
    if (axis === 'n' && y < 24) continue
    paper.strokeText(label, x, y)
    paper.fillText(label, x, y)
  }
}
