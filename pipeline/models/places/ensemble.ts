import type { PlacedEvents } from '../../features/events.ts'
import type { Grid } from '../../features/grid.ts'
import {
  type Challenge,
  type Challenger,
  challengerShare,
  fitChallenger,
  judgeChallenger,
} from './boosted-steps.ts'
import { chooseResidual, RESIDUALS, residualShare } from './cell-effect.ts'
import {
  additiveShare,
  gpsCoefficients,
  type Known,
  layerOf,
  mixtureCoefficients,
  mixtureDensities,
  poolLogs,
  poolSize,
} from './densities.ts'
import { planLayers } from './density-layers.ts'
import { chooseGps, type GpsSettings, gpsShape, scoreGps } from './gamma-poisson.ts'
import { fitMixture, type MixtureRows } from './kernel-mixture.ts'
import { fitPool, type PoolRows, poolShare } from './log-pool.ts'
import { chainDays, MOST_WINDOWS } from './origins.ts'
import { makeSurfaces } from './smoothed-histories.ts'

/**
 * The models that are fitted and scored side by side. `mean` is the mean of the two additive ones before it, `stack` the pool corrected
 * by each cell's own record, `blend` the mean of mean and stack, `challenger` the stack boosted by steps on the pool's features.
 */
export const MODELS = ['gps', 'kernmix', 'mean', 'pool', 'stack', 'blend', 'challenger'] as const
export type ModelName = (typeof MODELS)[number]

/** Models that may be published; without past windows the first is. The mixture alone stays out: its top cells proved weaker on tuning origins. */
const CHOICES = ['stack', 'blend', 'mean', 'gps'] as const

/** One past window: what fell in it, and how well each model had placed it (sum over its events of log2(share x cells)). */
export interface PastWindow {
  /** Epoch day on which the window began. */
  readonly day: number
  readonly events: number
  readonly cells: Int32Array
  readonly weights: Float64Array
  readonly bits: Readonly<Record<ModelName, number>>
  /** Whether there was a challenger yet; without one its bits are those of the stack. */
  readonly challenged: boolean
  /** The share that had been forecast. */
  readonly share: Float64Array
}

/** Shares fitted on a day from what was known before it. */
export interface ShareFit {
  readonly origin: number
  readonly gps: GpsSettings
  /** Weights of the mixture's kernels, the flat one last. */
  readonly mixture: Float64Array
  /** Powers of the pool's densities. */
  readonly powers: Float64Array
  /** Coefficients of the additive share (mean of the gamma-Poisson model and the mixture), the flat density last. */
  readonly coefficients: Float64Array
  readonly shares: Readonly<Record<ModelName, Float64Array>>
  readonly chosen: (typeof CHOICES)[number] | 'challenger'
  /** How the challenger did on past windows, and whether it was adopted. */
  readonly challenge: Challenge
  /** The share of the chosen model. */
  readonly share: Float64Array
  readonly known: Known
  /** Shape of each cell's posterior gamma. */
  readonly shape: Float64Array
  /** The past windows, oldest first. */
  readonly past: readonly PastWindow[]
}

/** Windows that weights are fitted to; settings are chosen on up to 52. */
const FIT_WINDOWS = 26
const WARM_UP_DAYS = 364
const FEW_EVENTS = 200
const RIDGE = 30
/** Windows on which the models are compared: a long look back would judge weights learnt from little. */
const CHOICE_WINDOWS = 13
/** Weights move slowly: they are fitted anew after every fourth window. */
const REFIT_EVERY = 4
/** The challenger is fitted on this many windows, and anew after as many. */
const CHALLENGE_EVERY = 13
const POOL_FLOOR = 0.0003

interface Learnt extends PastWindow {
  readonly shares: ShareFit['shares']
  readonly gpsScores: Float64Array
  readonly residualScores: Float64Array
  readonly mixtureRows: MixtureRows
  readonly poolRows: PoolRows
}

/** A sequence of days a horizon or more apart; each learns from the windows of those before it. */
interface Chain {
  readonly past: Learnt[]
  mixture?: Float64Array
  powers?: Float64Array
  challenger?: Challenger
  open?: { fit: ShareFit; logs: Float64Array; residuals: readonly Float64Array[]; challenged: boolean }
}

