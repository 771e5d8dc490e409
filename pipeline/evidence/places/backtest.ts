import { sum } from 'd3-array'
import { countsWithin, type PlacedEvents } from '../../features/events.ts'
import type { Grid } from '../../features/grid.ts'
import { MODELS, type ModelName } from '../../models/places/catalogue.ts'
import type { PastExpectation } from '../../models/places/forecast.ts'
import { budgetCells, LIST_BUDGET } from '../../scores/area-budget.ts'
import { bits } from '../../scores/bits.ts'
import type { Difference } from '../../scores/bootstrap.ts'
import { capture } from '../../scores/capture.ts'
import { ranking } from '../../scores/ranking.ts'
import { BASELINES, type BaselineName, SIMPLE_MAPS } from './baseline-names.ts'
import { baselineShares } from './baselines.ts'
import { bootstrapRatio } from './bootstrap-ratio.ts'
import { type Calibration, calibrate } from './calibration.ts'
import { checkOf } from './check.ts'
import { type PlaceScores, pooledReliability, scorePlaces } from './place-scores.ts'
import { rivalSpreads } from './rival-spreads.ts'

/** The scores by which models and baselines are compared. */
export type ComparedScores = Pick<PlaceScores, 'bits' | 'capture' | 'slope' | 'jaccard' | 'logScore' | 'rps'>

/** How a forecast would have done, beside every model that went into it and every baseline. */
export interface PlaceEvidence {
  /** First day of the first origin, and the day after the last horizon, as epoch days. */
  readonly from: number
  readonly to: number
  readonly horizonDays: number
  /** The forecast as it would have been published, and whether it meant what it said. */
  readonly forecast: PlaceScores
  readonly calibration: Calibration
  /** Expected and actual events by tenth of the cells, least expected first. */
  readonly reliability: readonly { readonly expected: number; readonly actual: number }[]
  readonly models: Readonly<Record<ModelName | BaselineName, ComparedScores>>
  /** Gain over the simple map that did best on these origins, and over that of the last 52 weeks. */
  readonly gains: readonly Gain[]
  /** Expected and actual events of the latest twelve weeks that are over. */
  readonly recent: { readonly expected: number; readonly actual: number }
  /** Under 300 pooled events no ranking of models is given. */
  readonly ranked: boolean
  /** How often each model was the one published. */
  readonly chosen: Readonly<Partial<Record<ModelName, number>>>
}

/** Gain in bits an event over a simple map, with its 95% interval, paired window by window. */
export interface Gain extends Difference {
  readonly over: BaselineName
  /** The same of the part of the events in the first 2% of the cells. */
  readonly capture: Difference
}

/** Where past origins are judged: their grid, what fell in it, and for how long each looked ahead. */
export interface Outcomes {
  readonly grid: Grid
  /** Cells of each district. */
  readonly districts: readonly (readonly number[])[]
  readonly events: PlacedEvents
  readonly horizonDays: number
}

const MIN_EVENTS = 300
/** Over a shorter time windows are too few, or overlap too much, for an interval to say what chance does. */
const MIN_HORIZONS = 11
/** Origins whose totals are the early sign of drift: three of four weeks. */
const RECENT = 3
const LAST_52: BaselineName = 'last 52 weeks'

/**
 * Rolling-origin evidence: scores past origins, in order of days, on the events that followed each, as far as
 * they are known at the end of the history. All models and baselines stand on the same origins, cells and
 * events.
 *
 * @param past origins whose horizons are complete, at least one, each forecast from strictly earlier facts
 */
export function judgeOrigins(past: readonly PastExpectation[], at: Outcomes): PlaceEvidence {
  const { grid, events, horizonDays, districts } = at
  const outcomes = outcomesOf(past, events, horizonDays)
  const baselines = past.map(({ origin }) => baselineShares(grid, events, { day: origin, horizonDays }))
  const compared = ([...MODELS, ...BASELINES] as const).map(name => {
    const shares = past.map((made, k) => ({ ...made.shares, ...baselines[k]! })[name])
    return [name, comparedScores(past, shares, { outcomes, horizonDays })] as const
  })
  const models = Object.fromEntries(compared) as PlaceEvidence['models']
  const forecast = scorePlaces(past, outcomes)
  const best = [...SIMPLE_MAPS].sort((a, b) => models[b].bits - models[a].bits)[0]!
  const gains = [...new Set<BaselineName>([best, LAST_52])].map(over => ({
    over,
    ...gainOver(
      baselines.map(baseline => baseline[over]),
      past,
      outcomes,
    ),
  }))
  const { pit, checks } = calibrate(past, outcomes, districts)
  const { mean: found, low, high } = gains[0]!
  const gained = checkOf({ code: 'gain', promised: 0, found, low, high, of: forecast.events })
  const all = [...checks, gained]
  const enough = past.at(-1)!.origin - past[0]!.origin >= MIN_HORIZONS * horizonDays
  return {
    from: past[0]!.origin,
    to: past.at(-1)!.origin + horizonDays,
    horizonDays,
    forecast,
    calibration: { pit, checks: enough ? all : all.map(check => ({ ...check, holds: null })) },
    reliability: pooledReliability(past, outcomes),
    models,
    gains,
    recent: {
      expected: sum(past.slice(-RECENT), ({ total }) => total.expected),
      actual: sum(outcomes.slice(-RECENT), counts => sum(counts)),
    },
    ranked: forecast.events >= MIN_EVENTS,
    chosen: countChosen(past),
  }
}

/** What one map scores on the origins, with a spread of its own. */
function comparedScores(
  past: readonly PastExpectation[],
  shares: readonly Float64Array[],
  at: { readonly outcomes: readonly Float64Array[]; readonly horizonDays: number },
): ComparedScores {
  const spreads = rivalSpreads(past, shares, at)
  const judged = past.map(({ origin, total }, k) => ({
    origin,
    total,
    share: shares[k]!,
    spread: spreads[k]!,
  }))
  const { bits, capture, slope, jaccard, logScore, rps } = scorePlaces(judged, at.outcomes)
  return { bits, capture, slope, jaccard, logScore, rps }
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

/** Gains an event over other maps of the same days, in bits and in capture, with their intervals. */
function gainOver(
  others: readonly Float64Array[],
  past: readonly PastExpectation[],
  outcomes: readonly Float64Array[],
): Omit<Gain, 'over'> {
  const events = outcomes.map(counts => sum(counts))
  const gain = (score: (share: Float64Array, counts: Float64Array) => number) =>
    bootstrapRatio(
      past.map(({ share }, k) => score(share, outcomes[k]!) - score(others[k]!, outcomes[k]!)),
      events,
    )
  return { ...gain(bits), capture: gain(listedOf) }
}

/** Events in the cells that a map lists first. */
function listedOf(share: Float64Array, counts: Float64Array): number {
  const order = ranking(share)
  return capture(share, counts, { cells: budgetCells(LIST_BUDGET, share.length), order })
}

function countChosen(past: readonly PastExpectation[]): PlaceEvidence['chosen'] {
  const counts: Partial<Record<ModelName, number>> = {}
  for (const { chosen } of past) counts[chosen] = (counts[chosen] ?? 0) + 1
  return counts
}
