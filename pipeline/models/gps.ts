/** Settings of the gamma-Poisson forecast: memory, spread of the prior, and weight of the prior. */
export interface GpsSettings {
  readonly halfLifeWeeks: number
  readonly sigmaMetres: number
  readonly kappa: number
}

/** Grid of settings among which rolling origins choose. */
export const GPS_GRID = {
  halfLifeWeeks: [52, 104, 208, Number.POSITIVE_INFINITY],
  sigmaMetres: [250, 350, 500, 700, 1000, 1500],
  kappa: [0.2, 0.5, 1, 2, 4],
} as const

/** Settings before anything could be tuned. */
export const GPS_DEFAULT: GpsSettings = { halfLifeWeeks: 104, sigmaMetres: 500, kappa: 1 }

/**
 * Weights of a cell's own history and of its smoothed surroundings in the gamma-Poisson share; they sum to 1.
 *
 * With decayed counts c (sum C over n cells), prior mean m = blur(c) / W and prior rate b = kappa / (C / (W n)), the
 * posterior mean (b m + c) / (b + W), normalised, is (C own + kappa n smoothed) / (C + kappa n), where own = c / C and
 * smoothed = blur(c) / C. The weeks of exposure W cancel.
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
export function gpsShape(own: Float64Array, smoothed: Float64Array, mass: number, kappa: number): Float64Array {
  return own.map((share, i) => Math.max(LEAST_SHAPE, mass * share + kappa * own.length * smoothed[i]!))
}
