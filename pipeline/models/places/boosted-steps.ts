import { sum } from '../../lib/sums.ts'

/**
 * One past window as the boosted steps see it: features over all cells, the share to improve on, and where
 * its events fell.
 */
export interface BoostingRows {
  /** `logs[feature * cells + i]`. */
  readonly logs: Float64Array
  readonly share: Float64Array
  readonly cells: Int32Array
  readonly weights: Float64Array
}

/**
 * A sum of step functions of the features on the logarithm of a share: `steps[f][bin]` between the cuts of
 * feature f.
 */
export interface BoostedSteps {
  readonly cuts: readonly Float64Array[]
  readonly steps: readonly Float64Array[]
}

const BINS = 16
const CYCLES = 3
const RATE = 0.15
/** Expected events that each step is drawn towards 0 by. */
const RIDGE = 100

/**
 * Boosted additive Poisson regression: counts of the cells with mean events x share x exp(sum of steps), one
 * feature after another, each step of a bin RATE x (observed - expected) / (expected + RIDGE) (Newton's step
 * on the Poisson likelihood with a ridge; Lou, Caruana and Gehrke 2012 for features in turn).
 *
 * @param windows past windows, oldest first, at least one; cuts are quantiles of the latest one's features
 */
export function fitBoostedSteps(windows: readonly BoostingRows[]): BoostedSteps {
  const { logs, share } = windows.at(-1)!
  const cells = share.length
  const features = logs.length / cells
  const cuts = Array.from({ length: features }, (_, f) =>
    quantiles(logs.subarray(f * cells, (f + 1) * cells)),
  )
  const steps = cuts.map(() => new Float64Array(BINS))
  const rows = windows.map(window => expectedRows(window, cuts))
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    for (let f = 0; f < features; f++) boostFeature(rows, f, steps[f]!)
  }
  return { cuts, steps }
}

/** What each feature's steps add to the logarithm of a share: `[feature * cells + i]`, like the features. */
export function boostedLogs({ cuts, steps }: BoostedSteps, logs: Float64Array): Float64Array {
  const cells = logs.length / cuts.length
  return logs.map((value, at) => {
    const f = Math.floor(at / cells)
    return steps[f]![binOf(cuts[f]!, value)]!
  })
}

/** The share that boosted steps make of another: share x exp(sum of steps), normalised. */
export function boostedShare(
  { cuts, steps }: BoostedSteps,
  logs: Float64Array,
  share: Float64Array,
): Float64Array {
  const cells = share.length
  const out = share.slice()
  let sum = 0
  for (let i = 0; i < cells; i++) {
    let log = 0
    for (let f = 0; f < cuts.length; f++) log += steps[f]![binOf(cuts[f]!, logs[f * cells + i]!)]!
    sum += out[i]! *= Math.exp(log)
  }
  for (let i = 0; i < cells; i++) out[i]! /= sum
  return out
}

interface Rows {
  /** `bins[feature * cells + i]`. */
  readonly bins: Uint8Array
  readonly mean: Float64Array
  readonly cells: Int32Array
  readonly weights: Float64Array
}

function expectedRows({ logs, share, cells, weights }: BoostingRows, cuts: readonly Float64Array[]): Rows {
  const events = sum(weights)
  const bins = new Uint8Array(logs.length)
  cuts.forEach((cut, f) => {
    for (let i = 0, at = f * share.length; i < share.length; i++, at++) bins[at] = binOf(cut, logs[at]!)
  })
  return { bins, mean: share.map(value => value * events), cells, weights }
}

function boostFeature(rows: readonly Rows[], feature: number, steps: Float64Array): void {
  const [observed, expected] = [new Float64Array(BINS), new Float64Array(BINS)]
  for (const { bins, mean, cells, weights } of rows) {
    const from = feature * mean.length
    for (let i = 0; i < mean.length; i++) expected[bins[from + i]!]! += mean[i]!
    for (let e = 0; e < cells.length; e++) observed[bins[from + cells[e]!]!]! += weights[e]!
  }
  const move = observed.map((seen, b) => (RATE * (seen - expected[b]!)) / (expected[b]! + RIDGE))
  const factor = move.map(Math.exp)
  for (let b = 0; b < BINS; b++) steps[b]! += move[b]!
  for (const { bins, mean } of rows) {
    const from = feature * mean.length
    for (let i = 0; i < mean.length; i++) mean[i]! *= factor[bins[from + i]!]!
  }
}

function quantiles(values: Float64Array): Float64Array {
  const sorted = values.slice().sort()
  return Float64Array.from(
    { length: BINS - 1 },
    (_, b) => sorted[Math.floor(((b + 1) * sorted.length) / BINS)]!,
  )
}

/** Number of cuts at or below a value, by halving. */
function binOf(cuts: Float64Array, value: number): number {
  let [low, high] = [0, cuts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (cuts[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}
