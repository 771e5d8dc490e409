import { type PlacedEvents, type PlaceHistory, placeEvents } from '../features/events.ts'
import { gridOf } from '../features/grid.ts'
import { combineSizes, countForecast } from './counts.ts'
import { GPS_DEFAULT, gpsShape, gpsWeights } from './gps.ts'
import { rankIntervals } from './ranks.ts'
import { makeSurfaces } from './surfaces.ts'
import { forecastTotal, type TotalForecast } from './total.ts'

/** One part of the forecast, cell by cell: what it rests on, and how many of the expected offences. */
export interface WhyPart {
  readonly label: string
  readonly count: Float64Array
}

/** A place forecast made on a day, from what was known before it. All arrays run over the cells. */
export interface PlaceForecast {
  /** Epoch day on which the forecast is made: the first day of the horizon. */
  readonly origin: number
  readonly horizonDays: number
  readonly total: TotalForecast
  readonly share: Float64Array
  readonly expected: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
  readonly pAny: Float64Array
  readonly pTwo: Float64Array
  /** Ranks between which the cell stands in 80 % of draws from the posterior; 1 is the highest. */
  readonly rankLow: Int32Array
  readonly rankHigh: Int32Array
  /** Parts that add up to `expected` in every cell. */
  readonly why: readonly WhyPart[]
  readonly model: string
}

export interface ForecastOptions {
  /** Days of the horizon; default 28. */
  readonly horizonDays?: number
}

const UNIFORM = 0.02

/**
 * Forecasts the expected number of target events in each cell over the days [origin, origin + horizon), using only
 * events usable on the day of origin: share (gamma-Poisson with smoothed prior) x total.
 *
 * Throws RangeError without cells.
 */
export function forecastPlaces(history: PlaceHistory, origin: number, options: ForecastOptions = {}): PlaceForecast {
  const horizonDays = options.horizonDays ?? 28
  const grid = gridOf(history.cells.x, history.cells.y, history.cellMetres)
  const target = placeEvents(grid, history.target)
  const { halfLifeWeeks, sigmaMetres, kappa } = GPS_DEFAULT
  const own = { source: 'target', sigmaMetres: 0, halfLifeWeeks } as const
  const surfaces = makeSurfaces(grid, [own, { ...own, sigmaMetres }], { target })
  surfaces.advance(origin)
  const cells = grid.x.length
  const density = surfaces.densities()
  const [near, around] = [density.subarray(0, cells), density.subarray(cells)]
  const mass = surfaces.masses(origin)[0]!
  const weights = gpsWeights(mass, cells, kappa)
  const total = forecastTotal(pastWindows(target, origin, horizonDays))
  const part = (label: string, weight: number, layer: Float64Array): WhyPart => ({
    label,
    count: layer.map(share => total.expected * weight * share),
  })
  const why = [
    part('offences recorded in this cell', (1 - UNIFORM) * weights.own, near),
    part('offences recorded around it', (1 - UNIFORM) * weights.smoothed, around),
    part('level of the whole area', UNIFORM, new Float64Array(cells).fill(1 / cells)),
  ]
  const expected = new Float64Array(cells)
  for (const { count } of why) for (let i = 0; i < cells; i++) expected[i]! += count[i]!
  const shape = gpsShape(near, around, mass, kappa)
  const size = shape.map(s => combineSizes(1 / s, total.cv ** 2))
  return {
    origin,
    horizonDays,
    total,
    share: expected.map(count => count / (total.expected || 1)),
    expected,
    ...countForecast(expected, size),
    ...rankIntervals(expected, shape),
    why,
    model: 'gamma-Poisson with smoothed prior',
  }
}

/** Counts of the windows that end before the origin, latest first, back to the first event. */
function pastWindows(events: PlacedEvents, origin: number, horizonDays: number): number[] {
  const counts: number[] = []
  const first = events.day.reduce((a, b) => Math.min(a, b), origin)
  const windows = Math.floor((origin - first) / horizonDays)
  for (let w = 0; w < windows; w++) counts.push(0)
  events.day.forEach((day, i) => {
    const window = Math.floor((origin - 1 - day) / horizonDays)
    if (events.usableFrom[i]! <= origin && window < windows) counts[window]! += events.weight[i]!
  })
  return counts
}
