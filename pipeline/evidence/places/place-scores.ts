import { mean, sum } from 'd3-array'
import { probabilities } from '../../models/places/negative-binomial.ts'
import { budgetCells, JUDGED_BUDGETS, LIST_BUDGET } from '../../scores/area-budget.ts'
import { bits } from '../../scores/bits.ts'
import { capture } from '../../scores/capture.ts'
import { coverage } from '../../scores/coverage.ts'
import { jaccard } from '../../scores/jaccard.ts'
import { logScore } from '../../scores/log-score.ts'
import { pai } from '../../scores/pai.ts'
import { pei } from '../../scores/pei.ts'
import { addPit } from '../../scores/pit.ts'
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
  /** Size of each cell's negative binomial; absent: Poisson. */
  readonly size?: Float64Array
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
  /**
   * Mean log probability of the cells' counts (nats), and mean ranked probability score: nearer 0 is better.
   */
  readonly logScore: number
  readonly rps: number
  /** Expected and actual events by tenth of the cells, least expected first. */
  readonly reliability: readonly { expected: number; actual: number }[]
  /** Probability integral transform of the counts: ten equal parts when calibrated. */
  readonly pit: readonly number[]
  /** Part of the counts within the 80 % interval, by the transform. */
  readonly cellCoverage: number
  /** Part of the totals within their 80 % interval, and mean absolute error relative to what happened. */
  readonly totalCoverage: number
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

const BINS = 10
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
    slope: poissonSlope(
      forecasts.map(({ share, total }) => share.map(part => part * total.expected)),
      outcomes,
    ),
    ...countScores(pairs),
    reliability: pooledReliability(pairs),
    totalCoverage: coverage(totals),
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

function countScores(pairs: readonly Pair[]) {
  const pit = new Float64Array(BINS)
  let [logs, ranked, n] = [0, 0, 0]
  for (const { forecast, counts } of pairs) {
    const { share, total, size } = forecast
    for (let i = 0; i < share.length; i++) {
      const count = Math.min(MAX_COUNT, Math.round(counts[i]!))
      const mean = share[i]! * total.expected
      const p = spreadOf(mean, size?.[i] ?? Number.POSITIVE_INFINITY, count)
      logs += logScore(p, count)
      ranked += rps(p, count)
      addPit(pit, p, count)
      n++
    }
  }
  const parts = Array.from(pit, part => part / n)
  return { logScore: logs / n, rps: ranked / n, pit: parts, cellCoverage: sum(parts.slice(1, -1)) }
}

/**
 * Probabilities of the counts 0, 1, ... as far as they matter: beyond the count seen and eight standard
 * deviations.
 */
function spreadOf(mean: number, size: number, count: number): Float64Array {
  const deviation = Math.sqrt(mean + (mean * mean) / size)
  return probabilities(
    mean,
    size,
    Math.min(MAX_COUNT, Math.max(count + 1, Math.ceil(mean + 8 * deviation) + 4)),
  )
}

/** The origins' tables added up: where one map is surer of a cell than another, each counts as it said. */
function pooledReliability(pairs: readonly Pair[]): { expected: number; actual: number }[] {
  const tables = pairs.map(({ forecast, counts }) =>
    reliability(
      forecast.share.map(share => share * forecast.total.expected),
      counts,
    ),
  )
  return Array.from({ length: BINS }, (_, tenth) => ({
    expected: sum(tables, table => table[tenth]!.expected),
    actual: sum(tables, table => table[tenth]!.observed),
  }))
}

function stability(pairs: readonly Pair[]): number | null {
  const lists = pairs.map(({ order }) => order.subarray(0, budgetCells(LIST_BUDGET, order.length)))
  return mean(lists.slice(1), (list, k) => jaccard(list, lists[k]!)) ?? null
}
