import { learnableFrom } from '../../features/events.ts'
import type { PlaceFacts } from '../../features/places.ts'
import { budgetCells, LIST_BUDGET } from '../../scores/area-budget.ts'
import {
  completeForecast,
  expectPlaces,
  type PastExpectation,
  type PlaceForecast,
  pastExpectation,
} from './forecast.ts'
import { makePatches, type Patch } from './patches.ts'

/** What is known of a target's places, and its forecast. */
export interface TargetForecast extends PlaceFacts {
  readonly forecast: PlaceForecast
  /** What would have been forecast on earlier days, oldest first, each from strictly earlier facts. */
  readonly past: readonly PastExpectation[]
  /** The cells of the list, joined where they touch. */
  readonly patches: readonly Patch[]
}

/** Two years of four-weekly origins. */
const MAX_ORIGINS = 26
/** A forecast from less than a year of events says little about those of today. */
const WARM_UP_DAYS = 364

/**
 * Forecasts every target: the day itself and up to 26 origins before it, one horizon apart, in one pass over
 * each history.
 *
 * @param places as `readPlaces` gives them
 */
export function forecastTargets(places: readonly PlaceFacts[]): TargetForecast[] {
  return places.map(forecastTarget)
}

/**
 * The forecast of one target with the origins before it; origins within a year of the first event are left
 * out.
 */
function forecastTarget(facts: PlaceFacts): TargetForecast {
  const { history, placed, grid, asAt, horizonDays } = facts
  const earliest = learnableFrom(placed, WARM_UP_DAYS)
  const origins = Array.from(
    { length: MAX_ORIGINS },
    (_, k) => asAt - horizonDays * (MAX_ORIGINS - k),
  ).filter(day => day >= earliest)
  let forecast: PlaceForecast | undefined
  const past: PastExpectation[] = []
  expectPlaces(history, [...origins, asAt], {
    horizonDays,
    keep: expectation => {
      if (expectation.origin === asAt) forecast = completeForecast(expectation)
      else past.push(pastExpectation(expectation, past.at(-1)))
    },
  })
  const { expected } = forecast!
  const patches = makePatches(grid, expected, budgetCells(LIST_BUDGET, expected.length))
  return { ...facts, forecast: forecast!, past, patches }
}
