import { sumOf } from '../../lib/sums.ts'

/**
 * How far a cell's own record may pull its rate away from the pool: memory of the record, and weight of the
 * pool in pseudo-events.
 */
interface CellEffectSettings {
  readonly halfLifeWeeks: number
  readonly alpha: number
}

/** Settings among which rolling origins choose; the first is the default. */
export const CELL_EFFECTS: readonly CellEffectSettings[] = [
  { halfLifeWeeks: 208, alpha: 32 },
  { halfLifeWeeks: 208, alpha: 16 },
  { halfLifeWeeks: 208, alpha: 64 },
]

const MIN_WINDOWS = 3

/** A cell's record and how much it counts against the pool. */
export interface CellEffect {
  /** Density of the record over the cells, and its number of events, decayed. */
  readonly own: Float64Array
  readonly mass: number
  readonly alpha: number
}

/**
 * Share of each cell when its rate is the pool's times a gamma effect of mean 1 and shape alpha, given its
 * own decayed record c of C events: share_i proportional to pool_i (alpha + c_i) / (alpha + C pool_i). Where
 * a cell has a long record of its own the record decides; elsewhere the pool does.
 */
export function cellEffectShare(pool: Float64Array, { own, mass, alpha }: CellEffect): Float64Array {
  const share = new Float64Array(pool.length)
  let sum = 0
  for (let i = 0; i < pool.length; i++) {
    share[i] = (pool[i]! * (alpha + mass * own[i]!)) / (alpha + mass * pool[i]!)
    sum += share[i]!
  }
  for (let i = 0; i < pool.length; i++) share[i]! /= sum
  return share
}

/** What the record adds to the logarithm of each cell's share, before shares are made to add up to 1. */
export function cellEffectLogs(pool: Float64Array, { own, mass, alpha }: CellEffect): Float64Array {
  return pool.map((share, i) => Math.log((alpha + mass * own[i]!) / (alpha + mass * share)))
}

/** Index of the settings with the highest sum of past scores; the default before three windows. */
export function chooseCellEffect(scores: readonly Float64Array[]): number {
  if (scores.length < MIN_WINDOWS) return 0
  const sums = CELL_EFFECTS.map((_, k) => sumOf(scores, window => window[k]!))
  return sums.indexOf(Math.max(...sums))
}
