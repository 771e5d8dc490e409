import type { OutlinesFile } from '../../../pipeline/bake/contract/areas.ts'
import { RAMPS, squareOpacity } from '../../../pipeline/bake/contract/vocabulary.ts'
import { formatCount, formatDay, formatShare, formatWhole } from '../../shared/format.ts'
import type { MapCell } from '../cells.ts'
import { labelsOf, placeLabels } from '../charts/labels.ts'
import { layerWords } from '../charts/layers.ts'
import { outlineOf } from '../charts/outline.ts'
import { expectedOf } from '../words/captured.ts'
import { LIVE } from '../words/live.ts'
import type { Drawn, Parts } from './parts.ts'

/** What a picture is made from: the view, and the words that name it. */
export interface Picture {
  readonly parts: Parts
  readonly drawn: Drawn
  readonly marking: string
  readonly about: readonly string[]
}

const [WIDTH, HEIGHT, MARGIN] = [1600, 1200, 40]
const BOX = { left: MARGIN, top: 190, width: 1110, height: 880 }
const LIST_LEFT = BOX.left + BOX.width + 34
const [INK, QUIET, BAND] = ['#14202b', '#4b5865', '#14202b'] as const
const TOP = 10

type Paper = CanvasRenderingContext2D

/** How metres become pixels of the picture: the ground that the map shows, as large as the box lets it. */
interface Frame {
  readonly west: number
  readonly north: number
  readonly scale: number
  readonly left: number
  readonly top: number
}

/**
 * Draws what the map shows as a PNG of 1600 x 1200: the ground on the screen with the scope's squares in
 * the layer's colours, legend, first squares, what it is and the protective marking at the top and the
 * bottom.
 */
export async function drawPicture(picture: Picture): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const paper = canvas.getContext('2d')
  if (!paper) throw new Error('this browser cannot draw pictures')
  paper.fillStyle = '#ffffff'
  paper.fillRect(0, 0, WIDTH, HEIGHT)
  drawWords(paper, picture)
  const frame = frameOf(picture.parts)
  paper.save()
  paper.beginPath()
  paper.rect(BOX.left, BOX.top, BOX.width, BOX.height)
  paper.clip()
  const base = await groundOf(picture.parts, frame, picture.drawn.view)
  if (base) paper.drawImage(base.under, BOX.left, BOX.top)
  drawSquares(paper, picture, frame)
  if (base) paper.drawImage(base.over, BOX.left, BOX.top)
  drawLines(paper, picture, frame)
  paper.restore()
  drawScale(paper, frame)
  drawSource(paper, picture)
  drawLegend(paper, picture)
  const blob = await new Promise<Blob | null>(done => canvas.toBlob(done, 'image/png'))
  if (!blob) throw new Error('this browser could not write the picture')
  return blob
}

function frameOf({ map }: Parts): Frame {
  const { bounds } = map.seen()
  const [west, east, south, north] = [
    bounds.getWest(),
    bounds.getEast(),
    bounds.getSouth(),
    bounds.getNorth(),
  ]
  const scale = Math.min(BOX.width / (east - west), BOX.height / (north - south))
  return {
    west,
    north,
    scale,
    left: BOX.left + (BOX.width - (east - west) * scale) / 2,
    top: BOX.top + (BOX.height - (north - south) * scale) / 2,
  }
}

const at = ({ west, north, scale, left, top }: Frame, x: number, y: number): [number, number] => [
  left + (x - west) * scale,
  top + (north - y) * scale,
]

/**
 * The force's base map under and over the squares, light whatever the screen is; none where it has none.
 */
async function groundOf({ file }: Parts, frame: Frame, view: Drawn['view']) {
  const { ground } = file.outlines
  if (!ground || view.ground === 'none') return undefined
  const { drawBase } = await import('./base-map-plan.ts')
  const [left, top] = [frame.west - (frame.left - BOX.left) / frame.scale, frame.north]
  const paper = {
    ...{ left, top: top + (frame.top - BOX.top) / frame.scale, metresPerPixel: 1 / frame.scale },
    ...{ width: BOX.width, height: BOX.height },
  }
  return drawBase(`/basemap/${ground.hash}`, paper, { density: 1, cellMetres: file.cellMetres })
}

