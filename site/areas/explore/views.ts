import type { History } from '../../../pipeline/bake/contract/vocabulary.ts'
import { find } from '../../shared/client/draw.ts'
import { formatDay, formatWhole } from '../../shared/format.ts'
import { DAYS } from '../words/hours.ts'
import { type Raster, takeBrush } from './brush.ts'
import type { Counts } from './cube.ts'
import { type Days, dateOf } from './days.ts'
import type { Rect } from './filter.ts'
import type { Model } from './model.ts'
import { type Palette, paintBars, paintBins, paintBrush, sheetOf } from './paint.ts'
import { DAY_STARTS, type ViewName } from './rows.ts'
import { spanOf } from './words.ts'

/** A view that is painted on a canvas. */
export interface CanvasView {
  readonly name: ViewName
  paint(counts: Counts, palette: Palette): void
}

/** What the views ask of the page. */
export interface ViewActs {
  begin(view: ViewName): void
  move(view: ViewName, rect: Rect | null, done: boolean): void
  rect(view: ViewName): Rect | null
  say(words: string): void
  /** The days that the view of time shows one by one; null where it shows four weeks. */
  days(): Days | null
  /** Which squares are chosen: the others are drawn faintly. */
  mask(): Uint8Array
}

interface Canvas {
  readonly name: ViewName
  readonly canvas: HTMLCanvasElement
  raster(): Raster
  draw(counts: Counts, palette: Palette): void
  words(column: number, row: number, counts: Counts | null): string
}

function open(view: Canvas, acts: ViewActs): CanvasView {
  let last: Counts | null = null
  takeBrush(view.canvas, {
    begin: () => acts.begin(view.name),
    move: (rect, done) => acts.move(view.name, rect, done),
    raster: view.raster,
    rect: () => acts.rect(view.name),
    cursor: (column, row) => acts.say(view.words(column, row, last)),
  })
  return {
    name: view.name,
    paint: (counts, palette) => {
      last = counts
      view.draw(counts, palette)
    },
  }
}

/** The map: squares where they lie, with the districts' outlines. */
export function openMapView({ history, grid, outlines }: Model, acts: ViewActs): CanvasView {
  const canvas = find<HTMLCanvasElement>('#view-map')
  const raster = (): Raster => {
    const scale = Math.min(canvas.clientWidth / grid.columns, canvas.clientHeight / grid.rows)
    const [width, height] = [scale * grid.columns, scale * grid.rows]
    return {
      ...grid,
      left: (canvas.clientWidth - width) / 2,
      top: (canvas.clientHeight - height) / 2,
      width,
      height,
    }
  }
  const draw = (counts: Counts, palette: Palette) => {
    const sheet = sheetOf(canvas, palette)
    const at = raster()
    paintBins(sheet, at, { counts: counts.map, place: bin => grid.places[bin]!, mask: acts.mask() })
    const { context } = sheet
    const perMetre = at.width / (grid.columns * history.header.cellMetres)
    context.strokeStyle = palette.ink
    context.lineWidth = 1
    context.stroke(outlines(at.left - grid.west * perMetre, at.top + grid.north * perMetre, perMetre))
    paintBrush(sheet, at, acts.rect('map'))
  }
  const words = (column: number, row: number, counts: Counts | null) => {
    const bin = grid.places.findIndex(([c, r]) => c === column && r === row)
    const square = history.header.squares[bin]
    return square ? `${square.place}: ${formatWhole(counts?.map[bin] ?? 0)}` : 'outside the force'
  }
  return open({ name: 'map', canvas, raster, draw, words }, acts)
}

/** Pixels that a year or a month takes on the axis of time. */
const LABEL_PIXELS = 34

