import { max } from 'd3-array'
import type { Events, PlacedEvents, PlaceHistory } from '../../features/events.ts'
import { countsWithin, placeEvents } from '../../features/events.ts'
import { type Grid, gridOf } from '../../features/grid.ts'
import { random, SEED } from '../../lib/seed.ts'
import { normalised } from '../../lib/sums.ts'
import { forecastPlaces } from '../../models/places/forecast.ts'
import { bits } from '../../scores/bits.ts'
import { type Outcomes, outcomesOf } from './backtest.ts'
import { gammaPoisson } from './grid-shifts.ts'
import { type JudgedForecast, type PlaceScores, scorePlaces } from './place-scores.ts'

/** What becomes of a forecast when every row that it may not know is changed: nothing. */
export interface FutureCanary {
  readonly rowsEdited: number
  /** Greatest change of any cell's expected number. */
  readonly change: number
}

const MOVED_METRES = 5000

/**
 * Forecasts a day twice: from the history, and from one in which every row that is usable only later was
 * moved by 5 km or, every second one, left out.
 *
 * @internal
 */
export function editFuture(history: PlaceHistory, origin: number, horizonDays: number): FutureCanary {
  const { target } = history
  const later = (i: number) => Math.max(target.day[i]!, (target.known ?? target.day)[i]!) >= origin
  const kept: number[] = []
  let rowsEdited = 0
  for (let i = 0; i < target.day.length; i++) {
    if (later(i)) rowsEdited++
    if (!later(i) || rowsEdited % 2 === 0) kept.push(i)
  }
  const moved = { ...target, x: target.x.map((x, i) => (later(i) ? x + MOVED_METRES : x)) }
  const edited = { ...history, target: pick(moved, kept) }
  const [before, after] = [history, edited].map(
    facts => forecastPlaces(facts, origin, { horizonDays }).expected,
  )
  const change = max(before!, (value, i) => Math.abs(value - after![i]!)) ?? 0
  return { rowsEdited, change }
}

function pick({ day, x, y, known, firstKnown, weight, goneFrom }: Events, rows: readonly number[]): Events {
  const ints = (values: Int32Array) => Int32Array.from(rows, i => values[i]!)
  const floats = (values: Float64Array) => Float64Array.from(rows, i => values[i]!)
  return {
    day: ints(day),
    x: floats(x),
    y: floats(y),
    ...(known ? { known: ints(known) } : {}),
    ...(firstKnown ? { firstKnown: ints(firstKnown) } : {}),
    ...(weight ? { weight: floats(weight) } : {}),
    ...(goneFrom ? { goneFrom: floats(goneFrom) } : {}),
  }
}

/**
 * Gain in bits an event of a memory of half a year over one that forgets nothing: as things are, and with
 * times shuffled over places.
 */
export interface RecencyCanary {
  readonly before: number
  readonly after: number
}

/**
 * The gain of recency with the places of all events shuffled over their times: where nothing moves, nothing
 * can be learnt from what is recent. One gamma-Poisson model (500 m, weight 2) with half-lives of 26 weeks
 * and of no end.
 *
 * @internal
 */
export function shuffleTime(
  history: PlaceHistory,
  origins: readonly number[],
  { horizonDays }: { readonly horizonDays: number },
): RecencyCanary {
  const grid = gridOf(history.cells.x, history.cells.y, history.cellMetres)
  const rising = [...origins].sort((a, b) => a - b)
  const gain = (target: Events) =>
    recencyGain(grid, placeEvents(grid, target), { origins: rising, horizonDays })
  return { before: gain(history.target), after: gain(shuffled(history.target)) }
}

function shuffled(target: Events): Events {
  const source = random(SEED, 'shuffle')
  const order = Array.from(target.day, (_, i) => i)
  for (let i = order.length - 1; i > 0; i--) {
    const j = source.int(i + 1)
    const held = order[i]!
    order[i] = order[j]!
    order[j] = held
  }
  return {
    ...target,
    x: Float64Array.from(order, i => target.x[i]!),
    y: Float64Array.from(order, i => target.y[i]!),
  }
}

function recencyGain(
  grid: Grid,
  events: PlacedEvents,
  { origins, horizonDays }: { origins: readonly number[]; horizonDays: number },
): number {
  const cells = grid.x.length
  const maps = [26, Number.POSITIVE_INFINITY].map(halfLifeWeeks =>
    gammaPoisson(grid, events, { halfLifeWeeks, sigmaMetres: 500, kappa: 2 }),
  )
  let [gain, all] = [0, 0]
  for (const origin of origins) {
    const counts = countsWithin(events, { from: origin, to: origin + horizonDays, cells })
    const [short, long] = maps.map(share => bits(normalised(share(origin)), counts))
    gain += short! - long!
    for (const count of counts) all += count
  }
  return all > 0 ? gain / all : 0
}

/** The forecast beside the intensity that made the events: what no forecast can exceed but by chance. */
export interface OracleGap {
  readonly forecast: Pick<PlaceScores, 'bits' | 'capture'>
  readonly oracle: Pick<PlaceScores, 'bits' | 'capture'>
}

/**
 * Scores the forecasts and the true shares of the same days on the same events.
 *
 * @param truth true share of each cell on an epoch day; it need not sum to 1
 * @internal
 */
export function oracleGap(
  past: readonly JudgedForecast[],
  events: PlacedEvents,
  { horizonDays, truth }: { readonly horizonDays: number; readonly truth: (day: number) => Float64Array },
): OracleGap {
  const outcomes = outcomesOf(past, events, horizonDays)
  const known = past.map(({ origin, total }) => ({
    origin,
    total,
    share: floored(normalised(truth(origin))),
  }))
  const [forecast, oracle] = [past, known].map(judged => {
    const { bits, capture } = scorePlaces(judged, outcomes)
    return { bits, capture }
  })
  return { forecast: forecast!, oracle: oracle! }
}

/** No cell quite without a share, as events may be placed by a rough geocode where none can happen. */
const floored = (share: Float64Array) => share.map(value => 0.999 * value + 0.001 / share.length)

/** The checks that must hold whatever the data; the last only where the truth is known. */
export interface Canaries {
  readonly future: FutureCanary
  readonly recency: RecencyCanary
  readonly oracle: OracleGap | null
}

/** Runs every canary on a history and the past origins forecast from it, which must not be empty. */
export function runCanaries(
  history: PlaceHistory,
  past: readonly JudgedForecast[],
  at: Outcomes & { readonly truth: ((day: number) => Float64Array) | null },
): Canaries {
  const { events, horizonDays, truth } = at
  const origins = past.map(({ origin }) => origin)
  return {
    future: editFuture(history, Math.max(...origins), horizonDays),
    recency: shuffleTime(history, origins, { horizonDays }),
    oracle: truth ? oracleGap(past, events, { horizonDays, truth }) : null,
  }
}
