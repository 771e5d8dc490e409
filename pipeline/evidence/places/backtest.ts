import { sum } from 'd3-array'
import { countsWithin, type PlacedEvents } from '../../features/events.ts'
import type { Grid } from '../../features/grid.ts'
import { MODELS, type ModelName } from '../../models/places/catalogue.ts'
import type { PastExpectation } from '../../models/places/forecast.ts'
import { bits } from '../../scores/bits.ts'
import { bootstrap, type Difference } from '../../scores/bootstrap.ts'
import { BASELINES, type BaselineName } from './baseline-names.ts'
import { baselineShares } from './baselines.ts'
import { type PlaceScores, pooledReliability, scorePlaces } from './place-scores.ts'

/** The scores by which models and baselines are compared. */
export type ComparedScores = Pick<PlaceScores, 'bits' | 'capture' | 'slope' | 'jaccard' | 'logScore' | 'rps'>

/** How a forecast would have done, beside every model that went into it and every baseline. */
export interface PlaceEvidence {
  /** First day of the first origin, and the day after the last horizon, as epoch days. */
  readonly from: number
  readonly to: number
  readonly horizonDays: number
  /** The forecast as it would have been published. */
  readonly forecast: PlaceScores
  /** Expected and actual events by tenth of the cells, least expected first. */
  readonly reliability: readonly { readonly expected: number; readonly actual: number }[]
  readonly models: Readonly<Record<ModelName | BaselineName, ComparedScores>>
  /** Gain in bits an event over the last 52 weeks, with its 95 % interval. */
  readonly gainOverLast52: Difference
  /** Under 300 pooled events no ranking of models is given. */
  readonly ranked: boolean
  /** How often each model was the one published. */
  readonly chosen: Readonly<Partial<Record<ModelName, number>>>
}

/** Where past origins are judged: their grid, what fell in it, and for how long each looked ahead. */
export interface Outcomes {
  readonly grid: Grid
  readonly events: PlacedEvents
  readonly horizonDays: number
}

const MIN_EVENTS = 300
/** Origins one horizon apart share the level of their time: blocks of four keep that together. */
const BLOCK = 4

/**
 * Rolling-origin evidence: scores past origins, in order of days, on the events that followed each, as far as
 * they are known at the end of the history. All models and baselines stand on the same origins, cells and
 * events.
 *
 * @param past origins whose horizons are complete, each forecast from strictly earlier facts
 */
export function judgeOrigins(past: readonly PastExpectation[], at: Outcomes): PlaceEvidence {
  const { grid, events, horizonDays } = at
  const outcomes = outcomesOf(past, events, horizonDays)
  const baselines = past.map(({ origin }) => baselineShares(grid, events, { day: origin, horizonDays }))
  const shares = past.map((expectation, k) => ({ ...expectation.shares, ...baselines[k]! }))
  const compared = ([...MODELS, ...BASELINES] as const).map(name => {
    const judged = past.map(({ origin, total }, k) => ({ origin, total, share: shares[k]![name] }))
    const { bits, capture, slope, jaccard, logScore, rps } = scorePlaces(judged, outcomes)
    return [name, { bits, capture, slope, jaccard, logScore, rps }] as const
  })
  const forecast = scorePlaces(past, outcomes)
  const last52 = baselines.map(baseline => baseline['last 52 weeks'])
  return {
    from: past[0]?.origin ?? 0,
    to: (past.at(-1)?.origin ?? 0) + horizonDays,
    horizonDays,
    forecast,
    reliability: pooledReliability(past, outcomes),
    models: Object.fromEntries(compared) as PlaceEvidence['models'],
    gainOverLast52: gainOver(last52, past, outcomes),
    ranked: forecast.events >= MIN_EVENTS,
    chosen: countChosen(past),
  }
}

/** Events of each cell over the horizon of each origin. */
export function outcomesOf(
  past: readonly Pick<PastExpectation, 'origin' | 'share'>[],
  events: PlacedEvents,
  horizonDays: number,
): Float64Array[] {
  return past.map(({ origin, share }) =>
    countsWithin(events, { from: origin, to: origin + horizonDays, cells: share.length }),
  )
}

/** Gain in bits an event over other maps of the same days, with its interval. */
function gainOver(
  others: readonly Float64Array[],
  past: readonly PastExpectation[],
  outcomes: readonly Float64Array[],
): Difference {
  const gains = past.map(({ share }, k) => bits(share, outcomes[k]!) - bits(others[k]!, outcomes[k]!))
  return bootstrapGain(
    gains,
    outcomes.map(counts => sum(counts)),
  )
}

/**
 * Gain an event of one model over another by a paired moving-block bootstrap over windows in order of time
 * (Künsch 1989; blocks of four): ratio of the summed gains to the summed events.
 *
 * @param gains bits of the one less bits of the other, window by window
 * @param events events of each window
 * @example bootstrapGain([2, 2], [4, 4]) // { mean: 0.5, low: 0.5, high: 0.5 }
 * @internal
 */
export function bootstrapGain(gains: readonly number[], events: readonly number[]): Difference {
  const ratio = (windows: Int32Array) => {
    const total = sum(windows, w => events[w]!)
    return total > 0 ? sum(windows, w => gains[w]!) / total : 0
  }
  return bootstrap(ratio, { units: gains.length, block: BLOCK, stream: 'bootstrap' })
}

function countChosen(past: readonly PastExpectation[]): PlaceEvidence['chosen'] {
  const counts: Partial<Record<ModelName, number>> = {}
  for (const { chosen } of past) counts[chosen] = (counts[chosen] ?? 0) + 1
  return counts
}
