import type { PlacedEvents } from '../../features/events.ts'
import type { Grid } from '../../features/grid.ts'
import { countDistinctPlaces, type DistinctPlaces } from './distinct-places.ts'
import { type Kernel, makeKernel } from './kernel.ts'

/** One smoothed memory of past events: whose events, how far they spread, how soon they are forgotten. */
export interface Layer {
  readonly source: 'target' | 'related'
  readonly sigmaMetres: number
  /** Weeks after which an event counts half; Infinity: never forgotten. */
  readonly halfLifeWeeks: number
}

/** What smoothed memories hold on a day. */
export interface HistoryState {
  /**
   * Densities over the cells (each sums to 1; flat where a layer has no events): `densities[layer * cells +
   * i]`.
   */
  readonly densities: Float64Array
  /**
   * Decayed number of events of each layer: the sum over events of 2^(-(day - 1 - event day) / half-life).
   */
  readonly masses: Float64Array
  /**
   * Logarithm of 1 + the distinct places of each cell, for the target and, where there are any, related
   * offences.
   */
  readonly distinctPlaces: readonly Float64Array[]
}

/**
 * Smoothed memories that move forward in time: each event is spread once, whatever the number of forecasts,
 * and taken out again on the day on which it leaves.
 */
export interface SmoothedHistories {
  /**
   * Takes in every event usable on a day, lets go of those gone by it, and gives what is then held. Days must
   * not go back.
   */
  asAt(day: number): HistoryState
}

interface Group {
  readonly kernel: Kernel
  /** Indices of its layers. */
  readonly members: readonly number[]
  readonly rates: Float64Array
  readonly surface: Float64Array
  readonly weights: Float64Array
  /** What an event of weight 1 weighs on the day last looked at, beside one of the source's day 0. */
  readonly units: Float64Array
  readonly grown: Float64Array
}

interface Source {
  readonly events: PlacedEvents
  readonly groups: readonly Group[]
  readonly places: DistinctPlaces
  /** Events taken in, and of those that leave, let go. */
  next: number
  gone: number
  /** Day on which an event of weight 1 weighs 1; it moves on, so that no weight outgrows a number. */
  base: number
  /** Day of the event last looked at. */
  unitDay: number
}

/** Days after which weights are counted from another day: 2^260 at a half-life of two weeks. */
const MAX_BASE_DAYS = 3640

/**
 * Smoothed histories of the given layers. An event of day d enters layer k with weight 2^((d - d0) /
 * half-life): relative to one another the weights are those of exponential decay on every later day. d0 moves
 * on every ten years, so that no weight outgrows a number.
 *
 * Assumption A5: what is long past tells less, and fades by halves at one pace in every cell.
 *
 * @param events placed on the grid; layers of a source that is not given stay flat
 */
export function smoothHistories(
  grid: Grid,
  layers: readonly Layer[],
  events: { readonly target: PlacedEvents; readonly related?: PlacedEvents },
): SmoothedHistories {
  const sources = (['target', 'related'] as const).flatMap(name => {
    const placed = events[name]
    return placed ? [makeSource(placed, grid, groupsOf(grid, layers, name))] : []
  })
  return {
    asAt: day => {
      for (const source of sources) moveTo(source, day)
      return {
        densities: densities(grid, layers, sources),
        masses: masses(layers, sources, day - 1),
        distinctPlaces: sources.map(({ places }) => places.count.map(Math.log1p)),
      }
    },
  }
}

function makeSource(events: PlacedEvents, grid: Grid, groups: readonly Group[]): Source {
  const places = countDistinctPlaces(grid, events)
  return { events, groups, places, next: 0, gone: 0, base: Number.NaN, unitDay: Number.NaN }
}

