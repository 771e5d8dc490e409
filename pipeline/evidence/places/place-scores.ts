import type { PlacedEvents } from '../../features/events.ts'
import { probabilities } from '../../models/places/negative-binomial.ts'

/** A forecast as it is judged: the share of each cell, the total with its interval, and the spread of the counts. */
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
  readonly capture: readonly {
    areaShare: number
    captured: number
    expected: number
    pai: number
    pei: number
  }[]
  /** Slope of log actual on log expected numbers (Poisson regression over cells and origins); 1 is calibrated. */
  readonly slope: number
  /** Mean log probability of the cells' counts (nats), and mean ranked probability score: nearer 0 is better. */
  readonly logScore: number
  readonly rps: number
  /** Expected and actual events by tenth of the cells, least expected first. */
  readonly reliability: readonly { expected: number; actual: number }[]
  /** Probability integral transform of the counts (not randomised, Czado and others 2009): ten equal parts when calibrated. */
  readonly pit: readonly number[]
  /** Part of the counts within the 80 % interval, by the transform. */
  readonly cellCoverage: number
  /** Part of the totals within their 80 % interval, and mean absolute error of the total relative to what happened. */
  readonly totalCoverage: number
  readonly totalError: number
  /** Mean Jaccard index of the cells of the 2 % budget with those of the origin before. */
  readonly jaccard: number | null
}

const BUDGETS = [0.01, 0.02, 0.05, 0.1]
const LIST = 0.02
const BINS = 10
const MOST = 30

/**
 * Scores forecasts against the counts that followed, origin by origin in the same order.
 *
 * Capture = events in the cells of the area budget / all events; PAI = capture / area share (Chainey and others 2008); PEI* =
 * capture / the highest capture that any choice of as many cells had reached (Hunt 2016, same grid).
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
  const events = pairs.reduce((all, { counts }) => all + sum(counts), 0)
  const cells = forecasts[0]?.share.length ?? 1
  const totals = pairs.map(({ forecast, counts }) => ({ ...forecast.total, actual: sum(counts) }))
  const happened = totals.filter(({ actual }) => actual > 0)
  return {
    origins: forecasts.length,
    events,
    bits: pairs.reduce((all, { forecast, counts }) => all + windowBits(forecast.share, counts), 0) / events,
    capture: BUDGETS.map(areaShare => captureOf(pairs, { areaShare, cells, events })),
    slope: calibrationSlope(forecasts, outcomes),
    ...countScores(forecasts, outcomes),
    reliability: reliability(pairs),
    totalCoverage: mean(totals.map(({ low, high, actual }) => (actual >= low && actual <= high ? 1 : 0))),
    totalError: mean(happened.map(({ expected, actual }) => Math.abs(expected - actual) / actual)),
    jaccard: stability(pairs.map(({ order }) => order.subarray(0, budget(LIST, cells)))),
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

/** Bits of one window over a uniform map: the sum over its events of log2(share x cells). */
export function windowBits(share: Float64Array, counts: Float64Array): number {
  let bits = 0
  for (let i = 0; i < share.length; i++)
    if (counts[i]! > 0) bits += counts[i]! * Math.log2(share[i]! * share.length)
  return bits
}

/** Cells in falling order of share; ties by index. */
export function ranking(share: Float64Array): Uint32Array {
  return Uint32Array.from(share, (_, i) => i).sort((a, b) => share[b]! - share[a]! || a - b)
}

/** Cells within an area budget: at least one. */
function budget(areaShare: number, cells: number): number {
  return Math.max(1, Math.round(areaShare * cells))
}

interface Pair {
  readonly forecast: JudgedForecast
  readonly counts: Float64Array
  readonly order: Uint32Array
}

function captureOf(pairs: readonly Pair[], at: { areaShare: number; cells: number; events: number }) {
  const { areaShare, cells, events } = at
  const chosen = budget(areaShare, cells)
  let [captured, expected, best] = [0, 0, 0]
  for (const { forecast, counts, order } of pairs) {
    const all = sum(counts)
    captured += withinBudget(counts, { share: forecast.share, order, chosen })
    for (let r = 0; r < chosen; r++) expected += forecast.share[order[r]!]! * all
    const highest = counts.slice().sort().reverse()
    for (let r = 0; r < chosen; r++) best += highest[r]!
  }
  const pai = captured / events / (chosen / cells)
  return { areaShare, captured: captured / events, expected: expected / events, pai, pei: captured / best }
}

