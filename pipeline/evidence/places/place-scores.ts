import { mean, sum } from 'd3-array'
import type { CountSpread } from '../../models/places/count-spread.ts'
import { probabilities, reachOf } from '../../models/places/negative-binomial.ts'
import { budgetCells, JUDGED_BUDGETS, LIST_BUDGET } from '../../scores/area-budget.ts'
import { bits } from '../../scores/bits.ts'
import { capture } from '../../scores/capture.ts'
import { jaccard } from '../../scores/jaccard.ts'
import { logScore } from '../../scores/log-score.ts'
import { pai } from '../../scores/pai.ts'
import { pei } from '../../scores/pei.ts'
import { poissonSlope } from '../../scores/poisson-slope.ts'
import { ranking } from '../../scores/ranking.ts'
import { relativeError } from '../../scores/relative-error.ts'
import { reliability } from '../../scores/reliability.ts'
import { rps } from '../../scores/rps.ts'

/**
 * A forecast as it is judged: the share of each cell, the total with its interval, and the spread of the
 * counts.
 */
export interface JudgedForecast {
  /** Epoch day of the origin. */
  readonly origin: number
  readonly share: Float64Array
  readonly total: { readonly expected: number; readonly low: number; readonly high: number }
  /** How the counts spread; absent: Poisson. */
  readonly spread?: CountSpread
}

/** How forecasts did, pooled over origins. Shares are fractions. */
export interface PlaceScores {
  readonly origins: number
  readonly events: number
  /** Bits an event over a uniform map. */
  readonly bits: number
  readonly capture: readonly CaptureScores[]
  /** Slope of log actual on log expected numbers; 1 is calibrated. */
  readonly slope: number
  /** Log probability of the cells' counts, in nats an event, and mean ranked probability score of a cell. */
  readonly logScore: number
  readonly rps: number
  /** Absolute error of the totals relative to what happened, pooled. */
  readonly totalError: number
  /** Mean Jaccard index of the listed cells with those of the origin before; null with one origin. */
  readonly jaccard: number | null
}

/** What one area budget captured, and what the map itself had said that it would. */
export interface CaptureScores {
  readonly areaShare: number
  readonly captured: number
  readonly expected: number
  readonly pai: number
  readonly pei: number
}

const TENTHS = 10
/** Counts above this are scored as this: no cell comes near it. */
const MAX_COUNT = 30

interface Pair {
  readonly forecast: JudgedForecast
  readonly counts: Float64Array
  readonly order: Uint32Array
}

/**
 * Scores forecasts against the counts that followed, origin by origin in the same order: every score of
 * `pipeline/scores` that a place forecast is judged by, pooled over origins and cells.
 *
 * @param outcomes events of each cell within each forecast's horizon
 */
export function scorePlaces(
  forecasts: readonly JudgedForecast[],
  outcomes: readonly Float64Array[],
): PlaceScores {
  const pairs = forecasts.map((forecast, k) => ({
    forecast,
    counts: outcomes[k]!,
    order: ranking(forecast.share),
  }))
  const events = sum(outcomes, counts => sum(counts))
  const totals = pairs.map(({ forecast, counts }) => ({ ...forecast.total, actual: sum(counts) }))
  return {
    origins: forecasts.length,
    events,
    bits: sum(pairs, ({ forecast, counts }) => bits(forecast.share, counts)) / events,
    capture: JUDGED_BUDGETS.map(areaShare => captureScores(pairs, areaShare, events)),
    slope: poissonSlope(forecasts.map(expectedOf), outcomes).slope,
    ...countScores(pairs, events),
    totalError: relativeError(totals),
    jaccard: stability(pairs),
  }
}

function captureScores(pairs: readonly Pair[], areaShare: number, events: number): CaptureScores {
  const all = pairs[0]?.order.length ?? 1
  const cells = budgetCells(areaShare, all)
  let [captured, expected] = [0, 0]
  for (const { forecast, counts, order } of pairs) {
    const happened = sum(counts)
    captured += capture(forecast.share, counts, { cells, order })
    for (let r = 0; r < cells; r++) expected += forecast.share[order[r]!]! * happened
  }
  return {
    areaShare,
    captured: captured / events,
    expected: expected / events,
    pai: pai(captured / events, cells / all),
    pei: pei(
      captured,
      pairs.map(({ counts }) => counts),
      cells,
    ),
  }
}

function countScores(pairs: readonly Pair[], events: number): Pick<PlaceScores, 'logScore' | 'rps'> {
  let [logs, ranked, n] = [0, 0, 0]
  for (const { forecast, counts } of pairs) {
    const { share, total, spread } = forecast
    for (let i = 0; i < share.length; i++) {
      const count = Math.min(MAX_COUNT, Math.round(counts[i]!))
      const [mean, size] = [share[i]! * total.expected, spread?.size[i] ?? Number.POSITIVE_INFINITY]
      const p = probabilities(mean, size, Math.min(MAX_COUNT, Math.max(count + 1, reachOf(mean, size))))
      logs += logScore(p, count)
      ranked += rps(p, count)
      n++
    }
  }
  return { logScore: logs / events, rps: ranked / n }
}

/** Expected number of each cell. */
export function expectedOf({ share, total }: Pick<JudgedForecast, 'share' | 'total'>): Float64Array {
  return share.map(part => part * total.expected)
}

/**
 * Expected and actual events by tenth of the cells, least expected first: the tables of the origins added up.
 *
 * @param outcomes events of each cell within each forecast's horizon
 */
export function pooledReliability(
  forecasts: readonly JudgedForecast[],
  outcomes: readonly Float64Array[],
): { expected: number; actual: number }[] {
  const tables = forecasts.map((forecast, k) => reliability(expectedOf(forecast), outcomes[k]!))
  return Array.from({ length: TENTHS }, (_, tenth) => ({
    expected: sum(tables, table => table[tenth]!.expected),
    actual: sum(tables, table => table[tenth]!.observed),
  }))
}

function stability(pairs: readonly Pair[]): number | null {
  const lists = pairs.map(({ order }) => order.subarray(0, budgetCells(LIST_BUDGET, order.length)))
  return mean(lists.slice(1), (list, k) => jaccard(list, lists[k]!)) ?? null
}
