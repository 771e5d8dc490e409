import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatDay, formatWhole } from '../../shared/format.ts'

/** A count at the Monday (ISO date) of a week. */
export interface Point {
  readonly week: string
  readonly offences: number
}

const WIDTH = 720
const HEIGHT = 180
const LEFT = 40
const BOTTOM = 22
const TOP = 8
const MOST_BARS = 130
const WEEK = 7 * 86_400_000

/** Weeks in one bar, so that a long history stays legible: 1, 4 or 13. @internal */
export function weeksPerBar(weeks: number): number {
  return [1, 4, 13].find(size => weeks / size <= MOST_BARS) ?? 52
}

/**
 * Fills weeks without offences and adds weeks up to bars, counted back from the last week so that the
 * newest bar is whole; an incomplete oldest bar is left out.
 *
 * @internal
 */
export function barsOf(points: readonly Point[], size: number): Point[] {
  if (points.length === 0) return []
  const counts = new Map(points.map(({ week, offences }) => [Date.parse(week), offences]))
  const [first, last] = [Math.min(...counts.keys()), Math.max(...counts.keys())]
  const bars: Point[] = []
  for (let end = last; end - (size - 1) * WEEK >= first; end -= size * WEEK) {
    let offences = 0
    for (let i = 0; i < size; i++) offences += counts.get(end - i * WEEK) ?? 0
    bars.unshift({ week: new Date(end - (size - 1) * WEEK).toISOString().slice(0, 10), offences })
  }
  return bars
}

/** Recorded offences over time, as bars. */
export function seriesFigure(points: readonly Point[]): Tree {
  const weeks =
    points.length > 0 ? (Date.parse(points.at(-1)!.week) - Date.parse(points[0]!.week)) / WEEK + 1 : 0
  const size = weeksPerBar(weeks)
  const bars = barsOf(points, size)
  const most = Math.max(1, ...bars.map(({ offences }) => offences))
  const step = (WIDTH - LEFT) / Math.max(1, bars.length)
  const top = (count: number) => TOP + (HEIGHT - BOTTOM - TOP) * (1 - count / most)
  const each = size === 1 ? 'week' : `${size} weeks`
  const label = `Recorded offences by ${each}: ${bars.length} bars, most ${formatWhole(most)}.`
  return h(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'plot series', role: 'img', 'aria-label': label },
    ...[0, most].map(count => gridLine(count, top(count))),
    h('path', {
      class: 'bars',
      d: bars.map((bar, i) => barPath(LEFT + i * step, top(bar.offences), step)).join(''),
    }),
    ...ticks(bars, step),
  )
}

function gridLine(count: number, y: number): Tree {
  return h(
    'g',
    {},
    h('path', { class: 'grid', d: `M${LEFT} ${y.toFixed(1)}H${WIDTH}` }),
    h('text', { x: LEFT - 6, y: (y + 4).toFixed(1), 'text-anchor': 'end' }, formatWhole(count)),
  )
}

function barPath(x: number, y: number, step: number): string {
  const [floor, width] = [HEIGHT - BOTTOM, Math.max(0.5, step - 1).toFixed(1)]
  return `M${x.toFixed(1)} ${floor}V${y.toFixed(1)}h${width}V${floor}z`
}

function ticks(bars: readonly Point[], step: number): Tree[] {
  if (bars.length === 0) return []
  const at = [...new Set([0, Math.floor((bars.length - 1) / 2), bars.length - 1])]
  return at.map((i, k) => {
    const anchor = k === 0 ? 'start' : i === bars.length - 1 ? 'end' : 'middle'
    const x = LEFT + i * step + (anchor === 'end' ? step : 0)
    return h('text', { x: x.toFixed(1), y: HEIGHT - 6, 'text-anchor': anchor }, formatDay(bars[i]!.week))
  })
}
