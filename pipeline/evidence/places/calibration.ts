import { sum } from 'd3-array'
import { type CountSpread, jointCount } from '../../models/places/count-spread.ts'
import type { TotalForecast } from '../../models/places/force-total.ts'
import { countInterval, probabilities, reachOf } from '../../models/places/negative-binomial.ts'
import { budgetCells, LIST_BUDGET } from '../../scores/area-budget.ts'
import { capture } from '../../scores/capture.ts'
import { centralCoverage } from '../../scores/central-coverage.ts'
import { addPit, pitInterval } from '../../scores/pit.ts'
import { poissonSlope } from '../../scores/poisson-slope.ts'
import { ranking } from '../../scores/ranking.ts'
import { bootstrapRatio } from './bootstrap-ratio.ts'
import { type Check, checkOf } from './check.ts'
import { expectedOf, type JudgedForecast } from './place-scores.ts'

/** A forecast whose spread is judged too. */
export interface SpreadForecast extends JudgedForecast {
  readonly total: TotalForecast
  readonly spread: CountSpread
}

/**
 * Whether numbers and spread mean what they say, judged where a wrong forecast can be told from a right one.
 */
export interface Calibration {
  /**
   * Probability integral transform of the squares' counts, weighted by what was expected: ten equal parts
   * when calibrated.
   */
  readonly pit: readonly number[]
  readonly checks: readonly Check[]
}

const LEVEL = 0.8
/** Squares in which less is expected hold next to no count: any forecast covers them. */
const MIN_EXPECTED = 0.3
const TENTHS = 10

/** Sums over one window: what a measure has found, what was promised, and of how much. */
interface Tally {
  found: number
  promised: number
  of: number
}

type Tallied = 'squares' | 'intervals' | 'weighted' | 'districts' | 'force' | 'total' | 'capture'
type WindowTallies = Record<Tallied, Tally>

/**
 * Judges past forecasts by checks that can fail: a uniform map, means half as large again or a wrong spread
 * each break at least one of them.
 *
 * @param outcomes events of each cell within each forecast's horizon
 * @param districts cells of each district
 */
export function calibrate(
  forecasts: readonly SpreadForecast[],
  outcomes: readonly Float64Array[],
  districts: readonly (readonly number[])[],
): Calibration {
  const pit = new Float64Array(TENTHS)
  const windows = forecasts.map((forecast, k) => {
    const tallies = newTallies()
    tallySquares(tallies, pit, { forecast, counts: outcomes[k]! })
    tallyDistricts(tallies, { forecast, counts: outcomes[k]! }, districts)
    tallyForce(tallies, { forecast, counts: outcomes[k]! })
    return tallies
  })
  const all = sum(pit)
  const { slope, error } = poissonSlope(forecasts.map(expectedOf), outcomes)
  const tallied = (Object.keys(newTallies()) as Tallied[]).map(code => tallyCheck(code, windows))
  const interval = { low: slope - 1.96 * error, high: slope + 1.96 * error }
  const of = sum(outcomes, counts => sum(counts))
  return {
    pit: Array.from(pit, part => part / all),
    checks: [...tallied, checkOf({ code: 'slope', promised: 1, found: slope, ...interval, of })],
  }
}

function newTallies(): WindowTallies {
  const blank = () => ({ found: 0, promised: 0, of: 0 })
  return {
    total: blank(),
    capture: blank(),
    squares: blank(),
    intervals: blank(),
    weighted: blank(),
    districts: blank(),
    force: blank(),
  }
}

function tallyCheck(code: Tallied, windows: readonly WindowTallies[]): Check {
  const tallies = windows.map(window => window[code])
  const of = sum(tallies, tally => tally.of)
  const promised = sum(tallies, tally => tally.promised) / of
  const { mean, low, high } = bootstrapRatio(
    tallies.map(({ found }) => found),
    tallies.map(tally => tally.of),
  )
  return of > 0
    ? checkOf({ code, promised, found: mean, low, high, of })
    : checkOf({ code, promised: LEVEL, found: Number.NaN, low: Number.NaN, high: Number.NaN, of })
}

interface Window {
  readonly forecast: SpreadForecast
  readonly counts: Float64Array
}

/** Adds what was found and promised, each weighing `of`. */
function add(tally: Tally, { found, promised, of }: Tally): void {
  tally.found += of * found
  tally.promised += of * promised
  tally.of += of
}

function tallySquares(tallies: WindowTallies, pit: Float64Array, { forecast, counts }: Window): void {
  const expected = expectedOf(forecast)
  expected.forEach((mean, i) => {
    const size = forecast.spread.size[i]!
    const count = Math.round(counts[i]!)
    const transform = pitInterval(probabilities(mean, size, Math.max(count, reachOf(mean, size))), count)
    addPit(pit, transform, mean)
    const inside = centralCoverage(transform, LEVEL)
    add(tallies.weighted, { found: inside, promised: LEVEL, of: mean })
    if (mean < MIN_EXPECTED) return
    add(tallies.squares, { found: inside, promised: LEVEL, of: 1 })
    const { low, high, mass } = countInterval(mean, size)
    add(tallies.intervals, { found: count >= low && count <= high ? 1 : 0, promised: mass, of: 1 })
  })
}

function tallyDistricts(
  { districts }: WindowTallies,
  { forecast, counts }: Window,
  cells: readonly (readonly number[])[],
): void {
  const expected = expectedOf(forecast)
  for (const district of cells) {
    const { mean, size } = jointCount(expected, forecast.spread, district)
    const count = Math.round(sum(district, i => counts[i]!))
    const p = probabilities(mean, size, Math.max(count, reachOf(mean, size)))
    add(districts, { found: centralCoverage(pitInterval(p, count), LEVEL), promised: LEVEL, of: 1 })
  }
}

function tallyForce({ force, total, capture: captured }: WindowTallies, { forecast, counts }: Window): void {
  const { share, total: made } = forecast
  const actual = sum(counts)
  add(force, { found: actual >= made.low && actual <= made.high ? 1 : 0, promised: made.mass, of: 1 })
  add(total, { found: actual / made.expected, promised: 1, of: made.expected })
  const order = ranking(share)
  const cells = budgetCells(LIST_BUDGET, share.length)
  const expected = sum(order.subarray(0, cells), i => share[i]!)
  if (actual === 0) return
  const found = capture(share, counts, { cells, order }) / actual
  add(captured, { found, promised: expected, of: actual })
}