function groupsOf(grid: Grid, layers: readonly Layer[], source: Layer['source']): Group[] {
  const own = layers.map((layer, k) => ({ layer, k })).filter(({ layer }) => layer.source === source)
  const sigmas = [...new Set(own.map(({ layer }) => layer.sigmaMetres))]
  return sigmas.map(sigma => {
    const members = own.filter(({ layer }) => layer.sigmaMetres === sigma)
    return {
      kernel: makeKernel(grid, sigma),
      members: members.map(({ k }) => k),
      rates: Float64Array.from(members, ({ layer }) => 1 / (7 * layer.halfLifeWeeks)),
      surface: new Float64Array(grid.cellOf.length * members.length),
      weights: new Float64Array(members.length),
      units: new Float64Array(members.length),
      grown: new Float64Array(members.length),
    }
  })
}

/** Brings events in and lets others go, in the order of the days on which that was known. */
function moveTo(source: Source, day: number): void {
  const { usableFrom, goneFrom, leaving } = source.events
  for (;;) {
    const coming = usableFrom[source.next] ?? Number.POSITIVE_INFINITY
    const going = goneFrom[leaving[source.gone] ?? -1] ?? Number.POSITIVE_INFINITY
    if (Math.min(coming, going) > day) return
    if (coming <= going) change(source, source.next++, 1)
    else change(source, leaving[source.gone++]!, -1)
  }
}

/** Adds one event to every surface of its source, or takes it away. */
function change(source: Source, i: number, sign: 1 | -1): void {
  const { events, groups, places } = source
  if (sign > 0) places.add(i)
  else places.remove(i)
  if (source.gone === source.next) {
    empty(source)
    return
  }
  // What weighs nothing changes no surface: maps of some days alone weigh the others 0.
  if (events.weight[i] === 0) return
  if (events.day[i] !== source.unitDay) weighDay(source, events.day[i]!)
  const place = { cell: events.cell[i]!, x: events.x[i]!, y: events.y[i]! }
  for (const { kernel, units, weights, grown, surface } of groups) {
    for (let m = 0; m < units.length; m++) {
      weights[m] = sign * events.weight[i]! * units[m]!
      grown[m]! += weights[m]!
    }
    kernel.add(surface, weights, place)
  }
}

/** Nothing is held: no rest of a rounding may stand for a map. */
function empty({ groups }: Source): void {
  for (const { surface, grown } of groups) {
    surface.fill(0)
    grown.fill(0)
  }
}

function weighDay(source: Source, day: number): void {
  if (!(day - source.base <= MAX_BASE_DAYS)) rebase(source, day)
  source.unitDay = day
  for (const { units, rates } of source.groups)
    for (let m = 0; m < units.length; m++) units[m] = 2 ** ((day - source.base) * rates[m]!)
}

/** Counts weights from another day: what is held shrinks by the decay between the two. */
function rebase(source: Source, day: number): void {
  const days = Number.isNaN(source.base) ? 0 : day - source.base
  source.base = day
  for (const { rates, grown, surface } of source.groups) {
    const factors = rates.map(rate => 2 ** (-days * rate))
    for (let m = 0; m < factors.length; m++) grown[m]! *= factors[m]!
    for (let at = 0; at < surface.length; at++) surface[at]! *= factors[at % factors.length]!
  }
}

function densities(grid: Grid, layers: readonly Layer[], sources: readonly Source[]): Float64Array {
  const cells = grid.x.length
  const out = new Float64Array(layers.length * cells).fill(1 / cells)
  for (const { groups } of sources) {
    for (const { members, surface } of groups) {
      members.forEach((k, m) => {
        const layer = out.subarray(k * cells, (k + 1) * cells)
        let sum = 0
        for (let i = 0; i < cells; i++) {
          sum += layer[i] = Math.max(0, surface[grid.slot[i]! * members.length + m]!)
        }
        if (sum > 0) for (let i = 0; i < cells; i++) layer[i]! /= sum
        else layer.fill(1 / cells)
      })
    }
  }
  return out
}

function masses(layers: readonly Layer[], sources: readonly Source[], day: number): Float64Array {
  const mass = new Float64Array(layers.length)
  for (const { groups, base } of sources) {
    for (const { members, grown, rates } of groups) {
      members.forEach((k, m) => {
        mass[k] = grown[m]! > 0 ? grown[m]! * 2 ** ((base - day) * rates[m]!) : 0
      })
    }
  }
  return mass
}
