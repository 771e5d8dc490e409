import { type PlaceHistory, placeEvents } from '../../features/events.ts'
import { type Grid, gridOf } from '../../features/grid.ts'
import { type ChosenModel, MODEL_CATALOGUE } from './catalogue.ts'
import { type CountSpread, spreadCounts } from './count-spread.ts'
import { mergeTables } from './count-table.ts'
import { type Dispersion, fitDispersion } from './dispersion.ts'
import { fitOrigins } from './ensemble.ts'
import { explainShare } from './explain.ts'
import { forceTotals, type TotalForecast } from './force-total.ts'
import { type CountForecast, countForecast } from './negative-binomial.ts'
import { type RankIntervals, rankIntervals } from './rank-intervals.ts'
import { explainNumbers, type Reasons, type WhyPart } from './reasons.ts'
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
export interface PlaceForecast extends PlaceExpectation, CountForecast, RankIntervals {
  readonly spread: CountSpread
  /** What each number rests on, and the same as parts that add up to `expected` in every cell. */
  readonly reasons: Reasons
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

/** How counts have spread around the means forecast for them on the latest windows before an origin. */
const dispersionOf = ({ past }: ShareFit, start?: Dispersion): Dispersion =>
  fitDispersion(mergeTables(past.map(window => window.countTable)), start)

/** Adds to expected numbers what may be counted: intervals, chances, ranks; and why. */
export function completeForecast(expectation: PlaceExpectation): PlaceForecast {
  const { fit, total, expected } = expectation
  const dispersion = dispersionOf(fit)
  const spread = spreadCounts(expected, { shape: fit.shape, dispersion, cv: total.cv })
  const rateShape = fit.shape.map(shape => 1 / (1 / shape + dispersion.inverseSize))
  const reasons = { total: total.expected, parts: explainShare(fit) }
  return {
    ...expectation,
    ...countForecast(expected, spread.size),
    spread,
    ...rankIntervals(expected, rateShape),
    reasons,
    why: explainNumbers(reasons),
    model: MODEL_CATALOGUE[fit.chosen].description,
  }
}

/** What is kept of a past origin: the forecast as it would have been published, beside every model. */
export interface PastExpectation extends Pick<PlaceExpectation, 'origin' | 'total'> {
  readonly share: Float64Array
  readonly spread: CountSpread
  /** Shape of each cell's posterior gamma. */
  readonly shape: Float64Array
  readonly shares: ModelShares
  readonly chosen: ChosenModel
}

/**
 * Keeps of an expectation what it is judged by.
 *
 * @param before the origin before it: its spread is near, so that the search for this one begins there
 */
export function pastExpectation(expectation: PlaceExpectation, before?: PastExpectation): PastExpectation {
  const { origin, total, fit, expected } = expectation
  const { share, shares, shape, chosen } = fit
  const dispersion = dispersionOf(fit, before?.spread.dispersion)
  const spread = spreadCounts(expected, { shape, dispersion, cv: total.cv })
  return { origin, total, share, spread, shape, shares, chosen }
}
