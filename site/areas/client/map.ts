import L from 'leaflet'
import 'leaflet/dist/leaflet.css'
import { formatShare, formatWhole } from '../../shared/format.ts'
import type { CellsFile, MapCell } from '../cells.ts'
import { labelsOf, placeLabels } from '../charts/labels.ts'
import { type LayerId, layerWords } from '../charts/layers.ts'
import { outlineOf } from '../charts/outline.ts'
import { addBaseMap } from './base-map.ts'
import { addGrid } from './grid.ts'
import type { Ground } from './ground.ts'
import { neighbour } from './neighbour.ts'
import type { Rings } from './outlines.ts'
import { letZoom } from './zoom.ts'

/**
 * What the map shows: a layer with a colour class for each cell, the scope, which of its cells the filters
 * leave, the budget and the chosen cell.
 */
export interface MapView {
  readonly layer: LayerId
  readonly ramp: 'c' | 'm'
  readonly classes: string
  /** Squares of the scope; empty where it is the whole force. */
  readonly scope: readonly MapCell[]
  /** True border of the scope, where it has one. */
  readonly border: Rings | undefined
  readonly shown: ReadonlySet<string>
  readonly outlined: readonly MapCell[]
  readonly cell: string
  /** What ground is shown under the squares. */
  readonly ground: Ground
}

/** A live map over a grid of squares, in the force's own metres. */
export interface LiveMap {
  update(view: MapView): void
  /** The ground that is seen, in metres, and its pictures under the squares: what an image is made from. */
  seen(): { readonly bounds: L.LatLngBounds; readonly host: HTMLElement }
}

/** Metres on both axes, y upwards; zoom 0 draws a kilometre in one pixel. */
const METRES = L.Util.extend({}, L.CRS.Simple, {
  transformation: new L.Transformation(1 / 1000, 0, -1 / 1000, 0),
}) as L.CRS

/**
 * Draws the squares, outlines and names into a host element; `choose` is called with the cell a reader
 * picks.
 */
export function openMap(host: HTMLElement, file: CellsFile, choose: (id: string) => void): LiveMap {
  const map = emptyMap(host, file)
  let shown: LayerId = 'forecast'
  const { ground } = file.outlines
  const labels = labelsOf(file.outlines)
  const showGround = addBaseMap(map, host, { ground, labels, cellMetres: file.cellMetres })
  if (!ground) addGrid(map, host)
  const squares = drawSquares(map, file, { choose, layer: () => shown })
  drawOutlines(map, file)
  drawLabels(map, file)
  const line = (className: string) => L.polyline([], { className, interactive: false }).addTo(map)
  const lines = {
    border: line('border-line'),
    scope: line('scope-line'),
    halo: line('budget-halo'),
    budget: line('budget-line'),
  }
  const chosen = L.rectangle(cornersOf(file.cells[0]!, file.cellMetres), {
    className: 'chosen',
    interactive: false,
  }).addTo(map)
  takeKeys(host, file, { choose, squares })
  letZoom(map, host, () => (host.contains(document.activeElement) ? chosen.getCenter() : undefined))
  const follow = scopeFollower(map, file)
  return {
    update: view => {
      shown = view.layer
      restyle(file, view, { squares, lines, chosen })
      follow(view.scope)
      bringIntoView(map, chosen)
      showGround(view.ground)
    },
    seen: () => ({ bounds: map.getBounds(), host }),
  }
}

/** The chosen square is always seen, whoever chose it. */
function bringIntoView(map: L.Map, chosen: L.Rectangle): void {
  const middle = chosen.getCenter()
  if (!map.getBounds().contains(middle)) map.panTo(middle, { animate: false })
}

