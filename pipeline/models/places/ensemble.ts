import { learnableFrom, type PlacedEvents } from '../../features/events.ts'
import type { Grid } from '../../features/grid.ts'
import { sumOf } from '../../lib/sums.ts'
import { type BoostedSteps, boostedShare, fitBoostedSteps } from './boosted-steps.ts'
import { CELL_EFFECTS, type CellEffect, cellEffectShare, chooseCellEffect } from './cell-effect.ts'
import { chooseModel } from './choice.ts'
import {
  additiveShare,
  type DaySnapshot,
  gammaPoissonCoefficients,
  layerOf,
  mixtureCoefficients,
  poolLogs,
  poolSize,
} from './day-snapshot.ts'
import { findLayer, planLayers } from './density-layers.ts'
import { chooseGammaPoisson, gammaPoissonShape } from './gamma-poisson.ts'
import { fitMixture } from './kernel-mixture.ts'
import { fitPool, poolShare } from './log-pool.ts'
import { MAX_WINDOWS, originDays } from './origins.ts'
import type { LearntWindow, ModelShares, OpenWindow, ShareFit } from './share-fit.ts'
import { smoothHistories } from './smoothed-histories.ts'
import { closeWindow } from './windows.ts'

/**
 * Windows that weights and powers are fitted to: longer memories lost on the tuning origins.
 *
 * Assumption A8: what placed the offences of these windows best places those of the coming one best.
 */
const FIT_WINDOWS = 26
const WARM_UP_DAYS = 364
const FEW_EVENTS = 200
const RIDGE = 30
/** Weights move slowly: they are fitted anew after every fourth window. */
const REFIT_EVERY = 4
/** The boosted steps are fitted on this many windows, and anew after as many. */
const BOOST_EVERY = 13
const POOL_FLOOR = 0.0003

/** A sequence of days a horizon or more apart; each learns from the windows of those before it. */
interface Sequence {
  readonly past: LearntWindow[]
  mixture?: Float64Array
  powers?: Float64Array
  steps?: BoostedSteps
  open?: OpenWindow
}

/**
 * Fits the shares of many origins in one pass over the history, each from strictly earlier facts. A window
 * (day, day + horizon) is learnt from once it is complete, by what is known then; events are spread once,
 * whatever the number of origins.
 *
 * @param events placed on the grid
 * @param options.origins epoch days, in any order
 * @param options.keep takes what is wanted from each origin's fit; the rest is let go
 * @returns what was kept of each origin, in order of days
 */
export function fitOrigins<T>(
  grid: Grid,
  events: { readonly target: PlacedEvents; readonly related?: PlacedEvents },
  options: {
    readonly origins: readonly number[]
    readonly horizonDays: number
    readonly keep: (fit: ShareFit) => T
  },
): T[] {
  const { origins, horizonDays, keep } = options
  const { target } = events
  const plan = planLayers(events.related !== undefined)
  const histories = smoothHistories(grid, plan.layers, events)
  const wanted = new Set(origins)
  const sequences = new Map<number, Sequence>()
  const kept: T[] = []
  const earliest = learnableFrom(target, WARM_UP_DAYS)
  for (const { day, sequence: number } of originDays(origins, horizonDays, earliest)) {
    const sequence = sequences.get(number) ?? { past: [] }
    sequences.set(number, sequence)
    if (sequence.open) sequence.past.push(closeWindow(sequence.open, target, { until: day, horizonDays }))
    const fit = fitDay(sequence, { plan, cells: grid.x.length, ...histories.asAt(day) }, day)
    if (wanted.delete(day)) kept.push(keep(fit))
  }
  return kept
}

function fitDay(sequence: Sequence, snapshot: DaySnapshot, origin: number): ShareFit {
  const past = sequence.past.slice(-MAX_WINDOWS)
  const events = sumOf(past, window => window.events)
  const scores = past.map(window => window.gammaPoissonScores)
  const gammaPoisson = chooseGammaPoisson(scores, events)
  const { mixture, powers } = weightsOn(sequence, past, snapshot)
  if (events > 0) Object.assign(sequence, { mixture, powers })
  boost(sequence)
  const logs = poolLogs(snapshot)
  const pool = poolShare(logs, powers).map(share => (1 - POOL_FLOOR) * share + POOL_FLOOR / snapshot.cells)
  const effects = cellEffects(snapshot)
  const corrected = effects.map(effect => cellEffectShare(pool, effect))
  const best = chooseCellEffect(past.map(window => window.cellEffectScores))
  const stack = corrected[best]!
  const boosted = sequence.steps ? boostedShare(sequence.steps, logs, stack) : stack
  const parts = [
    gammaPoissonCoefficients(snapshot, gammaPoisson),
    mixtureCoefficients(snapshot, mixture),
  ] as const
  const shares = { ...additiveShares(snapshot, parts, stack), pool, stack, boosted }
  const { chosen, challenger } = chooseModel(past)
  const fit: ShareFit = {
    origin,
    gammaPoisson,
    mixture,
    powers,
    coefficients: {
      gammaPoisson: parts[0],
      mean: parts[0].map((value, k) => (value + parts[1][k]!) / 2),
    },
    cellEffect: effects[best]!,
    ...(sequence.steps ? { steps: sequence.steps } : {}),
    shares,
    chosen,
    challenger,
    share: shares[chosen],
    snapshot,
    shape: shapeOn(snapshot, gammaPoisson),
    past,
  }
  sequence.open = { fit, logs, corrected, boosted: sequence.steps !== undefined }
  return fit
}

