import { sum } from 'd3-array'
import type { AreaWeights } from '../../features/area-weights.ts'
import type { PlacedEvents } from '../../features/events.ts'
import { bounds, inside, type Shape } from '../../lib/geo.ts'
import type { PastExpectation } from '../../models/places/forecast.ts'
import { forecastOfSum, type SumForecast } from '../../models/places/sum-forecast.ts'
import { bootstrapRatio } from './bootstrap-ratio.ts'

/** How often the intervals of a layer's polygons held what came. */
export interface LayerCoverage {
  /** Polygons, and forecasts of them that could be judged: those that expected enough. */
  readonly polygons: number
  readonly forecasts: number
  /** Mean chance that the intervals promised, and the share that held, with its 95% interval. */
  readonly promised: number
  readonly found: number
  readonly low: number
  readonly high: number
  /** Events expected and come in all polygons, over all origins. */
  readonly expected: number
  readonly actual: number
}

/** Where past forecasts of polygons are judged. */
export interface LayerOutcomes {
  readonly shapes: readonly Shape[]
  readonly weights: AreaWeights
  readonly events: PlacedEvents
  readonly horizonDays: number
}

/** Polygons in which less is expected hold next to no count: any forecast covers them. */
const MIN_EXPECTED = 0.3

/**
 * Judges the intervals that past origins would have given the polygons of a layer, each from strictly earlier
 * facts, by what came in them: events are counted where they were, not where their squares are.
 *
 * @param past origins whose horizons are complete
 * @example judgeLayer(past, { shapes, weights, events, horizonDays: 28 }).found
 */
export function judgeLayer(
  past: readonly PastExpectation[],
  { shapes, weights, events, horizonDays }: LayerOutcomes,
): LayerCoverage {
  const polygon = polygonsOf(shapes, events)
  const windows = past.map(made => {
    const counts = countsOf(polygon, events, {
      from: made.origin,
      days: horizonDays,
      polygons: shapes.length,
    })
    const forecasts = weights.areas.map(shares => forecastOf(shares, made))
    const judged = forecasts.flatMap((forecast, p) =>
      forecast.expected >= MIN_EXPECTED ? [{ ...forecast, count: Math.round(counts[p]!) }] : [],
    )
    const held = judged.filter(({ count, low, high }) => count >= low && count <= high)
    const all = { expected: sum(forecasts, one => one.expected), actual: sum(counts) }
    return { ...all, of: judged.length, held: held.length, promised: sum(judged, one => one.mass) }
  })
  const of = windows.map(window => window.of)
  const { mean, low, high } = bootstrapRatio(
    windows.map(window => window.held),
    of,
  )
  const promised = sum(windows, window => window.promised) / Math.max(1, sum(of))
  const [expected, actual] = [sum(windows, one => one.expected), sum(windows, one => one.actual)]
  return { polygons: shapes.length, forecasts: sum(of), promised, found: mean, low, high, expected, actual }
}

function forecastOf(
  shares: AreaWeights['areas'][number],
  { share, total, spread }: PastExpectation,
): SumForecast {
  const parts = shares.map(([cell, part]) => ({
    expected: share[cell]! * total.expected,
    size: spread.size[cell]!,
    share: part,
  }))
  return forecastOfSum(parts, spread.cv)
}

/** The polygon of each event; -1 in none. */
function polygonsOf(shapes: readonly Shape[], { x, y }: PlacedEvents): Int32Array {
  const boxes = shapes.map(bounds)
  return Int32Array.from(x, (east, i) => {
    const north = y[i]!
    return shapes.findIndex((shape, p) => {
      const [left, bottom, right, top] = boxes[p]!
      const near = east >= left && east <= right && north >= bottom && north <= top
      return near && inside(shape, east, north)
    })
  })
}

function countsOf(
  polygon: Int32Array,
  events: PlacedEvents,
  { from, days, polygons }: { readonly from: number; readonly days: number; readonly polygons: number },
): Float64Array {
  const counts = new Float64Array(polygons)
  for (let i = 0; i < polygon.length; i++) {
    const lasts = events.goneFrom[i] === Number.POSITIVE_INFINITY
    if (polygon[i]! >= 0 && lasts && events.day[i]! >= from && events.day[i]! < from + days)
      counts[polygon[i]!]! += events.weight[i]!
  }
  return counts
}
