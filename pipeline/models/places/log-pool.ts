import { cholesky, choleskySolve } from '../../lib/cholesky.ts'
import { sum } from '../../lib/sums.ts'

/** One past window: log densities feature by feature over all cells, and where its events fell. */
export interface PoolRows {
  /** `logs[f * cells + i]`. */
  readonly logs: Float64Array
  readonly cells: Int32Array
  readonly weights: Float64Array
}

/** A Newton step is halved down to this part of itself before it is given up. */
const SMALLEST_STEP = 1 / 64

/**
 * From this many windows on, the Hessian is summed over every second one, doubled: it only shapes the step,
 * and costs most. The gradient, and so the maximum, is that of all windows.
 */
const MANY_WINDOWS = 8
const HESSIAN_STRIDE = 2

/** Features multiplied in one pass: four sums that do not wait for one another take the time of one. */
const BESIDE = 4

/** Options of a fit of the pool. */
export interface PoolOptions {
  readonly start: Float64Array
  /** Where the ridge pulls the powers to. */
  readonly centre: Float64Array
  readonly ridge: number
  /** Newton steps. */
  readonly steps: number
}

/**
 * Powers of a log-linear pool of densities: share_i proportional to prod_f density_f(i)^power_f, fitted to
 * where past events fell (conditional logit over all cells, McFadden 1974) by Newton's method with a ridge; a
 * step that would not raise the score is halved.
 *
 * Maximises sum over windows and events of log share(cell of event) - ridge / 2 |power - centre|^2, which is
 * concave.
 */
export function fitPool(windows: readonly PoolRows[], options: PoolOptions): Float64Array {
  const { centre, ridge, steps } = options
  const features = centre.length
  let powers = options.start.slice()
  for (let step = 0; step < steps; step++) {
    const gradient = powers.map((power, f) => -ridge * (power - centre[f]!))
    const hessian = new Float64Array(features * features)
    for (let f = 0; f < features; f++) hessian[f * features + f] = ridge
    let score = -penalty(powers, options)
    const stride = windows.length < MANY_WINDOWS ? 1 : HESSIAN_STRIDE
    windows.forEach((window, w) => {
      const curvature = w % stride === 0 ? stride : 0
      score += addWindow(window, powers, { gradient, hessian, curvature })
    })
    const move = choleskySolve(cholesky(hessian, features), features, gradient)
    for (let part = 1; part >= SMALLEST_STEP; part /= 2) {
      const tried = powers.map((power, f) => power + part * move[f]!)
      const reached = penalisedScore(windows, tried, options)
      if (!(reached > score)) continue
      powers = tried
      break
    }
  }
  return powers
}

/** ridge / 2 |power - centre|^2. */
function penalty(powers: Float64Array, { centre, ridge }: Pick<PoolOptions, 'centre' | 'ridge'>): number {
  return powers.reduce((sum, power, f) => sum + (ridge / 2) * (power - centre[f]!) ** 2, 0)
}

function penalisedScore(
  windows: readonly PoolRows[],
  powers: Float64Array,
  options: Pick<PoolOptions, 'centre' | 'ridge'>,
): number {
  let score = -penalty(powers, options)
  for (const { logs, cells, weights } of windows) {
    if (weights.length === 0) continue
    const share = poolShare(logs, powers)
    for (let e = 0; e < cells.length; e++) score += weights[e]! * Math.log(share[cells[e]!]!)
  }
  return score
}

/** Shares over the cells of a pool with given powers; they sum to 1. */
export function poolShare(logs: Float64Array, powers: Float64Array): Float64Array {
  const cells = logs.length / powers.length
  const share = new Float64Array(cells)
  for (let f = 0; f < powers.length; f++) {
    const power = powers[f]!
    for (let i = 0, at = f * cells; i < cells; i++, at++) share[i]! += power * logs[at]!
  }
  let highest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < cells; i++) if (share[i]! > highest) highest = share[i]!
  let sum = 0
  for (let i = 0; i < cells; i++) sum += share[i] = Math.exp(share[i]! - highest)
  for (let i = 0; i < cells; i++) share[i]! /= sum
  return share
}

interface Newton {
  readonly gradient: Float64Array
  readonly hessian: Float64Array
  /** How often the window's part of the Hessian counts. */
  readonly curvature: number
}

/** Adds a window's gradient and negative Hessian, and returns its log score. */
function addWindow(rows: PoolRows, powers: Float64Array, newton: Newton): number {
  const { logs, cells: eventCells, weights } = rows
  const events = sum(weights)
  if (events === 0) return 0
  const { gradient, hessian, curvature } = newton
  const share = poolShare(logs, powers)
  const [features, cells] = [powers.length, share.length]
  const mean = new Float64Array(features)
  const weighted = new Float64Array(cells)
  const products = new Float64Array(features + BESIDE)
  for (let f = 0; f < features; f++) {
    const row = f * cells
    let all = 0
    for (let i = 0; i < cells; i++) all += weighted[i] = share[i]! * logs[row + i]!
    mean[f] = all
    if (curvature > 0) {
      for (let g = 0; g <= f; g += BESIDE) multiply(weighted, logs, { from: g, products })
      for (let g = 0; g <= f; g++)
        hessian[f * features + g]! += curvature * events * (products[g]! - all * mean[g]!)
    }
    for (let e = 0; e < eventCells.length; e++) gradient[f]! += weights[e]! * logs[row + eventCells[e]!]!
    gradient[f]! -= events * all
  }
  let score = 0
  for (let e = 0; e < eventCells.length; e++) score += weights[e]! * Math.log(share[eventCells[e]!]!)
  return score
}

/**
 * Sums over the cells of a weighted feature times each of four features from one on; beyond the last: the
 * last.
 */
function multiply(
  weighted: Float64Array,
  logs: Float64Array,
  { from, products }: { readonly from: number; readonly products: Float64Array },
): void {
  const cells = weighted.length
  const last = logs.length - cells
  const [a, b] = [from * cells, Math.min(last, (from + 1) * cells)]
  const [c, d] = [Math.min(last, (from + 2) * cells), Math.min(last, (from + 3) * cells)]
  let [p, q, r, s] = [0, 0, 0, 0]
  for (let i = 0; i < cells; i++) {
    const w = weighted[i]!
    p += w * logs[a + i]!
    q += w * logs[b + i]!
    r += w * logs[c + i]!
    s += w * logs[d + i]!
  }
  products[from] = p
  products[from + 1] = q
  products[from + 2] = r
  products[from + 3] = s
}