/** Brings each new scope into view; the whole force again where it is left. */
function scopeFollower(map: L.Map, file: CellsFile): (scope: readonly MapCell[]) => void {
  let before = ''
  return scope => {
    const now = scope.map(({ rank }) => rank).join()
    const patchGrew =
      before !== '' && now !== '' && Math.abs(now.split(',').length - before.split(',').length) === 1
    if (now !== before && !patchGrew) {
      const bounds = L.latLngBounds(scope.flatMap(cell => cornersOf(cell, file.cellMetres)))
      map.fitBounds(scope.length > 0 ? bounds.pad(0.15) : boundsOf(file), { animate: false, maxZoom: 7 })
    }
    before = now
  }
}

/** A map of the force's extent with its controls. */
function emptyMap(host: HTMLElement, file: CellsFile): L.Map {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  const map = L.map(host, {
    crs: METRES,
    minZoom: 1,
    maxZoom: 10.5,
    zoomSnap: 0,
    zoomDelta: 0.75,
    attributionControl: false,
    zoomControl: false,
    scrollWheelZoom: false,
    keyboard: false,
    zoomAnimation: !calm,
    fadeAnimation: !calm,
    inertia: !calm,
  })
  map.fitBounds(boundsOf(file), { padding: [0, 0], animate: false })
  map.setMinZoom(map.getZoom() - 0.5)
  map.setMaxBounds(map.getBounds().pad(0.3))
  L.control.zoom({ position: 'topright' }).addTo(map)
  L.control.scale({ imperial: false, maxWidth: 120 * letterScale() }).addTo(map)
  return map
}

const corner = (x: number, y: number): L.LatLngTuple => [y, x]

function cornersOf({ x, y }: MapCell, cellMetres: number): L.LatLngBoundsLiteral {
  const half = cellMetres / 2
  return [corner(x - half, y - half), corner(x + half, y + half)]
}

function boundsOf(file: CellsFile): L.LatLngBounds {
  const bounds = L.latLngBounds(file.cells.flatMap(cell => cornersOf(cell, file.cellMetres)))
  for (const { rings } of file.outlines.districts)
    for (const ring of rings) for (const [x, y] of ring) bounds.extend([y, x])
  return bounds
}

/** One rectangle a cell, in order of rank; clicks and tips are heard once, by their group. */
function drawSquares(
  map: L.Map,
  file: CellsFile,
  acts: { choose(id: string): void; layer(): LayerId },
): L.Rectangle[] {
  const squares = file.cells.map(cell =>
    L.rectangle(cornersOf(cell, file.cellMetres), { className: 'square' }),
  )
  const cellOf = new Map<L.Layer, MapCell>(squares.map((layer, i) => [layer, file.cells[i]!]))
  L.featureGroup(squares)
    .on('click', event => acts.choose(cellOf.get(event.propagatedFrom as L.Layer)!.id))
    .bindTooltip(layer => tip(cellOf.get(layer)!, acts.layer()), {
      sticky: true,
      opacity: 1,
      className: 'tip',
    })
    .addTo(map)
  return squares
}

/** Names the square and what the layer on the map says of it. */
function tip(cell: MapCell, layer: LayerId): HTMLElement {
  const box = document.createElement('div')
  const name = document.createElement('strong')
  name.textContent = `${formatWhole(cell.rank)}. ${cell.place}`
  box.append(name, document.createElement('br'), shownWords(cell, layer))
  return box
}

/** A forecast stands beside its chance; what is recorded or a difference stands alone. */
function shownWords(cell: MapCell, layer: LayerId): string {
  const words = layerWords(layer, cell)
  return layer === 'forecast' ? `P(at least 1) ${formatShare(cell.pAny)}; ${words}` : words
}

function drawOutlines(map: L.Map, file: CellsFile): void {
  for (const { rings } of file.outlines.districts) {
    const corners = rings.map(ring => ring.map(([x, y]) => corner(x, y)))
    L.polygon(corners, { className: 'outline', interactive: false }).addTo(map)
  }
}

/** How much larger than usual the reader's letters are: on a wall, or by the browser's settings. */
function letterScale(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1
}

const NAME_PIXELS = 12

/**
 * Writes the names that fit at the present zoom, anew after each move: a name at the edge of what is seen is
 * moved inwards.
 */
