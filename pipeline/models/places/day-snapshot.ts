import { findLayer, type LayerPlan } from './density-layers.ts'
import {
  GAMMA_POISSON_CANDIDATES,
  GAMMA_POISSON_LAYERS,
  type GammaPoissonSettings,
  gammaPoissonWeights,
  KAPPAS,
  UNIFORM,
} from './gamma-poisson.ts'
import type { HistoryState } from './smoothed-histories.ts'

/** What is known on a day, smoothed, and where each model finds its layers. */
export interface DaySnapshot extends HistoryState {
  readonly plan: LayerPlan
  readonly cells: number
}

/** One layer's density over the cells. */
export function layerOf(
  { densities, cells }: Pick<DaySnapshot, 'densities' | 'cells'>,
  layer: number,
): Float64Array {
  return densities.subarray(layer * cells, (layer + 1) * cells)
}

/** Coefficients of the gamma-Poisson share over the plan's layers, the flat density last. They sum to 1. */
export function gammaPoissonCoefficients(
  { plan, masses, cells }: DaySnapshot,
  settings: GammaPoissonSettings,
): Float64Array {
  const out = new Float64Array(plan.layers.length + 1)
  const own = findLayer(plan, { source: 'target', halfLifeWeeks: settings.halfLifeWeeks, sigmaMetres: 0 })
  const weights = gammaPoissonWeights(masses[own]!, cells, settings.kappa)
  out[own]! += (1 - UNIFORM) * weights.own
  out[
    findLayer(plan, {
      source: 'target',
      halfLifeWeeks: settings.halfLifeWeeks,
      sigmaMetres: settings.sigmaMetres,
    })
  ]! += (1 - UNIFORM) * weights.smoothed
  out[plan.layers.length] = UNIFORM
  return out
}

/** Coefficients of the kernel mixture over the plan's layers, the flat density last. They sum to 1. */
export function mixtureCoefficients({ plan }: DaySnapshot, mixture: Float64Array): Float64Array {
  const out = new Float64Array(plan.layers.length + 1)
  plan.mixture.forEach((layer, k) => {
    out[layer]! += (1 - UNIFORM) * mixture[k]!
  })
  out[plan.layers.length] = (1 - UNIFORM) * mixture.at(-1)! + UNIFORM
  return out
}

/** Densities of the mixture's kernels, the flat one last, where events fell: `[e * kernels + k]`. */
export function mixtureDensities(
  { plan, densities, cells: cellCount }: DaySnapshot,
  cells: Int32Array,
): Float64Array {
  const kernels = plan.mixture.length + 1
  const out = new Float64Array(cells.length * kernels).fill(1 / cellCount)
  plan.mixture.forEach((layer, k) => {
    for (let e = 0; e < cells.length; e++) out[e * kernels + k] = densities[layer * cellCount + cells[e]!]!
  })
  return out
}

/** The share that coefficients give: sum over layers of coefficient x density, plus the flat part. */
export function additiveShare({ densities, cells }: DaySnapshot, coefficients: Float64Array): Float64Array {
  const flat = coefficients.length - 1
  const share = new Float64Array(cells).fill(coefficients[flat]! / cells)
  for (let k = 0; k < flat; k++) {
    const w = coefficients[k]!
    if (w === 0) continue
    for (let i = 0, at = k * cells; i < cells; i++, at++) share[i]! += w * densities[at]!
  }
  return share
}

/**
 * Part of the pool's densities that is spread evenly: less than elsewhere, for the pool learns how far to
 * trust an empty cell.
 */
const EVEN = 0.003

/** Number of the pool's features: its densities and the distinct places of each source. */
export function poolSize({ plan, distinctPlaces }: Pick<DaySnapshot, 'plan' | 'distinctPlaces'>): number {
  return plan.pool.length + distinctPlaces.length
}

/**
 * The pool's features over all cells, `logs[feature * cells + i]`: log densities, then logarithms of 1 +
 * distinct places.
 */
export function poolLogs(snapshot: DaySnapshot): Float64Array {
  const { plan, densities, masses, distinctPlaces, cells } = snapshot
  const logs = new Float64Array(poolSize(snapshot) * cells)
  plan.pool.forEach(({ layer, kappa, even = EVEN }, f) => {
    const { source, halfLifeWeeks, sigmaMetres } = layer
    const own = Math.max(0, findLayer(plan, { source, halfLifeWeeks, sigmaMetres: 0 }))
    const weights =
      kappa === undefined ? { own: 0, smoothed: 1 } : gammaPoissonWeights(masses[own]!, cells, kappa)
    const [near, around] = [own * cells, findLayer(plan, { source, halfLifeWeeks, sigmaMetres }) * cells]
    const [a, b] = [(1 - even) * weights.own, (1 - even) * weights.smoothed]
    for (let i = 0; i < cells; i++) {
      logs[f * cells + i] = Math.log(a * densities[near + i]! + b * densities[around + i]! + even / cells)
    }
  })
  distinctPlaces.forEach((places, s) => {
    logs.set(places, (plan.pool.length + s) * cells)
  })
  return logs
}

/** Below this a running product of shares is turned into its logarithm, long before it could vanish. */
const TINY = 1e-250

/**
 * Log score (sum over a window's events of log share) of every candidate setting, in the order of
 * `GAMMA_POISSON_CANDIDATES`.
 */
export function scoreGammaPoisson(snapshot: DaySnapshot, window: Struck): Float64Array {
  const { plan, masses, cells } = snapshot
  const scores = new Float64Array(GAMMA_POISSON_CANDIDATES.length)
  let candidate = 0
  for (const { halfLifeWeeks, sigmaMetres } of GAMMA_POISSON_LAYERS) {
    const own = findLayer(plan, { source: 'target', halfLifeWeeks, sigmaMetres: 0 })
    const near = densitiesAt(snapshot, own, window.cells)
    const around = densitiesAt(
      snapshot,
      findLayer(plan, { source: 'target', halfLifeWeeks, sigmaMetres }),
      window.cells,
    )
    for (const kappa of KAPPAS) {
      const mix = gammaPoissonWeights(masses[own]!, cells, kappa)
      const [a, b] = [(1 - UNIFORM) * mix.own, (1 - UNIFORM) * mix.smoothed]
      scores[candidate++] = scoreBlend({ near, around, a, b, floor: UNIFORM / cells }, window.weights)
    }
  }
  return scores
}

/** Where the events of a window fell, and what each weighs. */
interface Struck {
  readonly cells: Int32Array
  readonly weights: Float64Array
}

/** Densities of a layer where events fell. */
function densitiesAt({ densities, cells }: DaySnapshot, layer: number, struck: Int32Array): Float64Array {
  const out = new Float64Array(struck.length)
  for (let e = 0; e < struck.length; e++) out[e] = densities[layer * cells + struck[e]!]!
  return out
}

interface Blend {
  readonly near: Float64Array
  readonly around: Float64Array
  readonly a: number
  readonly b: number
  readonly floor: number
}

/** Sum over events of weight x log(a near + b around + floor), with few logarithms. */
function scoreBlend({ near, around, a, b, floor }: Blend, weights: Float64Array): number {
  let [score, product] = [0, 1]
  for (let e = 0; e < weights.length; e++) {
    const share = a * near[e]! + b * around[e]! + floor
    if (weights[e] !== 1) score += weights[e]! * Math.log(share)
    else product *= share
    if (product > TINY) continue
    score += Math.log(product)
    product = 1
  }
  return score + Math.log(product)
}
