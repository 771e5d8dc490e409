import { GAMMA_POISSON_LAYERS } from './gamma-poisson.ts'
import type { Layer } from './smoothed-histories.ts'

const EVER = Number.POSITIVE_INFINITY

const target = (halfLifeWeeks: number, sigmaMetres: number): Layer => ({
  source: 'target',
  halfLifeWeeks,
  sigmaMetres,
})
const related = (halfLifeWeeks: number, sigmaMetres: number): Layer => ({
  source: 'related',
  halfLifeWeeks,
  sigmaMetres,
})

/**
 * Kernels of the mixture beside the flat one: long memory at several widths, then shorter and shorter
 * memories.
 */
const MIXTURE: readonly Layer[] = [
  target(EVER, 1000),
  target(EVER, 500),
  target(EVER, 250),
  target(EVER, 0),
  target(104, 250),
  target(104, 0),
  target(26, 350),
  target(8, 500),
  target(2, 500),
]

/** Assumption A7: related, commoner offences happen in places like those of the target. */
const MIXTURE_RELATED: readonly Layer[] = [
  related(EVER, 125),
  related(EVER, 0),
  related(104, 125),
  related(104, 0),
  related(26, 250),
]

/**
 * A density that the pool weighs: a gamma-Poisson share where `kappa` is given, else a layer as it is; a part
 * of it spread evenly.
 */
export interface PoolFeature {
  readonly layer: Layer
  readonly kappa?: number
  /** Part that is spread evenly, where it is not the usual one: a large part bends the density's scale. */
  readonly even?: number
}

const POOL: readonly PoolFeature[] = [
  { layer: target(104, 180), kappa: 4 },
  { layer: target(EVER, 180), kappa: 4 },
  { layer: target(52, 350), kappa: 2 },
  { layer: target(26, 700) },
  { layer: target(EVER, 1000) },
  { layer: target(13, 1500) },
  { layer: target(EVER, 180), kappa: 4, even: 0.5 },
]

const POOL_RELATED: readonly PoolFeature[] = [
  { layer: related(EVER, 125), kappa: 1 },
  { layer: related(104, 125), kappa: 1 },
  { layer: related(26, 250), kappa: 1 },
]

/** Every layer that the models need, once, with where each model finds its own. */
export interface LayerPlan {
  readonly layers: readonly Layer[]
  readonly mixture: readonly number[]
  readonly pool: readonly PoolFeature[]
}

/**
 * Index of a layer in a plan, -1 where it is not planned. A plan is data alone, so that fits can go from
 * thread to thread.
 *
 * @example findLayer(planLayers(false), { source: 'target', halfLifeWeeks: 104, sigmaMetres: 0 }) >= 0
 */
export function findLayer({ layers }: LayerPlan, { source, halfLifeWeeks, sigmaMetres }: Layer): number {
  return layers.findIndex(
    layer =>
      layer.source === source && layer.halfLifeWeeks === halfLifeWeeks && layer.sigmaMetres === sigmaMetres,
  )
}

/** The plan of layers, with those of the related offences where there are any. */
export function planLayers(hasRelated: boolean): LayerPlan {
  const layers: Layer[] = []
  const index = new Map<string, number>()
  const keyOf = (layer: Layer) => `${layer.source} ${layer.halfLifeWeeks} ${layer.sigmaMetres}`
  const add = (layer: Layer): number => {
    const key = keyOf(layer)
    const known = index.get(key)
    if (known !== undefined) return known
    index.set(key, layers.length)
    return layers.push(layer) - 1
  }
  for (const { halfLifeWeeks, sigmaMetres } of GAMMA_POISSON_LAYERS) {
    add(target(halfLifeWeeks, 0))
    add(target(halfLifeWeeks, sigmaMetres))
  }
  const mixture = [...MIXTURE, ...(hasRelated ? MIXTURE_RELATED : [])].map(add)
  const pool = [...POOL, ...(hasRelated ? POOL_RELATED : [])]
  for (const { layer, kappa } of pool) {
    add(layer)
    if (kappa !== undefined) add({ ...layer, sigmaMetres: 0 })
  }
  return { layers, mixture, pool }
}
