import { type PlacedEvents, type PlaceHistory, placeEvents } from '../features/events.ts'
import { gridOf } from '../features/grid.ts'
import { cellSizes, expectPlaces } from '../models/forecast.ts'
import { MODELS, type ModelName } from '../models/rolling.ts'
import { BASELINES, type BaselineName, baselineShares } from './baselines.ts'
import { bootstrapGain, type Difference } from './bootstrap.ts'
import { type JudgedForecast, type PlaceScores, scorePlaces, windowBits } from './place-scores.ts'

/** How a forecast would have done, beside every model that went into it and every baseline. */
export interface PlaceEvidence {
  readonly from: number
  readonly to: number
  readonly horizonDays: number
  /** The forecast as it would have been published. */
  readonly forecast: PlaceScores
  readonly models: Readonly<
    Record<ModelName | BaselineName, Pick<PlaceScores, 'bits' | 'capture' | 'slope' | 'jaccard'>>
  >
  /** Gain in bits an event over the last 52 weeks, with its 95 % interval. */
  readonly gainOverLast52: Difference
  /** Under 300 pooled events no ranking of models is given. */
  readonly ranked: boolean
  /** How often each model was the one published. */
  readonly chosen: Readonly<Record<string, number>>
}

const LEAST_EVENTS = 300

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
  const { horizonDays } = options
  const grid = gridOf(history.cells.x, history.cells.y, history.cellMetres)
  const events = placeEvents(grid, history.target)
  const rounds = expectPlaces(history, origins, {
    horizonDays,
    keep: expectation => {
      const { origin, total, fit } = expectation
      const size = cellSizes(expectation)
      const shares = { ...fit.shares, ...baselineShares(grid, events, { day: origin, horizonDays }) }
      return { origin, total, size, share: fit.share, shares, chosen: fit.chosen }
    },
  })
  const outcomes = rounds.map(({ origin }) =>
    countsWithin(events, { from: origin, to: origin + horizonDays, cells: grid.x.length }),
  )
  const judged = (name: ModelName | BaselineName): JudgedForecast[] =>
    rounds.map(({ origin, total, shares }) => ({ origin, total, share: shares[name] }))
  const scored = ([...MODELS, ...BASELINES] as const).map(name => {
    const { bits, capture, slope, jaccard } = scorePlaces(judged(name), outcomes)
    return [name, { bits, capture, slope, jaccard }] as const
  })
  const gains = rounds.map(
    ({ share, shares }, k) => windowBits(share, outcomes[k]!) - windowBits(shares['last 52 weeks'], outcomes[k]!),
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

/** Events of each cell in [from, to), whenever they became known. */
export function countsWithin(
  events: PlacedEvents,
  { from, to, cells }: { readonly from: number; readonly to: number; readonly cells: number },
): Float64Array {
  const counts = new Float64Array(cells)
  for (let i = 0; i < events.day.length; i++) {
    if (events.day[i]! >= from && events.day[i]! < to) counts[events.cell[i]!]! += events.weight[i]!
  }
  return counts
}
