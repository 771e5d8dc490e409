import { sum } from '../../lib/sums.ts'
import { boostedLogs } from './boosted-steps.ts'
import { cellEffectLogs } from './cell-effect.ts'
import { poolLogs } from './day-snapshot.ts'
import type { PoolFeature } from './density-layers.ts'
import { poolShare } from './log-pool.ts'
import { AROUND, EVENLY, HERE, PLACES, REASONS, RECENT, RELATED, type ShareReasons } from './reasons.ts'
import type { ShareFit } from './share-fit.ts'
import type { Layer } from './smoothed-histories.ts'

const RECENT_WEEKS = 52
const HERE_METRES = 250
const HALVINGS = 100

/** The published share of a fit, split by reason: exactly, whatever model it is. */
export function explainShare(fit: ShareFit): ShareReasons[] {
  const { chosen } = fit
  if (chosen === 'mean' || chosen === 'gammaPoisson') return [explainSum(fit, chosen, 1)]
  if (chosen === 'blend') return [explainSum(fit, 'mean', 0.5), explainProduct(fit, 'stack', 0.5)]
  return [explainProduct(fit, chosen, 1)]
}

/** An additive share: each layer's part of it, less what the layer gives the average cell. */
function explainSum(fit: ShareFit, model: 'mean' | 'gammaPoisson', weight: number): ShareReasons {
  const { densities, plan, cells } = fit.snapshot
  const coefficients = fit.coefficients[model]
  const terms = REASONS.map(() => new Float64Array(cells))
  plan.layers.forEach((layer, k) => {
    const term = terms[reasonOf(layer)]!
    const w = coefficients[k]!
    if (w === 0) return
    for (let i = 0; i < cells; i++) term[i]! += w * (densities[k * cells + i]! * cells - 1)
  })
  return { form: 'sum', weight, terms }
}

/**
 * The corrected pool, with or without the boosted steps: powers times log densities, the floor under the
 * pool, the square's own record, the steps; each less what the average cell has.
 */
function explainProduct(fit: ShareFit, model: 'stack' | 'boosted', weight: number): ShareReasons {
  const { snapshot, powers, shares, cellEffect, steps } = fit
  const { plan, cells } = snapshot
  const logs = poolLogs(snapshot)
  const terms = REASONS.map(() => new Float64Array(cells))
  const add = (reason: number, values: (i: number) => number) => {
    const term = terms[reason]!
    for (let i = 0; i < cells; i++) term[i]! += values(i)
  }
  const moves = model === 'boosted' && steps ? boostedLogs(steps, logs) : undefined
  powers.forEach((power, f) => {
    const at = f * cells
    add(reasonOfFeature(plan.pool, f), i => power * logs[at + i]! + (moves?.[at + i] ?? 0))
  })
  const bare = poolShare(logs, powers)
  add(EVENLY, i => Math.log(shares.pool[i]! / bare[i]!))
  const effect = cellEffectLogs(shares.pool, cellEffect)
  add(HERE, i => effect[i]!)
  return { form: 'product', weight, terms: centred(terms, shares[model]) }
}

/**
 * Terms less those of the average cell. The average is weighted by share^t, with the t between 0 and 1 for
 * which the mean logarithm of the shares is the logarithm of the mean share: so the terms of a cell add up to
 * log(share x cells), and nothing is left over. Such a t there is: unweighted, the mean logarithm is below it
 * (Jensen), and weighted by the shares above it (Gibbs).
 */
function centred(terms: readonly Float64Array[], share: Float64Array): Float64Array[] {
  const logs = share.map(value => Math.log(value * share.length))
  const excess = (t: number) => sum(logs.map(log => log * Math.exp(t * log)))
  let [low, high] = [0, 1]
  for (let step = 0; step < HALVINGS && low < high; step++) {
    const middle = (low + high) / 2
    if (excess(middle) > 0) high = middle
    else low = middle
  }
  const weights = logs.map(log => Math.exp(low * log))
  const all = sum(weights)
  return terms.map(term => {
    const mean = sum(term.map((value, i) => value * weights[i]!)) / all
    return term.map(value => value - mean)
  })
}

function reasonOfFeature(pool: readonly PoolFeature[], feature: number): number {
  const density = pool[feature]
  if (density) return reasonOf(density.layer)
  return feature === pool.length ? PLACES : RELATED
}

function reasonOf({ source, sigmaMetres, halfLifeWeeks }: Layer): number {
  if (source === 'related') return RELATED
  if (halfLifeWeeks <= RECENT_WEEKS) return RECENT
  return sigmaMetres <= HERE_METRES ? HERE : AROUND
}