/**
 * Fits the shares of many origins in one pass over the history, each from strictly earlier facts. A window (day, day + horizon) is
 * learnt from once it is complete, by what is known then; events are spread once, whatever the number of origins.
 *
 * @param options.origins epoch days, in any order
 * @returns what was kept of each origin, in order of days
 */
export function rollShares<T>(
  grid: Grid,
  events: { readonly target: PlacedEvents; readonly helper?: PlacedEvents },
  options: {
    readonly origins: readonly number[]
    readonly horizonDays: number
    /** Takes what is wanted from each origin's fit; the rest is let go. */
    readonly keep: (fit: ShareFit) => T
  },
): T[] {
  const { origins, horizonDays, keep } = options
  const { target } = events
  const plan = planLayers(events.helper !== undefined)
  const surfaces = makeSurfaces(grid, plan.layers, events)
  const wanted = new Set(origins)
  const chains = new Map<number, Chain>()
  const kept: T[] = []
  for (const step of chainDays(origins, horizonDays, target.firstDay + WARM_UP_DAYS)) {
    const { day } = step
    const chain = chains.get(step.chain) ?? { past: [] }
    chains.set(step.chain, chain)
    surfaces.advance(day)
    closeWindow(chain, target, { until: day, horizonDays })
    const known = {
      plan,
      densities: surfaces.densities(),
      masses: surfaces.masses(day),
      spots: surfaces.spots(),
      cells: grid.x.length,
    }
    const fit = fitDay(chain, known, day)
    if (wanted.delete(day)) kept.push(keep(fit))
  }
  return kept
}

function fitDay(chain: Chain, known: Known, day: number): ShareFit {
  const past = chain.past.slice(-MOST_WINDOWS)
  const recent = past.slice(-FIT_WINDOWS)
  const events = past.reduce((sum, window) => sum + window.events, 0)
  const gps = chooseGps(
    past.map(window => window.gpsScores),
    events,
  )
  const due = chain.past.length % REFIT_EVERY === 1
  const mixture = (!due && chain.mixture) || mixtureOn(chain, recent, known)
  const logs = poolLogs(known)
  const powers = (!due && chain.powers) || powersOn(chain, recent, known)
  if (events > 0) Object.assign(chain, { mixture, powers })
  const gpsPart = gpsCoefficients(known, gps)
  const mixturePart = mixtureCoefficients(known, mixture)
  const pool = poolShare(logs, powers).map(share => (1 - POOL_FLOOR) * share + POOL_FLOOR / known.cells)
  const residuals = RESIDUALS.map(({ halfLifeWeeks, alpha }) => {
    const own = known.plan.find('target', halfLifeWeeks, 0)
    return residualShare(pool, { own: layerOf(known, own), mass: known.masses[own]! }, alpha)
  })
  const coefficients = gpsPart.map((value, k) => (value + mixturePart[k]!) / 2)
  const additive = { gps: additiveShare(known, gpsPart), kernmix: additiveShare(known, mixturePart) }
  const mean = additive.gps.map((share, i) => (share + additive.kernmix[i]!) / 2)
  const stack = residuals[chooseResidual(recent.map(window => window.residualScores))]!
  challengeOn(chain)
  const shares = {
    ...additive,
    mean,
    pool,
    stack,
    blend: mean.map((share, i) => (share + stack[i]!) / 2),
    challenger: chain.challenger ? challengerShare(chain.challenger, logs, stack) : stack,
  }
  const challenge = challengeOf(past)
  const chosen: ShareFit['chosen'] = challenge.adopted
    ? 'challenger'
    : chooseModel(past.slice(-CHOICE_WINDOWS))
  const shape = shapeOn(known, gps)
  const fit = {
    origin: day,
    gps,
    mixture,
    powers,
    coefficients,
    shares,
    chosen,
    challenge,
    share: shares[chosen],
    known,
    shape,
    past,
  }
  chain.open = { fit, logs, residuals, challenged: chain.challenger !== undefined }
  return fit
}