function drawLabels(map: L.Map, file: CellsFile): void {
  const group = L.layerGroup().addTo(map)
  const all = labelsOf(file.outlines)
  const font = NAME_PIXELS * letterScale()
  const write = () => {
    group.clearLayers()
    const { x: width, y: height } = map.getSize()
    const labels = all.map(label => ({ ...label, ...pixelsOf(map, label) }))
    for (const { name, kind, x, y } of placeLabels(labels, { width, height, font })) {
      const text = document.createElement('span')
      text.textContent = name
      const icon = L.divIcon({ html: text, className: `label ${kind}`, iconSize: [0, 0], iconAnchor: [0, 0] })
      const at = map.containerPointToLatLng([x, y])
      L.marker(at, { icon, interactive: false, keyboard: false }).addTo(group)
    }
  }
  map.on('moveend', write)
  write()
}

function pixelsOf(map: L.Map, { x, y }: { x: number; y: number }): { x: number; y: number } {
  const at = map.latLngToContainerPoint([y, x])
  return { x: at.x, y: at.y }
}

interface Layers {
  readonly squares: readonly L.Rectangle[]
  readonly lines: { readonly [K in 'border' | 'scope' | 'halo' | 'budget']: L.Polyline }
  readonly chosen: L.Rectangle
}

function restyle(file: CellsFile, view: MapView, { squares, lines, chosen }: Layers): void {
  file.cells.forEach((cell, i) => {
    const element = squares[i]!.getElement()
    if (!element) return
    const colour = `${view.ramp}${view.classes[i]!}`
    change(
      element,
      'class',
      `square leaflet-interactive ${colour}${view.shown.has(cell.id) ? '' : ' dimmed'}`,
    )
    const name = `Rank ${formatWhole(cell.rank)}, ${cell.place}, ${shownWords(cell, view.layer)}`
    change(element, 'aria-label', name)
    const isChosen = cell.id === view.cell
    if (isChosen === element.hasAttribute('aria-current')) return
    if (isChosen) element.setAttribute('aria-current', 'true')
    else element.removeAttribute('aria-current')
    element.setAttribute('tabindex', isChosen ? '0' : '-1')
  })
  const around = (cells: readonly MapCell[]) =>
    outlineOf(cells, file.cellMetres).map(([a, b]) => [corner(...a), corner(...b)])
  const budget = around(view.outlined)
  lines.border.setLatLngs((view.border ?? []).map(ring => ring.map(([x, y]) => corner(x, y)))).bringToFront()
  lines.scope.setLatLngs(around(view.scope)).bringToFront()
  lines.halo.setLatLngs(budget).bringToFront()
  lines.budget.setLatLngs(budget).bringToFront()
  const cell = file.cells.find(({ id }) => id === view.cell)
  if (cell) chosen.setBounds(L.latLngBounds(cornersOf(cell, file.cellMetres)))
  chosen.bringToFront()
}

/** Sets an attribute only where it differs: what stays the same costs the browser nothing. */
function change(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}

/** One tab stop on the map: arrow keys move to the next square, Page Up and Page Down along the ranking. */
function takeKeys(
  host: HTMLElement,
  file: CellsFile,
  act: { choose(id: string): void; squares: readonly L.Rectangle[] },
): void {
  const at = new Map<Element, number>()
  act.squares.forEach((square, i) => {
    const element = square.getElement()
    if (!element) return
    at.set(element, i)
    element.setAttribute('role', 'button')
    element.setAttribute('tabindex', '-1')
  })
  host.addEventListener('keydown', event => {
    const from = event.target instanceof Element ? at.get(event.target) : undefined
    if (from === undefined) return
    const to = neighbour(file.cells, { from, key: event.key, cellMetres: file.cellMetres })
    if (to === null) return
    event.preventDefault()
    act.choose(file.cells[to]!.id)
    ;(act.squares[to]!.getElement() as SVGElement | undefined)?.focus()
  })
}
