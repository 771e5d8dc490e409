import { type GpsSettings, gpsWeights, UNIFORM } from './gps.ts'
import type { LayerPlan } from './layers.ts'

/** What is known on a day, smoothed: `densities[layer * cells + i]` and the decayed number of events of each layer. */
export interface Known {
  readonly plan: LayerPlan
  readonly densities: Float64Array
  readonly masses: Float64Array
  readonly cells: number
}

/** One layer's density over the cells. */
export function layerOf({ densities, cells }: Pick<Known, 'densities' | 'cells'>, layer: number): Float64Array {
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

/** Log densities of the pool's features over all cells, `logs[feature * cells + i]`. */
export function poolLogs({ plan, densities, masses, cells }: Known): Float64Array {
  const logs = new Float64Array(plan.pool.length * cells)
  plan.pool.forEach(({ layer, kappa }, f) => {
    const { source, halfLifeWeeks, sigmaMetres } = layer
    const own = Math.max(0, plan.find(source, halfLifeWeeks, 0))
    const weights = kappa === undefined ? { own: 0, smoothed: 1 } : gpsWeights(masses[own]!, cells, kappa)
    const [near, around] = [own * cells, plan.find(source, halfLifeWeeks, sigmaMetres) * cells]
    const [a, b] = [(1 - UNIFORM) * weights.own, (1 - UNIFORM) * weights.smoothed]
    for (let i = 0; i < cells; i++) {
      logs[f * cells + i] = Math.log(a * densities[near + i]! + b * densities[around + i]! + UNIFORM / cells)
    }
  })
  return logs
}
