import { classBreaks, classOf } from '../../lib/breaks.ts'
import { epochDay } from '../../lib/week.ts'
import type { OpenMap } from '../base-map/stored.ts'
import type { BakedCell, OutlinesFile, TargetFile } from '../contract/areas.ts'
import { RAMPS } from '../contract/ramps.ts'
import type { RunFile } from '../contract/run.ts'
import { type Below, drawBelow } from './below.ts'
import { FONT, loadSharp } from './font.ts'
import { type Box, type Frame, frameOf, labelAt, placeLabels, project } from './map-frame.ts'
import { element, textAt } from './svg.ts'

const WIDTH = 1600
const HEIGHT = 1200
const MARGIN = 40
const MAP: Box = { left: MARGIN, top: 190, width: 1130, height: 880 }
const PANEL_LEFT = MAP.left + MAP.width + 40
const RAMP = RAMPS.c
const INK = '#1b1f24'
const QUIET = '#4b5560'
const TOP_CELLS = 10

/**
 * Draws the forecast of one target as a PNG of 1600 x 1200: squares in class colours, districts and places,
 * the ten highest squares numbered and listed, legend with numbers, week, dates, scale bar, north, and the
 * protective marking in capitals at the top and the bottom. The same input gives the same bytes on every
 * machine: the font is shipped.
 */
export async function drawMap(
  target: TargetFile,
  outlines: OutlinesFile,
  { run, baseMap }: { run: RunFile; baseMap: OpenMap | undefined },
): Promise<Buffer> {
  const { default: sharp } = await loadSharp()
  const frame = frameOf(target.cells, outlines, { cellMetres: target.cellMetres, box: MAP })
  const { cells, cellMetres } = target
  const below = await drawBelow(baseMap, { frame, box: MAP, cellMetres }, [
    ...placeLabels(outlines, frame, numbered(cells)),
    ...numbered(cells).map(cell => labelAt(cell, frame)),
  ])
  const svg = mapSvg(target, outlines, { run, below })
  // Half the bytes; no channel of a pixel differs by more than a tenth. The highest level takes a third more
  // time for a fiftieth of the bytes, a longer search for colours half as much again for none.
  const png = { palette: true, dither: 0, compressionLevel: 6, effort: 1 }
  return sharp(Buffer.from(svg)).png(png).toBuffer()
}

/** The drawing itself, as SVG text. @internal */
export function mapSvg(
  target: TargetFile,
  outlines: OutlinesFile,
  { run, below }: { run: RunFile; below?: Below | undefined },
): string {
  const frame = frameOf(target.cells, outlines, { cellMetres: target.cellMetres, box: MAP })
  const breaks = classBreaks(target.cells.map(cell => cell.count.expected))
  const parts = [
    element('rect', { width: WIDTH, height: HEIGHT, fill: '#ffffff' }),
    heading(target, run),
    below?.ground,
    element('g', { 'fill-opacity': below?.opacity ?? 1 }, squares(target, breaks, frame)),
    districts(outlines, frame),
    below?.over,
    numbers(target, frame),
    labels(target.cells, outlines, frame),
    scaleBar(frame),
    below?.source,
    legend(target, breaks),
    topList(target.cells),
    footing(run),
  ]
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    width: WIDTH,
    height: HEIGHT,
    'font-family': FONT,
    fill: INK,
  }
  return element('svg', attributes, parts.join(''))
}

function marking(run: RunFile, y: number): string {
  const style = { 'text-anchor': 'middle', 'font-size': 26, 'font-weight': 'bold', 'letter-spacing': 2 }
  return textAt([WIDTH / 2, y], run.force.marking.toUpperCase(), style)
}

function heading(target: TargetFile, run: RunFile): string {
  const { expected, low, high, mass } = target.total
  const dates = `${dayText(target.forecastFrom)} to ${dayText(target.forecastTo)}`
  const interval = `${low} to ${high} in ${Math.round(100 * mass)}% of cases`
  const total = `${Math.round(expected)} expected in all (${interval})`
  return [
    marking(run, 40),
    textAt([MARGIN, 96], `${target.title}: four-week forecast`.replace('four', weeksWord(run)), {
      'font-size': 40,
      'font-weight': 'bold',
    }),
    textAt([MARGIN, 136], `${run.force.name} · ${run.week} · ${dates} · ${total}`, { 'font-size': 22 }),
    textAt([MARGIN, 168], `Data to ${dayText(run.dataTo)} · squares of ${squareText(target)} · beta`, {
      'font-size': 20,
      fill: run.late ? '#9c3a00' : QUIET,
    }),
  ].join('')
}

