import type { Known } from './densities.ts'

/** Settings of the gamma-Poisson forecast: memory, spread of the prior, and weight of the prior. */
export interface GpsSettings {
  readonly halfLifeWeeks: number
  readonly sigmaMetres: number
  readonly kappa: number
}

const EVER = Number.POSITIVE_INFINITY
const NARROW = [125, 180, 250, 350, 500]
const WIDE = [700, 1000, 1500]

/** Memories and spreads among which rolling origins choose; wide spreads only with long memories, where sparse crimes need them. */
export const GPS_LAYERS: readonly Omit<GpsSettings, 'kappa'>[] = [
  ...[52, 104, 208, EVER].flatMap(halfLifeWeeks =>
    NARROW.map(sigmaMetres => ({ halfLifeWeeks, sigmaMetres })),
  ),
  ...[104, EVER].flatMap(halfLifeWeeks => WIDE.map(sigmaMetres => ({ halfLifeWeeks, sigmaMetres }))),
]

const KAPPAS = [0.5, 1, 2, 4, 8]

/** Settings before anything could be tuned. */
const GPS_DEFAULT: GpsSettings = { halfLifeWeeks: 104, sigmaMetres: 250, kappa: 2 }

/** Fewer past events than this tune nothing. */
const LEAST_EVENTS = 30

/** Part of every share that is spread evenly, so that no cell is impossible. */
export const UNIFORM = 0.02

/** All settings of the grid, in a fixed order. */
export const GPS_CANDIDATES: readonly GpsSettings[] = GPS_LAYERS.flatMap(layer =>
  KAPPAS.map(kappa => ({ ...layer, kappa })),
)

/**
 * Weights of a cell's own history and of its smoothed surroundings in the gamma-Poisson share; they sum to 1.
 *
 * With decayed counts c (sum C over n cells), prior mean m = blur(c) / W and prior rate b = kappa / (C / (W n)), the
 * posterior mean (b m + c) / (b + W), normalised, is (C own + kappa n smoothed) / (C + kappa n), where own = c / C and
 * smoothed = blur(c) / C. The weeks of exposure W cancel, so a gap in the history does no harm.
 *
 * @example gpsWeights(100, 50, 1) // { own: 2 / 3, smoothed: 1 / 3 }
 */
export function gpsWeights(mass: number, cells: number, kappa: number): { own: number; smoothed: number } {
  const prior = kappa * cells
  return { own: mass / (mass + prior), smoothed: prior / (mass + prior) }
}

/** Least shape of a cell: one far from all events still has a rate above 0. */
const LEAST_SHAPE = 0.02

/** Shape of each cell's posterior gamma, b m + c: how much evidence its rate rests on; at least 0.02. */
export function gpsShape(
  own: Float64Array,
  smoothed: Float64Array,
  mass: number,
  kappa: number,
): Float64Array {
  return own.map((share, i) => Math.max(LEAST_SHAPE, mass * share + kappa * own.length * smoothed[i]!))
}

/** Below this a running product of shares is turned into its logarithm, long before it could vanish. */
const TINY = 1e-250

/** Log score (sum over a window's events of log share) of every candidate setting, in the order of `GPS_CANDIDATES`. */
export function scoreGps(
  known: Known,
  window: { readonly cells: Int32Array; readonly weights: Float64Array },
): Float64Array {
  const { plan, densities, masses } = known
  const { cells, weights } = window
  const floor = UNIFORM / known.cells
  return Float64Array.from(GPS_CANDIDATES, ({ halfLifeWeeks, sigmaMetres, kappa }) => {
    const own = plan.find('target', halfLifeWeeks, 0)
    const mix = gpsWeights(masses[own]!, known.cells, kappa)
    const [near, around] = [own * known.cells, plan.find('target', halfLifeWeeks, sigmaMetres) * known.cells]
    const [a, b] = [(1 - UNIFORM) * mix.own, (1 - UNIFORM) * mix.smoothed]
    let [score, product] = [0, 1]
    for (let e = 0; e < cells.length; e++) {
      const cell = cells[e]!
      const share = a * densities[near + cell]! + b * densities[around + cell]! + floor
      if (weights[e] !== 1) score += weights[e]! * Math.log(share)
      else product *= share
      if (product > TINY) continue
      score += Math.log(product)
      product = 1
    }
    return score + Math.log(product)
  })
}

/** The settings that would have placed past events best: highest sum of scores; the default under 30 events. */
export function chooseGps(scores: readonly Float64Array[], events: number): GpsSettings {
  if (events < LEAST_EVENTS) return GPS_DEFAULT
  let [best, highest] = [0, Number.NEGATIVE_INFINITY]
  for (let candidate = 0; candidate < GPS_CANDIDATES.length; candidate++) {
    const sum = scores.reduce((total, window) => total + window[candidate]!, 0)
    if (sum > highest) [best, highest] = [candidate, sum]
  }
  return GPS_CANDIDATES[best]!
}
