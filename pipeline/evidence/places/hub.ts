import { sum } from 'd3-array'
import { countsWithin } from '../../features/events.ts'
import type { AreaGrid } from '../../features/grid.ts'
import { MODEL_CATALOGUE, MODELS } from '../../models/places/catalogue.ts'
import { type CountSpread, jointCount } from '../../models/places/count-spread.ts'
import type { PastExpectation } from '../../models/places/forecast.ts'
import { probabilities, reachOf } from '../../models/places/negative-binomial.ts'
import { logScore } from '../../scores/log-score.ts'
import { weightedInterval } from '../../scores/weighted-interval.ts'
import type { Outcomes } from './backtest.ts'
import { BASELINE_TITLES, BASELINES } from './baseline-names.ts'
import { baselineShares } from './baselines.ts'
import { rivalSpreads } from './rival-spreads.ts'

/** The 23 levels at which hubs ask for quantiles. */
export const LEVELS = [
  0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85,
  0.9, 0.95, 0.975, 0.99,
] as const

/** Categories of the count of a square; the last is open. */
export const CATEGORIES = ['0', '1', '2', '3', '4+'] as const

/** A model of the hub: its name there, and what it is. */
export interface HubModel {
  /** Of 16 letters, digits and underscores at most. */
  readonly abbreviation: string
  readonly title: string
}

/** What one model said on one origin. */
export interface HubForecast {
  readonly model: string
  readonly origin: number
  /** Chance of each category, square by square. */
  readonly squares: readonly Float64Array[]
  /** Quantiles by area: each district, then the force. */
  readonly areas: readonly { readonly location: string; readonly quantiles: readonly number[] }[]
}

/** How one model did on one origin. */
export interface HubScore {
  readonly model: string
  readonly origin: number
  /** Mean logarithm of the chance of the category that came, over the squares; nearer 0 is better. */
  readonly squareLogScore: number
  /** Weighted interval score, mean over districts, and of the force, in offences. */
  readonly districtWis: number
  readonly forceWis: number
}

/** What happened in each square, district and the force within the horizon of an origin. */
export interface HubTruth {
  readonly origin: number
  readonly squares: Float64Array
  readonly areas: readonly { readonly location: string; readonly count: number }[]
}

const PUBLISHED = 'published'
const FORCE = 'force'
/** How baselines are named in a hub: letters, digits and underscores. */
const BASELINE_CODES: Readonly<Record<keyof typeof BASELINE_TITLES, string>> = {
  uniform: 'even',
  'last 4 weeks': 'last_4',
  'last 52 weeks': 'last_52',
  'all history': 'all_history',
  'KDE of 52 weeks': 'kde_52',
  'same weeks of past years': 'same_weeks',
}

/** Every model of the hub, the published forecast first; every baseline is a model like any other. */
export function hubModels(): HubModel[] {
  return [
    { abbreviation: PUBLISHED, title: 'The forecast as published' },
    ...MODELS.map(name => ({ abbreviation: MODEL_CATALOGUE[name].code, title: MODEL_CATALOGUE[name].title })),
    ...BASELINES.map(name => ({ abbreviation: BASELINE_CODES[name], title: BASELINE_TITLES[name] })),
  ]
}

/**
 * Past origins as a forecast hub holds them (hubverse): what each model and baseline said, what happened, and
 * how each did. A model's counts have a dispersion of its own, fitted on the origins before.
 *
 * @param past origins in order of days, each from strictly earlier facts
 * @param at.grid with the district of each square
 */
export function hubOf(
  past: readonly PastExpectation[],
  at: Outcomes & { readonly grid: AreaGrid },
): { readonly forecasts: HubForecast[]; readonly truths: HubTruth[]; readonly scores: HubScore[] } {
  const areas = areasOf(at.grid)
  const truths = past.map(({ origin, share }): HubTruth => {
    const squares = countsWithin(at.events, {
      from: origin,
      to: origin + at.horizonDays,
      cells: share.length,
    })
    return {
      origin,
      squares,
      areas: areas.map(({ location, cells }) => ({ location, count: sum(cells, cell => squares[cell]!) })),
    }
  })
  const forecasts = maps(past, at, truths).flatMap(({ model, shares, spreads }) =>
    past.map((made, k) => forecastOf({ model, made, share: shares[k]!, spread: spreads[k]! }, areas)),
  )
  const truthOf = new Map(truths.map(truth => [truth.origin, truth]))
  return { forecasts, truths, scores: forecasts.map(one => scoreOf(one, truthOf.get(one.origin)!)) }
}

