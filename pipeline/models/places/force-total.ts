import { firstDayKnown, learnableFrom, type PlacedEvents } from '../../features/events.ts'
import { weeklyCounts } from '../../features/reporting-delay.ts'
import { sum, sumOf } from '../../lib/sums.ts'
import { fitSeason, type Season, seasonAt } from './season.ts'

/**
 * Expected number in the whole area over the horizon, with an interval of whole numbers and the spread of its
 * errors.
 */
export interface TotalForecast {
  readonly expected: number
  /** Whole numbers between which at least 80% of past errors would have put the count. */
  readonly low: number
  readonly high: number
  /** Part of past errors that the interval really holds; 0.8 before there are enough of them. */
  readonly mass: number
  /** Coefficient of variation of the level, beyond Poisson noise. */
  readonly cv: number
  readonly model: string
  /**
   * Shares of the last four weeks' offences, the latest first, that are usually recorded by now: what the
   * correction for delay rests on.
   */
  readonly complete: readonly number[]
}

/** Forecasts of the total on successive days; what one day computed, later days use again. */
export interface ForceTotals {
  at(day: number): TotalForecast
}

const MAX_ERRORS = 52
const MIN_ERRORS = 8
const WARM_UP_WEEKS = 26
/** Assumption A4: a week without any event is a gap in the data when this many were to be expected. */
const GAP_EXPECTED = 8
const DEFAULT_SPREAD = 0.25
const LEVEL = 0.8
/** Added to counts before logarithms are taken, so that none has one. */
const HALF = 0.5

/**
 * Ways to the level of the coming weeks: a half-life in weeks, or a flat mean of the last four, or a damped
 * trend.
 */
const LEVELS = [
  { name: 'mean of the last 4 weeks', weight: (w: number) => (w < 4 ? 1 : 0) },
  { name: 'mean with half-life 8 weeks', weight: (w: number) => 2 ** (-w / 8) },
  { name: 'mean with half-life 13 weeks', weight: (w: number) => 2 ** (-w / 13) },
  { name: 'mean with half-life 26 weeks', weight: (w: number) => 2 ** (-w / 26) },
  { name: 'mean with half-life 52 weeks', weight: (w: number) => 2 ** (-w / 52) },
] as const

const [FAST, MIDDLE, SLOW] = [1, 2, 3]
const DAMPING = 0.5
const REACH_WEEKS = 260

/** Names of all candidates: each level and the damped trend, without and with season. */
const NAMES = [...LEVELS.map(level => level.name), 'damped trend'].flatMap(name => [
  name,
  `${name}, seasonal`,
])
const DEFAULT_CANDIDATE = NAMES.indexOf('mean with half-life 26 weeks, seasonal')

/**
 * Forecasts of the total of a history: among means of several memories and a damped trend, each without and
 * with a pooled season, the one that erred least (mean absolute log error) on up to 52 past windows. The
 * interval holds 80% of those errors. An error is log((actual + 1/2) / (forecast + 1/2)), so that a window
 * in which nothing happened counts too; what is not recorded yet of the latest window is made up for. Days
 * from `completeBefore` on are not known rather than quiet: a forecast made later counts its weeks back from
 * there, and judges itself on whole windows before it.
 */
export function forceTotals(
  events: PlacedEvents,
  horizonDays: number,
  completeBefore = Number.POSITIVE_INFINITY,
): ForceTotals {
  const known = new Map<number, ReturnType<typeof candidates>>()
  const begin = learnableFrom(events, 7 * WARM_UP_WEEKS)
  const candidatesOn = (day: number) => {
    const found = known.get(day) ?? candidates(events, { day, horizonDays, completeBefore })
    known.set(day, found)
    return found
  }
  return {
    at: day => {
      const { forecasts: now, complete } = candidatesOn(day)
      const first = Math.min(day, firstDayKnown(events, day))
      const until = Math.min(day, completeBefore)
      const before = countsBefore(events, { day, until, first, complete })
      const errors: Float64Array[] = []
      for (let k = 1; k <= MAX_ERRORS && day - k * horizonDays >= begin; k++) {
        const from = day - k * horizonDays
        if (from + horizonDays > completeBefore) continue
        const { forecasts } = candidatesOn(from)
        const actual = before[from + horizonDays - first]! - before[from - first]!
        if (actual > 0 || forecasts[DEFAULT_CANDIDATE]! <= GAP_EXPECTED) {
          errors.push(forecasts.map(forecast => Math.log((actual + HALF) / (forecast + HALF))))
        }
      }
      return {
        ...conclude(now, errors),
        complete: Array.from({ length: 4 }, (_, week) => complete[week] ?? 1),
      }
    },
  }
}

