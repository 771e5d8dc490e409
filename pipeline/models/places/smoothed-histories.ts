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
 * Smoothed memories that move forward in time: each event is spread once, whatever the number of forecasts.
 */
export interface SmoothedHistories {
  /** Takes in every event usable on a day and gives what is then held. Days must not go back. */
  asAt(day: number): HistoryState
}

interface Group {
  readonly kernel: Kernel
  /** Indices of its layers. */
  readonly members: readonly number[]
  readonly rates: Float64Array
  readonly surface: Float64Array
  readonly weights: Float64Array
  /** What an event of weight 1 weighs on the day last looked at. */
  readonly units: Float64Array
  readonly grown: Float64Array
}

interface Source {
  readonly events: PlacedEvents
  readonly groups: readonly Group[]
  readonly places: DistinctPlaces
  next: number
}

/**
 * Smoothed histories of the given layers. An event of day d enters layer k with weight 2^((d - d0) /
 * half-life): relative to one another the weights are those of exponential decay on every later day, so
 * nothing is ever recomputed.
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
  const firstDay = Math.min(...sources.map(source => source.events.firstDay).filter(Number.isFinite), 1e9)
  return {
    asAt: day => {
      for (const source of sources) take(source, day, firstDay)
      return {
        densities: densities(grid, layers, sources),
        masses: masses(layers, sources, day - 1 - firstDay),
        distinctPlaces: sources.map(({ places }) => places.count.map(Math.log1p)),
      }
    },
  }
}

function makeSource(events: PlacedEvents, grid: Grid, groups: readonly Group[]): Source {
  return { events, groups, places: countDistinctPlaces(grid, events), next: 0 }
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

function take(source: Source, day: number, firstDay: number): void {
  const { events, groups, places } = source
  const place = { cell: 0, x: 0, y: 0 }
  let unitDay = Number.NaN
  for (; source.next < events.day.length && events.usableFrom[source.next]! <= day; source.next++) {
    const i = source.next
    place.cell = events.cell[i]!
    place.x = events.x[i]!
    place.y = events.y[i]!
    places.add(i)
    if (events.day[i] !== unitDay) weighDay(groups, events.day[i]! - firstDay)
    unitDay = events.day[i]!
    for (const { kernel, units, weights, grown, surface } of groups) {
      for (let m = 0; m < units.length; m++) {
        weights[m] = events.weight[i]! * units[m]!
        grown[m]! += weights[m]!
      }
      kernel.add(surface, weights, place)
    }
  }
}

function weighDay(groups: readonly Group[], days: number): void {
  for (const { units, rates } of groups)
    for (let m = 0; m < units.length; m++) units[m] = 2 ** (days * rates[m]!)
}

function densities(grid: Grid, layers: readonly Layer[], sources: readonly Source[]): Float64Array {
  const cells = grid.x.length
  const out = new Float64Array(layers.length * cells).fill(1 / cells)
  for (const { groups } of sources) {
    for (const { members, surface } of groups) {
      members.forEach((k, m) => {
        let sum = 0
        for (let i = 0; i < cells; i++) sum += surface[grid.slot[i]! * members.length + m]!
        if (sum <= 0) return
        for (let i = 0; i < cells; i++)
          out[k * cells + i] = surface[grid.slot[i]! * members.length + m]! / sum
      })
    }
  }
  return out
}

function masses(layers: readonly Layer[], sources: readonly Source[], days: number): Float64Array {
  const mass = new Float64Array(layers.length)
  for (const { groups } of sources) {
    for (const { members, grown, rates } of groups) {
      members.forEach((k, m) => {
        mass[k] = grown[m] === 0 ? 0 : grown[m]! * 2 ** (-days * rates[m]!)
      })
    }
  }
  return mass
}