/** Events in the first cells; cells that tie at the edge of the budget are taken in part, as a draw among them would on average. */
function withinBudget(
  counts: Float64Array,
  { share, order, chosen }: { share: Float64Array; order: Uint32Array; chosen: number },
): number {
  const edge = share[order[chosen - 1]!]!
  let [above, inside, tied, inTied] = [0, 0, 0, 0]
  for (let r = 0; r < order.length && share[order[r]!]! >= edge; r++) {
    if (share[order[r]!]! > edge) {
      above++
      inside += counts[order[r]!]!
    } else {
      tied++
      inTied += counts[order[r]!]!
    }
  }
  return inside + (inTied * (chosen - above)) / tied
}

/** Slope b of actual ~ Poisson(exp(a + b log expected)), by Newton's method from (0, 1). */
function calibrationSlope(forecasts: readonly JudgedForecast[], outcomes: readonly Float64Array[]): number {
  const logs = forecasts.map(({ share, total }) => share.map(part => Math.log(part * total.expected)))
  let [a, b] = [0, 1]
  for (let round = 0; round < 8; round++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0]
    logs.forEach((log, k) => {
      const counts = outcomes[k]!
      for (let i = 0; i < log.length; i++) {
        const x = log[i]!
        const mu = Math.exp(a + b * x)
        const rest = counts[i]! - mu
        g0 += rest
        g1 += rest * x
        h00 += mu
        h01 += mu * x
        h11 += mu * x * x
      }
    })
    const determinant = h00 * h11 - h01 * h01
    if (!(determinant > 1e-12)) return Number.NaN
    const [up, along] = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant]
    a += up
    b += along
    if (Math.abs(along) < 1e-7) break
  }
  return b
}

function countScores(forecasts: readonly JudgedForecast[], outcomes: readonly Float64Array[]) {
  const pit = new Float64Array(BINS)
  let [logScore, rps, n] = [0, 0, 0]
  forecasts.forEach(({ share, total, size }, k) => {
    for (let i = 0; i < share.length; i++) {
      const y = Math.min(MOST, Math.round(outcomes[k]![i]!))
      const mu = share[i]! * total.expected
      const spread = mu + (mu * mu) / (size?.[i] ?? Number.POSITIVE_INFINITY)
      const most = Math.min(MOST, Math.max(y + 1, Math.ceil(mu + 8 * Math.sqrt(spread)) + 4))
      const p = probabilities(mu, size?.[i] ?? Number.POSITIVE_INFINITY, most)
      let below = 0
      let before = 0
      for (let c = 0; c < most; c++) {
        if (c === y) before = below
        below += p[c]!
        rps += (below - (y <= c ? 1 : 0)) ** 2
      }
      logScore += Math.log(Math.max(p[y]!, 1e-300))
      addPit(pit, before, p[y]!)
      n++
    }
  })
  const parts = Array.from(pit, part => part / n)
  const cellCoverage = parts.slice(1, -1).reduce((all, part) => all + part, 0)
  return { logScore: logScore / n, rps: rps / n, pit: parts, cellCoverage }
}

/** Spreads one count evenly over [P(below), P(below) + P(count)]. */
function addPit(pit: Float64Array, from: number, width: number): void {
  const to = Math.min(1, from + Math.max(width, 1e-12))
  for (let b = 0; b < BINS; b++) {
    const overlap = Math.min(to, (b + 1) / BINS) - Math.max(from, b / BINS)
    if (overlap > 0) pit[b]! += overlap / (to - from)
  }
}

function reliability(pairs: readonly Pair[]): { expected: number; actual: number }[] {
  const tenths = Array.from({ length: BINS }, () => ({ expected: 0, actual: 0 }))
  for (const { forecast, counts, order } of pairs) {
    order.forEach((cell, r) => {
      const tenth = tenths[BINS - 1 - Math.floor((r * BINS) / order.length)]!
      tenth.expected += forecast.share[cell]! * forecast.total.expected
      tenth.actual += counts[cell]!
    })
  }
  return tenths
}

function stability(lists: readonly Uint32Array[]): number | null {
  const indices = lists.slice(1).map((list, k) => {
    const before = new Set(lists[k]!)
    const both = list.filter(cell => before.has(cell)).length
    return both / (list.length + before.size - both)
  })
  return indices.length > 0 ? mean(indices) : null
}

function sum(values: ArrayLike<number>): number {
  let all = 0
  for (let i = 0; i < values.length; i++) all += values[i]!
  return all
}

function mean(values: readonly number[]): number {
  return values.length > 0 ? sum(values) / values.length : Number.NaN
}