function drawSquares(paper: Paper, { parts, drawn }: Picture, frame: Frame): void {
  const { file } = parts
  const { layer, chosen } = drawn
  const shown = new Set(chosen.map(({ id }) => id))
  const onGround = file.outlines.ground !== undefined && drawn.view.ground !== 'none'
  const opacity = onGround ? squareOpacity(file.cellMetres * frame.scale) : 1
  const side = file.cellMetres * frame.scale
  file.cells.forEach(({ id, x, y }, i) => {
    const [left, top] = at(frame, x - file.cellMetres / 2, y + file.cellMetres / 2)
    paper.globalAlpha = shown.has(id) ? opacity : 0.12
    paper.fillStyle = RAMPS[layer.ramp][Number(layer.classes[i])]!
    paper.fillRect(left, top, side - 0.7, side - 0.7)
  })
  paper.globalAlpha = 1
}

function drawLines(paper: Paper, { parts, drawn }: Picture, frame: Frame): void {
  const { outlines, cellMetres } = parts.file
  stroke(paper, { colour: '#3d3d3d', width: 1.4 }, () => {
    for (const { rings } of outlines.districts)
      for (const ring of rings) for (const [k, [x, y]] of ring.entries()) go(paper, k === 0, at(frame, x, y))
  })
  const around = (cells: readonly MapCell[]) => () => {
    for (const [a, b] of outlineOf(cells, cellMetres)) {
      go(paper, true, at(frame, ...a))
      go(paper, false, at(frame, ...b))
    }
  }
  if (drawn.members.kind !== 'force') stroke(paper, { colour: INK, width: 2 }, around(drawn.members.cells))
  stroke(paper, { colour: '#ffffff', width: 6 }, around(drawn.outlined))
  stroke(paper, { colour: INK, width: 3 }, around(drawn.outlined))
  drawNames(paper, outlines, frame)
}

const NAME_PIXELS = 17

/** Names inside the box, clear of the bar of kilometres. */
function drawNames(paper: Paper, outlines: OutlinesFile, frame: Frame): void {
  paper.font = `600 ${NAME_PIXELS}px system-ui, sans-serif`
  paper.textAlign = 'center'
  const labels = labelsOf(outlines).map(label => {
    const [x, y] = at(frame, label.x, label.y)
    return { ...label, x: x - BOX.left, y: y - BOX.top }
  })
  const bar = { x: BOX.width / 12, y: BOX.height - 20, halfWidth: BOX.width / 12, halfHeight: 20 }
  for (const { name, x, y } of placeLabels(labels, { ...BOX, font: NAME_PIXELS, taken: [bar] })) {
    const [left, base] = [BOX.left + x, BOX.top + y + 6]
    paper.lineWidth = 4
    paper.strokeStyle = '#ffffff'
    paper.strokeText(name, left, base)
    paper.fillStyle = INK
    paper.fillText(name, left, base)
  }
}

function go(paper: Paper, first: boolean, [x, y]: readonly [number, number]): void {
  if (first) paper.moveTo(x, y)
  else paper.lineTo(x, y)
}

function stroke(paper: Paper, { colour, width }: { colour: string; width: number }, path: () => void): void {
  paper.beginPath()
  path()
  paper.strokeStyle = colour
  paper.lineWidth = width
  paper.stroke()
}

interface Style {
  readonly size: number
  readonly bold?: boolean
  readonly colour?: string
  readonly align?: CanvasTextAlign
  /** Pixels that the words may take. */
  readonly room?: number
}

function write(paper: Paper, [words, x, y]: readonly [string, number, number], style: Style): void {
  const { size, bold = false, colour = INK, align = 'left', room } = style
  paper.font = `${bold ? 700 : 400} ${size}px system-ui, sans-serif`
  paper.fillStyle = colour
  paper.textAlign = align
  paper.fillText(words, x, y, room ?? WIDTH - 2 * MARGIN)
}

