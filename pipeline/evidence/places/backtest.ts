import { type PlacedEvents, type PlaceHistory, placeEvents } from '../../features/events.ts'
import { type Grid, gridOf } from '../../features/grid.ts'
import { MODELS, type ModelName } from '../../models/places/ensemble.ts'
import { cellSizes, expectPlaces, type PlaceExpectation } from '../../models/places/forecast.ts'
import { BASELINES, type BaselineName, baselineShares } from './baselines.ts'
import { bootstrapGain, type Difference } from './bootstrap.ts'
import {
  countsWithin,
  type JudgedForecast,
  type PlaceScores,
  scorePlaces,
  windowBits,
} from './place-scores.ts'

/** How a forecast would have done, beside every model that went into it and every baseline. */
export interface PlaceEvidence {
  readonly from: number
  readonly to: number
  readonly horizonDays: number
  /** The forecast as it would have been published. */
  readonly forecast: PlaceScores
  readonly models: Readonly<
    Record<
      ModelName | BaselineName,
      Pick<PlaceScores, 'bits' | 'capture' | 'slope' | 'jaccard' | 'logScore' | 'rps'>
    >
  >
  /** Gain in bits an event over the last 52 weeks, with its 95 % interval. */
  readonly gainOverLast52: Difference
  /** Under 300 pooled events no ranking of models is given. */
  readonly ranked: boolean
  /** How often each model was the one published. */
  readonly chosen: Readonly<Record<string, number>>
}

const LEAST_EVENTS = 300

/** One origin of a backtest: the forecast as it would have been published, beside every model and baseline. */
export interface Round extends JudgedForecast {
  readonly size: Float64Array
  readonly shares: Readonly<Record<ModelName | BaselineName, Float64Array>>
  readonly chosen: ModelName
}

/**
 * Rolling-origin evidence: every origin is forecast from strictly earlier facts and scored on the events that followed, as far as they
 * are known at the end of the history. All models and baselines stand on the same origins, cells and events.
 *
 * @param origins epoch days whose horizons are complete
 */
export function backtestPlaces(
  history: PlaceHistory,
  origins: readonly number[],
  options: { readonly horizonDays: number },
): PlaceEvidence {
  const grid = gridOf(history.cells.x, history.cells.y, history.cellMetres)
  const events = placeEvents(grid, history.target)
  const keep = (expectation: PlaceExpectation) => roundOf(expectation, grid, events)
  return judgeRounds(expectPlaces(history, origins, { ...options, keep }), events, options)
}

/** What a backtest keeps of one origin. */
export function roundOf(expectation: PlaceExpectation, grid: Grid, events: PlacedEvents): Round {
  const { origin, horizonDays, total, fit } = expectation
  const shares = { ...fit.shares, ...baselineShares(grid, events, { day: origin, horizonDays }) }
  return { origin, total, size: cellSizes(expectation), share: fit.share, shares, chosen: fit.chosen }
}

/** Scores rounds, in order of days, on the events that followed each. */
export function judgeRounds(
  rounds: readonly Round[],
  events: PlacedEvents,
  { horizonDays }: { readonly horizonDays: number },
): PlaceEvidence {
  const outcomes = rounds.map(({ origin, share }) =>
    countsWithin(events, { from: origin, to: origin + horizonDays, cells: share.length }),
  )
  const scored = ([...MODELS, ...BASELINES] as const).map(name => {
    const judged = rounds.map(({ origin, total, shares }) => ({ origin, total, share: shares[name] }))
    const { bits, capture, slope, jaccard, logScore, rps } = scorePlaces(judged, outcomes)
    return [name, { bits, capture, slope, jaccard, logScore, rps }] as const
  })
  const gains = rounds.map(
    ({ share, shares }, k) =>
      windowBits(share, outcomes[k]!) - windowBits(shares['last 52 weeks'], outcomes[k]!),
  )
  const forecast = scorePlaces(rounds, outcomes)
  const chosen: Record<string, number> = {}
  for (const round of rounds) chosen[round.chosen] = (chosen[round.chosen] ?? 0) + 1
  return {
    from: rounds[0]?.origin ?? 0,
    to: (rounds.at(-1)?.origin ?? 0) + horizonDays,
    horizonDays,
    forecast,
    models: Object.fromEntries(scored) as PlaceEvidence['models'],
    gainOverLast52: bootstrapGain(
      gains,
      outcomes.map(counts => counts.reduce((a, b) => a + b, 0)),
    ),
    ranked: forecast.events >= LEAST_EVENTS,
    chosen,
  }
}
