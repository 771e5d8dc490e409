import { type PlaceHistory, placeEvents } from '../../features/events.ts'
import { type Grid, gridOf } from '../../features/grid.ts'
import { type ChosenModel, MODEL_CATALOGUE } from './catalogue.ts'
import { fitCellSize } from './dispersion.ts'
import { fitOrigins } from './ensemble.ts'
import { explainShare, type WhyPart } from './explain.ts'
import { forceTotals, type TotalForecast } from './force-total.ts'
import { combineSizes, countForecast } from './negative-binomial.ts'
import { rankIntervals } from './rank-intervals.ts'
import type { ModelShares, ShareFit } from './share-fit.ts'

/** The expected part of a place forecast. All arrays run over the cells. */
export interface PlaceExpectation {
  /** Epoch day on which the forecast is made: the first day of the horizon. */
  readonly origin: number
  readonly horizonDays: number
  readonly total: TotalForecast
  readonly expected: Float64Array
  /** What the shares were fitted from and to. */
  readonly fit: ShareFit
}

/** A place forecast made on a day, from what was known before it. All arrays run over the cells. */
export interface PlaceForecast extends PlaceExpectation {
  readonly low: Float64Array
  readonly high: Float64Array
  readonly pAny: Float64Array
  readonly pTwo: Float64Array
  /** Size of each cell's negative binomial. */
  readonly size: Float64Array
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

/**
 * Forecasts the expected number of target events in each cell over the days [origin, origin + horizon), using
 * only events usable on the day of origin: expected = share x total, with its interval, chances, ranks and
 * reasons.
 *
 * Throws RangeError without cells.
 *
 * @example forecastPlaces({ cellMetres: 500, cells, target }, epochDay('2026-11-16')).expected
 */
export function forecastPlaces(
  history: PlaceHistory,
  origin: number,
  options: ForecastOptions = {},
): PlaceForecast {
  return expectPlaces(history, [origin], { ...options, keep: completeForecast })[0]!
}

/**
 * Expected numbers for many origins in one pass, each from strictly earlier facts; `keep` takes what is
 * wanted of each, and the result is in order of days. The whole forecast adds intervals, chances and reasons
 * to one of them.
 */
export function expectPlaces<T>(
  history: PlaceHistory,
  origins: readonly number[],
  options: ForecastOptions & { readonly keep: (expectation: PlaceExpectation) => T },
): T[] {
  const horizonDays = options.horizonDays ?? 28
  const grid: Grid = gridOf(history.cells.x, history.cells.y, history.cellMetres)
  const target = placeEvents(grid, history.target)
  const related =
    history.related && history.related.day.length > 0 ? placeEvents(grid, history.related) : undefined
  const totals = forceTotals(target, horizonDays, history.completeBefore)
  const keep = (fit: ShareFit): T => {
    const total = totals.at(fit.origin)
    const expected = fit.share.map(share => share * total.expected)
    return options.keep({ origin: fit.origin, horizonDays, total, expected, fit })
  }
  return fitOrigins(grid, { target, ...(related ? { related } : {}) }, { origins, horizonDays, keep })
}

/**
 * Size of each cell's negative binomial: 1 / size = 1 / shape of its rate + 1 / r of past counts + cv^2 of
 * the total, so that the variance of a count is mean + mean^2 / size.
 */
function cellSizes({ fit, total }: PlaceExpectation): Float64Array {
  const spread = fitCellSize(fit.past, fit.shape)
  return fit.shape.map(shape => combineSizes(1 / shape, spread, total.cv ** 2))
}

/** Adds to expected numbers what may be counted: intervals, chances, ranks; and why. */
export function completeForecast(expectation: PlaceExpectation): PlaceForecast {
  const { fit, total, expected } = expectation
  const size = cellSizes(expectation)
  return {
    ...expectation,
    ...countForecast(expected, size),
    size,
    ...rankIntervals(expected, fit.shape),
    why: explainShare(fit).map(({ label, count }) => ({
      label,
      count: count.map(share => share * total.expected),
    })),
    model: MODEL_CATALOGUE[fit.chosen].description,
  }
}

/** What is kept of a past origin: the forecast as it would have been published, beside every model. */
export interface PastExpectation extends Pick<PlaceExpectation, 'origin' | 'total'> {
  readonly share: Float64Array
  /** Size of each cell's negative binomial. */
  readonly size: Float64Array
  readonly shares: ModelShares
  readonly chosen: ChosenModel
}

/** Keeps of an expectation what it is judged by. */
export function pastExpectation(expectation: PlaceExpectation): PastExpectation {
  const { origin, total, fit } = expectation
  const { share, shares, chosen } = fit
  return { origin, total, share, size: cellSizes(expectation), shares, chosen }
}