function drawWords(paper: Paper, { parts, drawn, marking, about }: Picture): void {
  for (const top of [0, HEIGHT - 44]) {
    paper.fillStyle = BAND
    paper.fillRect(0, top, WIDTH, 44)
    write(paper, [marking, WIDTH / 2, top + 31], { size: 24, bold: true, colour: '#ffffff', align: 'center' })
  }
  const { members, layer } = drawn
  const where = members.kind === 'force' ? 'whole force' : members.name
  write(paper, [`${parts.file.title}: ${layer.title}, ${where}`, MARGIN, 92], { size: 36, bold: true })
  const squares = `${formatWhole(members.cells.length)} squares`
  const expected = `${formatCount(expectedOf(members.cells))} expected in ${squares}`
  const [head = ''] = about
  write(paper, [`${head} · ${expected}`, MARGIN, 130], { size: 21 })
  const dataTo = formatDay(parts.root.dataset.dataTo!)
  write(paper, [`Data to ${dataTo} · ${layer.note} · beta`, MARGIN, 164], { size: 18, colour: QUIET })
  write(paper, [LIVE.limits, MARGIN, 1108], { size: 18 })
  write(paper, [about.slice(2, 5).join(' · '), MARGIN, 1136], { size: 16, colour: QUIET })
}

/** Whose data the ground is, in its lower right corner. */
function drawSource(paper: Paper, { parts, drawn }: Picture): void {
  const { ground } = parts.file.outlines
  if (!ground || drawn.view.ground === 'none') return
  const [x, y] = [BOX.left + BOX.width - 6, BOX.top + BOX.height - 8]
  paper.fillStyle = '#ffffff'
  paper.fillRect(x - 8 * ground.attribution.length, y - 16, 8 * ground.attribution.length + 6, 24)
  write(paper, [ground.attribution, x, y], { size: 14, colour: QUIET, align: 'right' })
}

/** A bar of a round number of kilometres under the map. */
function drawScale(paper: Paper, { scale }: Frame): void {
  const wanted = BOX.width / 6 / scale / 1000
  const kilometres = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50].findLast(length => length <= wanted) ?? 0.1
  const [left, base] = [BOX.left + 8, BOX.top + BOX.height - 10]
  const length = kilometres * 1000 * scale
  stroke(paper, { colour: INK, width: 2.5 }, () => {
    go(paper, true, [left, base - 8])
    for (const [x, y] of [
      [left, base],
      [left + length, base],
      [left + length, base - 8],
    ] as const)
      go(paper, false, [x, y])
  })
  write(paper, [`${kilometres} km`, left, base - 14], { size: 17 })
}

function drawLegend(paper: Paper, { drawn }: Picture): void {
  const { layer, chosen } = drawn
  const room = WIDTH - LIST_LEFT - MARGIN
  write(paper, [layer.title, LIST_LEFT, 214], { size: 20, bold: true, room })
  const rows = layer.labels.map((label, i) => ({ label, i })).reverse()
  rows.forEach(({ label, i }, row) => {
    const y = 250 + 32 * row
    paper.fillStyle = RAMPS[layer.ramp][i]!
    paper.fillRect(LIST_LEFT, y - 19, 26, 26)
    paper.strokeStyle = QUIET
    paper.lineWidth = 1
    paper.strokeRect(LIST_LEFT, y - 19, 26, 26)
    const squares = chosen.filter(({ rank }) => layer.classes[rank - 1] === String(i)).length
    write(paper, [label, LIST_LEFT + 38, y], { size: 18, room: room - 110 })
    write(paper, [`${formatWhole(squares)} squares`, WIDTH - MARGIN, y], {
      size: 16,
      colour: QUIET,
      align: 'right',
    })
  })
  drawList(paper, drawn, 250 + 32 * rows.length + 34)
}

/** The first squares as they stand in the list. */
function drawList(paper: Paper, { chosen, layer }: Drawn, top: number): void {
  const room = WIDTH - LIST_LEFT - MARGIN - 40
  write(paper, ['First squares of the list', LIST_LEFT, top], { size: 20, bold: true })
  chosen.slice(0, TOP).forEach((cell, i) => {
    const y = top + 36 + 50 * i
    const { rank, place, pAny } = cell
    write(paper, [formatWhole(rank), LIST_LEFT + 28, y], { size: 18, bold: true, align: 'right' })
    write(paper, [place, LIST_LEFT + 40, y], { size: 18, room })
    const said = `P(at least 1) ${formatShare(pAny)}; ${layerWords(layer.id, cell)}`
    write(paper, [said, LIST_LEFT + 40, y + 19], { size: 14, colour: QUIET, room })
  })
}