function conclude(now: Float64Array, errors: readonly Float64Array[]): Omit<TotalForecast, 'complete'> {
  const score = (c: number) => sumOf(errors, error => Math.abs(error[c]!))
  let best = DEFAULT_CANDIDATE
  if (errors.length >= MIN_ERRORS) for (let c = 0; c < now.length; c++) if (score(c) < score(best)) best = c
  const expected = now[best]!
  const sizes = errors.map(error => Math.abs(error[best]!)).sort((a, b) => a - b)
  const noise = 1 / Math.max(1, expected)
  const at = LEVEL * (sizes.length + 1) - 1
  const spread =
    sizes.length >= MIN_ERRORS
      ? interpolate(sizes, Math.min(sizes.length - 1, at))
      : 1.2816 * Math.sqrt(DEFAULT_SPREAD ** 2 + noise)
  const variance =
    errors.length > 0 ? sumOf(errors, error => error[best]! ** 2) / errors.length : DEFAULT_SPREAD ** 2
  const [low, high] = [-spread, spread].map(error => (expected + HALF) * Math.exp(error) - HALF)
  const interval = { low: Math.max(0, Math.floor(low!)), high: Math.ceil(high!) }
  return {
    expected,
    ...interval,
    mass:
      sizes.length >= MIN_ERRORS
        ? massOf(
            expected,
            interval,
            errors.map(error => error[best]!),
          )
        : LEVEL,
    cv: Math.sqrt(Math.max(0, variance - noise)),
    model: NAMES[best]!,
  }
}

/** Part of past errors that would have put the count within an interval. */
function massOf(
  expected: number,
  { low, high }: { readonly low: number; readonly high: number },
  errors: readonly number[],
): number {
  const held = errors.filter(error => {
    const count = Math.max(0, (expected + HALF) * Math.exp(error) - HALF)
    return count >= low && count <= high
  })
  return held.length / errors.length
}

function interpolate(sorted: readonly number[], at: number): number {
  const low = Math.max(0, Math.floor(at))
  const high = Math.min(sorted.length - 1, low + 1)
  return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!)
}

/**
 * The forecast of every candidate on a day, in the order of `NAMES`, each at least 0.1; and how complete each
 * week before it is, latest first.
 */
function candidates(
  events: PlacedEvents,
  { day, horizonDays, completeBefore }: { day: number; horizonDays: number; completeBefore: number },
) {
  const until = Math.min(day, completeBefore)
  const { counts, complete } = weeklyCounts(events, until)
  const seasons: Season[] = [new Float64Array(4), fitSeason(counts, until)]
  const out = new Float64Array(NAMES.length)
  seasons.forEach((season, s) => {
    const levels = weekLevels(counts, season, until)
    levels.push(levels[MIDDLE]! * (levels[FAST]! / Math.max(levels[SLOW]!, 1e-9)) ** DAMPING)
    let ahead = 0
    for (let d = 0; d < horizonDays; d++) ahead += seasonAt(season, day + d) / 7
    levels.forEach((level, l) => {
      out[2 * l + s] = Math.max(0.1, level * ahead)
    })
  })
  return { forecasts: out, complete }
}

/** Weekly level without season by each memory; weeks that are gaps in the data are passed over. */
function weekLevels(counts: Float64Array, season: Season, day: number): number[] {
  const reach = Math.min(counts.length, REACH_WEEKS)
  const usual = sum(counts.subarray(0, reach)) / Math.max(1, reach)
  const sums = new Float64Array(LEVELS.length)
  const weights = new Float64Array(LEVELS.length)
  for (let w = 0; w < reach; w++) {
    if (counts[w] === 0 && usual > GAP_EXPECTED) continue
    const factor = seasonAt(season, day - 7 * w - 4)
    LEVELS.forEach(({ weight }, l) => {
      sums[l]! += weight(w) * (counts[w]! / factor)
      weights[l]! += weight(w)
    })
  }
  return Array.from(sums, (sum, l) => (weights[l]! > 0 ? sum / weights[l]! : usual))
}

/**
 * Events known on a day, summed: entry d counts those before the d-th day of the history. Weeks that are not
 * complete yet are corrected for what is still to be recorded.
 *
 * @param at.until the day that the weeks of `complete` are counted back from
 */
function countsBefore(
  events: PlacedEvents,
  at: { day: number; until: number; first: number; complete: Float64Array },
): Float64Array {
  const { day, until, first, complete } = at
  const sums = new Float64Array(Math.max(0, day - first) + 1)
  for (let i = 0; i < events.day.length && events.usableFrom[i]! <= day; i++) {
    if (events.goneFrom[i]! <= day) continue
    const week = Math.floor((until - 1 - events.day[i]!) / 7)
    sums[events.day[i]! - first + 1]! += events.weight[i]! / (complete[week] ?? 1)
  }
  for (let d = 1; d < sums.length; d++) sums[d]! += sums[d - 1]!
  return sums
}