/** Time: a bar for each four weeks, or for each day. */
export function openTimeView({ history }: Model, acts: ViewActs): CanvasView {
  const canvas = find<HTMLCanvasElement>('#view-time')
  const title = find('#title-time')
  const { periods } = history.header
  const binsOf = (days: Days | null) => (days ? days.last - days.first + 1 : periods)
  const raster = (): Raster => ({
    ...{ columns: binsOf(acts.days()), rows: 1, left: 34, top: 6 },
    width: canvas.clientWidth - 40,
    height: canvas.clientHeight - 24,
  })
  const draw = (counts: Counts, palette: Palette) => {
    const sheet = sheetOf(canvas, palette)
    const at = raster()
    const days = acts.days()
    title.textContent = `When: ${days ? 'day by day' : 'every four weeks'}`
    paintBars(sheet, at, counts.time.subarray(0, at.columns))
    const { context, width, height } = sheet
    context.textAlign = 'center'
    for (const [bin, text] of days ? dayLabels(history, days, at.width) : yearLabels(history, at.width)) {
      const x = at.left + ((bin + 0.5) * at.width) / at.columns
      // A label at the edge stays on the paper.
      context.fillText(text, Math.min(x, width - context.measureText(text).width / 2 - 1), height - 5)
    }
    paintBrush(sheet, at, acts.rect('time'))
  }
  const words = (column: number, _: number, counts: Counts | null) => {
    const days = acts.days()
    const name = days
      ? formatDay(dateOf(history, days.first + column))
      : `four weeks from ${formatDay(spanOf(history, column, column)[0])}`
    return `${name}: ${formatWhole(counts?.time[column] ?? 0)}`
  }
  return open({ name: 'time', canvas, raster, draw, words }, acts)
}

/** Years under the bars of four weeks, a whole number of years apart. */
function yearLabels(history: History, width: number): [number, string][] {
  const { periods } = history.header
  const step = Math.max(13, 13 * Math.ceil((periods / 13) * (LABEL_PIXELS / width)))
  const labels: [number, string][] = []
  for (let period = periods - 1; period >= 0; period -= step)
    labels.push([period, spanOf(history, period, period)[0].slice(0, 4)])
  return labels
}

/** Months under their first day, or dates where there are few days. */
function dayLabels(history: History, { first, last }: Days, width: number): [number, string][] {
  const size = last - first + 1
  const few = size <= 56
  const labels: [number, string][] = []
  let free = 0
  for (let bin = 0; bin < size; bin++) {
    const [day = '', month = ''] = formatDay(dateOf(history, first + bin)).split(' ')
    if (few ? bin % 7 !== 0 : day !== '1') continue
    if ((bin / size) * width < free) continue
    labels.push([bin, few ? `${day} ${month}` : month])
    free = (bin / size) * width + LABEL_PIXELS
  }
  return labels
}

/** Hours of the week: seven rows of 24 hours, each from 06:00 on. */
export function openHoursView(acts: ViewActs): CanvasView {
  const canvas = find<HTMLCanvasElement>('#view-hours')
  const raster = (): Raster => ({
    ...{ columns: 24, rows: 7, left: 30, top: 16 },
    width: canvas.clientWidth - 34,
    height: canvas.clientHeight - 18,
  })
  const draw = (counts: Counts, palette: Palette) => {
    const sheet = sheetOf(canvas, palette)
    const at = raster()
    const { context } = sheet
    paintBins(sheet, at, {
      counts: counts.hours.subarray(0, 168),
      place: bin => [bin % 24, Math.floor(bin / 24)],
    })
    context.fillStyle = palette.quiet
    context.textAlign = 'left'
    DAYS.forEach((day, d) => {
      context.fillText(day.slice(0, 3), 2, at.top + ((d + 0.65) * at.height) / 7)
    })
    for (let k = 0; k < 24; k += 2) {
      const hour = String((k + DAY_STARTS) % 24).padStart(2, '0')
      context.fillText(hour, at.left + (k * at.width) / 24, 11)
    }
    paintBrush(sheet, at, acts.rect('hours'))
  }
  const words = (column: number, row: number, counts: Counts | null) =>
    `${DAYS[row]} ${(column + DAY_STARTS) % 24}:00: ${formatWhole(counts?.hours[row * 24 + column] ?? 0)}`
  return open({ name: 'hours', canvas, raster, draw, words }, acts)
}
