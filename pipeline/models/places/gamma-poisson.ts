import { sumOf } from '../../lib/sums.ts'
/** Settings of the gamma-Poisson forecast: memory, spread of the prior, and weight of the prior. */
export interface GammaPoissonSettings {
  readonly halfLifeWeeks: number
  readonly sigmaMetres: number
  readonly kappa: number
}

const EVER = Number.POSITIVE_INFINITY
const NARROW = [125, 180, 250, 350, 500]
const WIDE = [700, 1000, 1500]

/**
 * Memories and spreads among which rolling origins choose; wide spreads only with long memories, where sparse
 * crimes need them.
 */
export const GAMMA_POISSON_LAYERS: readonly Omit<GammaPoissonSettings, 'kappa'>[] = [
  ...[52, 104, 208, EVER].flatMap(halfLifeWeeks =>
    NARROW.map(sigmaMetres => ({ halfLifeWeeks, sigmaMetres })),
  ),
  ...[104, EVER].flatMap(halfLifeWeeks => WIDE.map(sigmaMetres => ({ halfLifeWeeks, sigmaMetres }))),
]

export const KAPPAS = [0.5, 1, 2, 4, 8]

/** Settings before anything could be tuned. */
const DEFAULT_SETTINGS: GammaPoissonSettings = { halfLifeWeeks: 104, sigmaMetres: 250, kappa: 2 }

/** Fewer past events than this tune nothing. */
const MIN_EVENTS = 30

/** Part of every share that is spread evenly, so that no cell is impossible. */
export const UNIFORM = 0.02

/** All settings of the grid, in a fixed order. */
export const GAMMA_POISSON_CANDIDATES: readonly GammaPoissonSettings[] = GAMMA_POISSON_LAYERS.flatMap(layer =>
  KAPPAS.map(kappa => ({ ...layer, kappa })),
)

/**
 * Weights of a cell's own history and of its smoothed surroundings in the gamma-Poisson share; they sum to 1.
 *
 * With decayed counts c (sum C over n cells), prior mean m = blur(c) / W and prior rate b = kappa / (C / (W
 * n)), the posterior mean (b m + c) / (b + W), normalised, is (C own + kappa n smoothed) / (C + kappa n),
 * where own = c / C and smoothed = blur(c) / C. The weeks of exposure W cancel, so a gap in the history does
 * no harm.
 *
 * Assumption A6: what happens around a cell tells about the cell itself.
 *
 * @example gammaPoissonWeights(100, 50, 1) // { own: 2 / 3, smoothed: 1 / 3 }
 */
export function gammaPoissonWeights(
  mass: number,
  cells: number,
  kappa: number,
): { own: number; smoothed: number } {
  const prior = kappa * cells
  return { own: mass / (mass + prior), smoothed: prior / (mass + prior) }
}

/** Smallest shape of a cell: one far from all events still has a rate above 0. */
const MIN_SHAPE = 0.02

/**
 * The record of the cells on a day: densities of the events as they are and smoothed, and how many there are,
 * decayed.
 */
export interface CellRecord {
  readonly own: Float64Array
  readonly smoothed: Float64Array
  readonly mass: number
}

/**
 * Shape of each cell's posterior gamma, b m + c: how many events its rate rests on, its own and its part of
 * the prior; at least 0.02.
 *
 * @param kappa weight of the prior
 * @example own 0.75 and smoothed 0.5 of 8 events in one of three cells, kappa 2: 0.75 x 8 + 2 x 3 x 0.5 = 9
 */
export function gammaPoissonShape({ own, smoothed, mass }: CellRecord, kappa: number): Float64Array {
  return own.map((share, i) => Math.max(MIN_SHAPE, mass * share + kappa * own.length * smoothed[i]!))
}

/**
 * The settings that would have placed past events best: highest sum of scores; the default under 30 events.
 */
export function chooseGammaPoisson(scores: readonly Float64Array[], events: number): GammaPoissonSettings {
  if (events < MIN_EVENTS) return DEFAULT_SETTINGS
  let [best, highest] = [0, Number.NEGATIVE_INFINITY]
  for (let candidate = 0; candidate < GAMMA_POISSON_CANDIDATES.length; candidate++) {
    const sum = sumOf(scores, window => window[candidate]!)
    if (sum > highest) [best, highest] = [candidate, sum]
  }
  return GAMMA_POISSON_CANDIDATES[best]!
}