function weeksWord(run: RunFile): string {
  return ['one', 'two', 'three', 'four', 'five', 'six'][run.horizonWeeks - 1] ?? String(run.horizonWeeks)
}

function squareText({ cellMetres }: TargetFile): string {
  return cellMetres >= 1000 ? `${cellMetres / 1000} km` : `${cellMetres} m`
}

function squares(target: TargetFile, breaks: readonly number[], frame: Frame): string {
  const paths = RAMP.map((): string[] => [])
  const side = target.cellMetres * frame.pixelsPerMetre
  for (const cell of target.cells) {
    const [x, y] = project(cell.x, cell.y, frame)
    paths[classOf(cell.count.expected, breaks)]!.push(
      `M${short(x - side / 2)} ${short(y - side / 2)}h${short(side)}v${short(side)}h${short(-side)}z`,
    )
  }
  const drawn = paths.map((path, i) => element('path', { d: path.join(''), fill: RAMP[i]! }))
  return element('g', { stroke: '#ffffff', 'stroke-width': 0.6 }, drawn.join(''))
}

function districts(outlines: OutlinesFile, frame: Frame): string {
  const paths = outlines.districts.map(({ rings }) => {
    const lines = rings.map(ring => ring.map(([x, y]) => project(x, y, frame).map(short).join(' ')).join('L'))
    return element('path', { d: lines.map(line => `M${line}z`).join('') })
  })
  return element('g', { fill: 'none', stroke: '#3d3d3d', 'stroke-width': 1.6 }, paths.join(''))
}

/** The ranks of the highest squares, so that the map and the list can be read together without colour. */
function numbers({ cells, cellMetres }: TargetFile, frame: Frame): string {
  const size = Math.min(17, 0.75 * cellMetres * frame.pixelsPerMetre)
  const texts = topCells(cells).map(({ rank, x, y }) => {
    const [left, top] = project(x, y, frame)
    const fontSize = short(rank < 10 ? size : 0.85 * size)
    return textAt([short(left), short(top + 0.36 * fontSize)], String(rank), { 'font-size': fontSize })
  })
  const style = { ...HALO, stroke: RAMP.at(-1)!, 'stroke-width': 3, fill: '#ffffff', 'font-weight': 'bold' }
  return element('g', style, texts.join(''))
}

const HALO = {
  'text-anchor': 'middle',
  'paint-order': 'stroke',
  stroke: '#ffffff',
  'stroke-width': 4,
  'stroke-linejoin': 'round',
}

/** The squares that bear a number, which no name may touch. */
const numbered = (cells: readonly BakedCell[]) =>
  topCells(cells).map(({ rank, x, y }) => ({ name: rank < 10 ? `0${rank}` : String(rank), x, y }))

function labels(cells: readonly BakedCell[], outlines: OutlinesFile, frame: Frame): string {
  const texts = placeLabels(outlines, frame, numbered(cells)).map(({ name, left, top, kind }) => {
    const style = kind === 'district' ? { 'font-weight': 'bold', fill: QUIET } : {}
    return textAt([short(left), short(top + 5)], name, style)
  })
  return element('g', { ...HALO, 'font-size': 15 }, texts.join(''))
}

/** A bar of a round number of kilometres, about a sixth of the map, and an arrow to the north. */
function scaleBar({ pixelsPerMetre }: Frame): string {
  const [left, base] = [MAP.left + 6, MAP.top + MAP.height - 8]
  const wanted = MAP.width / 6 / pixelsPerMetre / 1000
  const kilometres = [0.5, 1, 2, 5, 10, 20, 50, 100].findLast(length => length <= wanted) ?? 0.5
  const length = short(kilometres * 1000 * pixelsPerMetre)
  const north = MAP.left + MAP.width - 20
  return [
    element('path', {
      d: `M${left} ${base - 8}v8h${length}v-8`,
      fill: 'none',
      stroke: INK,
      'stroke-width': 2.5,
    }),
    textAt([left, base - 16], `${kilometres} km`, { 'font-size': 18 }),
    element('path', { d: `M${north} ${MAP.top + 6}l9 26l-9 -6l-9 6z` }),
    textAt([north, MAP.top + 54], 'N', { 'font-size': 18, 'font-weight': 'bold', 'text-anchor': 'middle' }),
  ].join('')
}

