import type { LayerPlan } from './density-layers.ts'
import { type GpsSettings, gpsWeights, UNIFORM } from './gamma-poisson.ts'

/** What is known on a day, smoothed: `densities[layer * cells + i]` and the decayed number of events of each layer. */
export interface Known {
  readonly plan: LayerPlan
  readonly densities: Float64Array
  readonly masses: Float64Array
  /** Logarithm of 1 + distinct places, cell by cell, for each source of events. */
  readonly spots: readonly Float64Array[]
  readonly cells: number
}

/** One layer's density over the cells. */
export function layerOf(
  { densities, cells }: Pick<Known, 'densities' | 'cells'>,
  layer: number,
): Float64Array {
  return densities.subarray(layer * cells, (layer + 1) * cells)
}

/** Coefficients of the gamma-Poisson share over the plan's layers, the flat density last. They sum to 1. */
export function gpsCoefficients({ plan, masses, cells }: Known, gps: GpsSettings): Float64Array {
  const out = new Float64Array(plan.layers.length + 1)
  const own = plan.find('target', gps.halfLifeWeeks, 0)
  const weights = gpsWeights(masses[own]!, cells, gps.kappa)
  out[own]! += (1 - UNIFORM) * weights.own
  out[plan.find('target', gps.halfLifeWeeks, gps.sigmaMetres)]! += (1 - UNIFORM) * weights.smoothed
  out[plan.layers.length] = UNIFORM
  return out
}

/** Coefficients of the kernel mixture over the plan's layers, the flat density last. They sum to 1. */
export function mixtureCoefficients({ plan }: Known, mixture: Float64Array): Float64Array {
  const out = new Float64Array(plan.layers.length + 1)
  plan.mixture.forEach((layer, k) => {
    out[layer]! += (1 - UNIFORM) * mixture[k]!
  })
  out[plan.layers.length] = (1 - UNIFORM) * mixture.at(-1)! + UNIFORM
  return out
}

/** Densities of the mixture's kernels, the flat one last, where events fell: `[e * kernels + k]`. */
export function mixtureDensities(
  { plan, densities, cells: cellCount }: Known,
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
export function additiveShare({ densities, cells }: Known, coefficients: Float64Array): Float64Array {
  const flat = coefficients.length - 1
  const share = new Float64Array(cells).fill(coefficients[flat]! / cells)
  for (let k = 0; k < flat; k++) {
    const w = coefficients[k]!
    if (w === 0) continue
    for (let i = 0, at = k * cells; i < cells; i++, at++) share[i]! += w * densities[at]!
  }
  return share
}

/** Part of the pool's densities that is spread evenly: less than elsewhere, for the pool learns how far to trust an empty cell. */
const EVEN = 0.003

/** Number of the pool's features: its densities and the distinct places of each source. */
export function poolSize({ plan, spots }: Pick<Known, 'plan' | 'spots'>): number {
  return plan.pool.length + spots.length
}

/** The pool's features over all cells, `logs[feature * cells + i]`: log densities, then logarithms of 1 + distinct places. */
export function poolLogs(known: Known): Float64Array {
  const { plan, densities, masses, spots, cells } = known
  const logs = new Float64Array(poolSize(known) * cells)
  plan.pool.forEach(({ layer, kappa, even = EVEN }, f) => {
    const { source, halfLifeWeeks, sigmaMetres } = layer
    const own = Math.max(0, plan.find(source, halfLifeWeeks, 0))
    const weights = kappa === undefined ? { own: 0, smoothed: 1 } : gpsWeights(masses[own]!, cells, kappa)
    const [near, around] = [own * cells, plan.find(source, halfLifeWeeks, sigmaMetres) * cells]
    const [a, b] = [(1 - even) * weights.own, (1 - even) * weights.smoothed]
    for (let i = 0; i < cells; i++) {
      logs[f * cells + i] = Math.log(a * densities[near + i]! + b * densities[around + i]! + even / cells)
    }
  })
  spots.forEach((places, s) => {
    logs.set(places, (plan.pool.length + s) * cells)
  })
  return logs
}