function mixtureOn(chain: Chain, recent: readonly Learnt[], { plan }: Known): Float64Array {
  const events = recent.reduce((sum, window) => sum + window.events, 0)
  return fitMixture(
    recent.map(window => window.mixtureRows),
    plan.mixture.length + 1,
    {
      iterations: chain.mixture ? 6 : 100,
      dirichlet: events < FEW_EVENTS ? 1.05 : 1,
      ...(chain.mixture ? { start: chain.mixture } : {}),
    },
  )
}

function powersOn(chain: Chain, recent: readonly Learnt[], known: Known): Float64Array {
  const centre = new Float64Array(poolSize(known)).fill(0.5, 0, 2)
  return fitPool(
    recent.map(window => window.poolRows),
    { start: chain.powers ?? centre, centre, ridge: RIDGE, steps: chain.powers ? 1 : 6 },
  )
}

/** Fits the challenger anew when it is due. */
function challengeOn(chain: Chain): void {
  if (chain.past.length === 0 || chain.past.length % CHALLENGE_EVERY !== 0) return
  const windows = chain.past.slice(-CHALLENGE_EVERY)
  chain.challenger = fitChallenger(
    windows.map(({ poolRows, shares }) => ({ ...poolRows, share: shares.stack })),
  )
}

function challengeOf(past: readonly PastWindow[]): Challenge {
  const challenged = past.filter(window => window.challenged)
  return judgeChallenger(
    challenged.map(({ events, bits }) => ({
      events,
      challenger: bits.challenger,
      others: CHOICES.map(name => bits[name]),
    })),
  )
}

function shapeOn(known: Known, { halfLifeWeeks, sigmaMetres, kappa }: GpsSettings): Float64Array {
  const own = known.plan.find('target', halfLifeWeeks, 0)
  const around = known.plan.find('target', halfLifeWeeks, sigmaMetres)
  return gpsShape(layerOf(known, own), layerOf(known, around), known.masses[own]!, kappa)
}

/** The model that has placed past events best, by log score over the latest 13 windows. */
function chooseModel(past: readonly PastWindow[]): (typeof CHOICES)[number] {
  const score = (name: ModelName) => past.reduce((sum, { bits }) => sum + bits[name], 0)
  return CHOICES.reduce((best, name) => (score(name) > score(best) ? name : best))
}

/** Once a window is complete: what fell in it, as known then, and how well each model had placed it. */
function closeWindow(
  chain: Chain,
  target: PlacedEvents,
  { until, horizonDays }: { until: number; horizonDays: number },
) {
  if (!chain.open) return
  const { fit, logs, residuals, challenged } = chain.open
  const { known, shares, origin } = fit
  const { cells, weights } = eventsWithin(target, origin, { until: origin + horizonDays, knownOn: until })
  const bitsOf = (share: Float64Array) => {
    let bits = 0
    for (let e = 0; e < cells.length; e++) bits += weights[e]! * Math.log2(share[cells[e]!]! * known.cells)
    return bits
  }
  chain.past.push({
    day: origin,
    events: weights.reduce((a, b) => a + b, 0),
    cells,
    weights,
    bits: Object.fromEntries(MODELS.map(name => [name, bitsOf(shares[name])])) as Record<ModelName, number>,
    challenged,
    share: fit.share,
    shares,
    gpsScores: scoreGps(known, { cells, weights }),
    residualScores: Float64Array.from(residuals, bitsOf),
    mixtureRows: { densities: mixtureDensities(known, cells), weights },
    poolRows: { logs, cells, weights },
  })
}

/** Events of [from, until) that are known on a day: their cells and weights. */
function eventsWithin(
  events: PlacedEvents,
  from: number,
  { until, knownOn }: { until: number; knownOn: number },
): { cells: Int32Array; weights: Float64Array } {
  const chosen: number[] = []
  for (let i = 0; i < events.day.length && events.usableFrom[i]! <= knownOn; i++) {
    if (events.day[i]! >= from && events.day[i]! < until) chosen.push(i)
  }
  return {
    cells: Int32Array.from(chosen, i => events.cell[i]!),
    weights: Float64Array.from(chosen, i => events.weight[i]!),
  }
}