function legend({ cells, baseRate }: TargetFile, breaks: readonly number[]): string {
  const counts = RAMP.map((_, i) => cells.filter(cell => classOf(cell.count.expected, breaks) === i).length)
  const rows = [...breaks.keys(), breaks.length].reverse().map((i, row) => {
    const y = 262 + 34 * row
    return [
      element('rect', { x: PANEL_LEFT, y: y - 20, width: 26, height: 26, fill: RAMP[i]!, stroke: QUIET }),
      textAt([PANEL_LEFT + 40, y], classLabel(breaks, i), { 'font-size': 19 }),
      textAt([WIDTH - MARGIN, y], `${counts[i]} squares`, {
        'font-size': 18,
        fill: QUIET,
        'text-anchor': 'end',
      }),
    ].join('')
  })
  const rate = `At least one offence: ${percent(baseRate)} of squares on average`
  return [
    textAt([PANEL_LEFT, 216], 'Expected number in a square', { 'font-size': 20, 'font-weight': 'bold' }),
    ...rows,
    textAt([PANEL_LEFT, 262 + 34 * rows.length + 4], rate, { 'font-size': 15, fill: QUIET }),
  ].join('')
}

function classLabel(breaks: readonly number[], i: number): string {
  if (i === 0) return `under ${breaks[0]}`
  return breaks[i] === undefined ? `${breaks[i - 1]} or more` : `${breaks[i - 1]} to ${breaks[i]}`
}

function topList(cells: readonly BakedCell[]): string {
  const top = 522
  const rows = topCells(cells).map(({ rank, place, count, pAny }, i) => {
    const y = top + 40 + 48 * i
    const range = `${whole(count.low)} to ${whole(count.high)}`
    const interval = `${count.expected.toFixed(2)} (${range}), at least one: ${percent(pAny)}`
    return [
      textAt([PANEL_LEFT + 26, y], String(rank), {
        'font-size': 19,
        'font-weight': 'bold',
        'text-anchor': 'end',
      }),
      textAt([PANEL_LEFT + 40, y], cut(place, 30), { 'font-size': 18 }),
      textAt([PANEL_LEFT + 40, y + 19], interval, { 'font-size': 14, fill: QUIET }),
    ].join('')
  })
  return [
    textAt([PANEL_LEFT, top - 22], `The ${rows.length} highest squares`, {
      'font-size': 20,
      'font-weight': 'bold',
    }),
    textAt([PANEL_LEFT, top], 'Expected number (interval, 80% or more)', { 'font-size': 15, fill: QUIET }),
    ...rows,
  ].join('')
}

function footing(run: RunFile): string {
  const limits =
    'A forecast of counts, not of people. Not evidence; not grounds for stop and search. ' +
    'Weigh it with other information.'
  const source = `${run.force.handling} Run ${run.runId.slice(0, 12)}, model ${run.modelVersion}.`
  return [
    textAt([MARGIN, 1108], limits, { 'font-size': 18 }),
    textAt([MARGIN, 1136], cut(source, 150), { 'font-size': 16, fill: QUIET }),
    marking(run, 1180),
  ].join('')
}

function topCells(cells: readonly BakedCell[]): BakedCell[] {
  return cells.filter(({ rank }) => rank <= TOP_CELLS).sort((a, b) => a.rank - b.rank)
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** @example dayText('2026-11-02') === '2 November 2026' */
function dayText(isoDay: string): string {
  epochDay(isoDay)
  const [year, month, day] = isoDay.split('-').map(Number)
  return `${day} ${MONTHS[month! - 1]} ${year}`
}

const short = (value: number) => Math.round(value * 100) / 100
const whole = (value: number) => String(Math.round(value))
const percent = (share: number) => (share > 0 && share < 0.01 ? 'under 1%' : `${Math.round(share * 100)}%`)
const cut = (text: string, letters: number) =>
  text.length > letters ? `${text.slice(0, letters - 1)}…` : text