/**
 * Weights of the mixture and powers of the pool: those of the day before, or fitted anew where that is due.
 */
function weightsOn(sequence: Sequence, past: readonly LearntWindow[], snapshot: DaySnapshot) {
  const due = sequence.past.length % REFIT_EVERY === 1
  return {
    mixture: (!due && sequence.mixture) || mixtureOn(sequence, past.slice(-FIT_WINDOWS), snapshot),
    powers: (!due && sequence.powers) || powersOn(sequence, past.slice(-FIT_WINDOWS), snapshot),
  }
}

function mixtureOn(
  { mixture }: Sequence,
  past: readonly LearntWindow[],
  { plan }: DaySnapshot,
): Float64Array {
  const events = sumOf(past, window => window.events)
  const rows = past.map(window => window.mixtureRows)
  return fitMixture(rows, plan.mixture.length + 1, {
    iterations: mixture ? 6 : 100,
    dirichlet: events < FEW_EVENTS ? 1.05 : 1,
    ...(mixture ? { start: mixture } : {}),
  })
}

function powersOn({ powers }: Sequence, past: readonly LearntWindow[], snapshot: DaySnapshot): Float64Array {
  const centre = new Float64Array(poolSize(snapshot)).fill(0.5, 0, 2)
  const rows = past.map(window => window.poolRows)
  return fitPool(rows, { start: powers ?? centre, centre, ridge: RIDGE, steps: powers ? 1 : 6 })
}

/** The cells' records with each of the settings among which is chosen, in their order. */
function cellEffects(snapshot: DaySnapshot): CellEffect[] {
  return CELL_EFFECTS.map(({ halfLifeWeeks, alpha }) => {
    const own = findLayer(snapshot.plan, { source: 'target', halfLifeWeeks, sigmaMetres: 0 })
    return { own: layerOf(snapshot, own), mass: snapshot.masses[own]!, alpha }
  })
}

/** The additive models, from the coefficients of both; their mean; and that blended with the stack. */
function additiveShares(
  snapshot: DaySnapshot,
  parts: readonly [Float64Array, Float64Array],
  stack: Float64Array,
): Pick<ModelShares, 'gammaPoisson' | 'kernelMixture' | 'mean' | 'blend'> {
  const [gammaPoisson, kernelMixture] = [additiveShare(snapshot, parts[0]), additiveShare(snapshot, parts[1])]
  const mean = gammaPoisson.map((share, i) => (share + kernelMixture[i]!) / 2)
  return { gammaPoisson, kernelMixture, mean, blend: mean.map((share, i) => (share + stack[i]!) / 2) }
}

/** Fits the boosted steps anew when they are due. */
function boost(sequence: Sequence): void {
  if (sequence.past.length === 0 || sequence.past.length % BOOST_EVERY !== 0) return
  const windows = sequence.past.slice(-BOOST_EVERY)
  sequence.steps = fitBoostedSteps(
    windows.map(({ poolRows, shares }) => ({ ...poolRows, share: shares.stack })),
  )
}

function shapeOn(snapshot: DaySnapshot, settings: ShareFit['gammaPoisson']): Float64Array {
  const own = findLayer(snapshot.plan, {
    source: 'target',
    halfLifeWeeks: settings.halfLifeWeeks,
    sigmaMetres: 0,
  })
  const around = findLayer(snapshot.plan, {
    source: 'target',
    halfLifeWeeks: settings.halfLifeWeeks,
    sigmaMetres: settings.sigmaMetres,
  })
  return gammaPoissonShape(
    { own: layerOf(snapshot, own), smoothed: layerOf(snapshot, around), mass: snapshot.masses[own]! },
    settings.kappa,
  )
}