interface Area {
  readonly location: string
  readonly cells: readonly number[]
}

function areasOf({ district, ids }: AreaGrid): Area[] {
  const byName = new Map<string, number[]>()
  for (const [cell, name] of district.entries()) byName.set(name, [...(byName.get(name) ?? []), cell])
  const districts = [...byName].sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    ...districts.map(([location, cells]) => ({ location, cells })),
    { location: FORCE, cells: ids.map((_, cell) => cell) },
  ]
}

interface ModelMaps {
  readonly model: string
  readonly shares: readonly Float64Array[]
  readonly spreads: readonly CountSpread[]
}

/** Each model's map at every origin, with the spread of its counts. */
function maps(past: readonly PastExpectation[], at: Outcomes, truths: readonly HubTruth[]): ModelMaps[] {
  const outcomes = truths.map(({ squares }) => squares)
  const baselines = past.map(({ origin }) =>
    baselineShares(at.grid, at.events, { day: origin, horizonDays: at.horizonDays }),
  )
  const rival = (model: string, shares: Float64Array[]) => ({
    model,
    shares,
    spreads: rivalSpreads(past, shares, { outcomes, horizonDays: at.horizonDays }),
  })
  return [
    { model: PUBLISHED, shares: past.map(made => made.share), spreads: past.map(made => made.spread) },
    ...MODELS.map(name =>
      rival(
        MODEL_CATALOGUE[name].code,
        past.map(made => made.shares[name]),
      ),
    ),
    ...BASELINES.map(name =>
      rival(
        BASELINE_CODES[name],
        baselines.map(baseline => baseline[name]),
      ),
    ),
  ]
}

function forecastOf(
  {
    model,
    made,
    share,
    spread,
  }: {
    readonly model: string
    readonly made: PastExpectation
    readonly share: Float64Array
    readonly spread: CountSpread
  },
  areas: readonly Area[],
): HubForecast {
  const mean = share.map(part => part * made.total.expected)
  return {
    model,
    origin: made.origin,
    squares: Array.from(mean, (m, i) => categories(m, spread.size[i]!)),
    areas: areas.map(({ location, cells }) => {
      const joint = jointCount(mean, spread, cells)
      return { location, quantiles: quantilesOf(joint.mean, joint.size) }
    }),
  }
}

/** Chances of 0, 1, 2, 3 and of 4 or more. @internal */
export function categories(mean: number, size: number): Float64Array {
  const last = CATEGORIES.length - 1
  const chances = new Float64Array(CATEGORIES.length)
  chances.set(probabilities(mean, size, last - 1))
  chances[last] = Math.max(0, 1 - sum(chances))
  return chances
}

/** Quantiles of a count at `LEVELS`: the least whole numbers that hold as much. @internal */
export function quantilesOf(mean: number, size: number): number[] {
  const p = probabilities(mean, size, reachOf(mean, size))
  let [count, held] = [0, p[0]!]
  return LEVELS.map(level => {
    while (held < level && count + 1 < p.length) held += p[++count]!
    return count
  })
}

function scoreOf({ model, origin, squares, areas }: HubForecast, truth: HubTruth): HubScore {
  const last = CATEGORIES.length - 1
  const logs = squares.map((chances, i) => logScore(chances, Math.min(last, truth.squares[i]!)))
  const wis = areas.map(({ quantiles }, k) => weightedInterval(LEVELS, quantiles, truth.areas[k]!.count))
  return {
    model,
    origin,
    squareLogScore: sum(logs) / logs.length,
    districtWis: sum(wis.slice(0, -1)) / Math.max(1, wis.length - 1),
    forceWis: wis.at(-1)!,
  }
}
