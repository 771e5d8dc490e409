import { find } from '../../shared/client/draw.ts'
import { formatDay, formatWhole } from '../../shared/format.ts'
import { DAYS } from '../words/hours.ts'
import { type Raster, takeBrush } from './brush.ts'
import type { Counts } from './cube.ts'
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

/** Time: a bar for each four weeks. */
export function openTimeView({ history }: Model, acts: ViewActs): CanvasView {
  const canvas = find<HTMLCanvasElement>('#view-time')
  const { periods } = history.header
  const raster = (): Raster => ({
    ...{ columns: periods, rows: 1, left: 34, top: 6 },
    width: canvas.clientWidth - 40,
    height: canvas.clientHeight - 24,
  })
  const draw = (counts: Counts, palette: Palette) => {
    const sheet = sheetOf(canvas, palette)
    const at = raster()
    paintBars(sheet, at, counts.time)
    const { context, width, height } = sheet
    context.textAlign = 'center'
    const step = Math.max(13, 13 * Math.ceil((periods / 13) * (34 / at.width)))
    for (let back = 0; back < periods; back += step) {
      const period = periods - 1 - back
      const x = at.left + ((period + 0.5) * at.width) / periods
      const year = spanOf(history, period, period)[0].slice(0, 4)
      // A year at the edge stays on the paper.
      context.fillText(year, Math.min(x, width - context.measureText(year).width / 2 - 1), height - 5)
    }
    paintBrush(sheet, at, acts.rect('time'))
  }
  const words = (column: number, _: number, counts: Counts | null) =>
    `four weeks from ${formatDay(spanOf(history, column, column)[0])}: ` +
    formatWhole(counts?.time[column] ?? 0)
  return open({ name: 'time', canvas, raster, draw, words }, acts)
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
