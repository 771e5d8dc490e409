import { type PlaceHistory, placeEvents } from '../../features/events.ts'
import { gridOf } from '../../features/grid.ts'
import { type FlareUp, findFlareUps } from '../../models/places/exceedance.ts'
import { completeForecast, expectPlaces, type PlaceForecast } from '../../models/places/forecast.ts'
import { judgeRounds, type PlaceEvidence, type Round, roundOf } from './backtest.ts'
import { countsWithin } from './place-scores.ts'

/** A week's forecast, and how forecasts like it have done. */
export interface PlaceWeek {
  readonly forecast: PlaceForecast
  /** Null where the history is too short for any past origin. */
  readonly evidence: PlaceEvidence | null
  /** The past origins that were judged, as epoch days. */
  readonly origins: readonly number[]
  /** Against the forecasts of 4 and of 8 weeks ago. */
  readonly flareUps: readonly FlareUp[]
}

const MOST_ORIGINS = 26
const WARM_UP_DAYS = 364

/**
 * Makes the forecast of a day and judges the 26 before it, one horizon apart, in one pass over the history; each from strictly earlier
 * facts. Origins within a year of the first event are left out.
 *
 * @param options.asAt epoch day of the forecast
 * @param options.completeBefore first epoch day of which not all data are in
 */
export function forecastWithEvidence(
  history: PlaceHistory,
  options: { readonly asAt: number; readonly completeBefore: number; readonly horizonDays: number },
): PlaceWeek {
  const { asAt, completeBefore, horizonDays } = options
  const grid = gridOf(history.cells.x, history.cells.y, history.cellMetres)
  const events = placeEvents(grid, history.target)
  const past = Array.from({ length: MOST_ORIGINS }, (_, k) => asAt - horizonDays * (k + 1))
    .filter(day => day >= events.firstDay + WARM_UP_DAYS)
    .reverse()
  let forecast: PlaceForecast | undefined
  const rounds: Round[] = []
  expectPlaces(history, [...past, asAt], {
    horizonDays,
    keep: expectation => {
      if (expectation.origin === asAt) forecast = completeForecast(expectation)
      else rounds.push(roundOf(expectation, grid, events))
    },
  })
  const complete = rounds.filter(({ origin }) => origin + horizonDays <= completeBefore)
  const evidence = complete.length > 0 ? judgeRounds(complete, events, { horizonDays }) : null
  const since = (round: Round): FlareUp[] => {
    const days = asAt - round.origin
    const expected = round.share.map(share => (share * round.total.expected * days) / horizonDays)
    const counts = countsWithin(events, { from: round.origin, to: asAt, cells: grid.x.length })
    return findFlareUps({ expected, size: round.size, weeks: days / 7 }, counts)
  }
  const flareUps = rounds.slice(-2).reverse().flatMap(since)
  const judged = evidence && evidence.forecast.events > 0 ? evidence : null
  return { forecast: forecast!, evidence: judged, origins: complete.map(({ origin }) => origin), flareUps }
}
