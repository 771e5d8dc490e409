import { sum } from 'd3-array'
import type { PlacedEvents } from '../../features/events.ts'
import type { Grid } from '../../features/grid.ts'
import { smoothHistories } from '../../models/places/smoothed-histories.ts'
import type { BaselineName } from './baseline-names.ts'

/** Part of every baseline that is spread evenly, so that a cell without a record is not impossible. */
const EVEN = 0.2
const KDE_SIGMA_METRES = 500
const YEAR_DAYS = 364
const SEASON_DAYS = 28

/** Share of each cell by each baseline on a day, from events usable then; a fifth of every map is even. */
export function baselineShares(
  grid: Grid,
  events: PlacedEvents,
  options: { readonly day: number; readonly horizonDays: number },
): Record<BaselineName, Float64Array> {
  const { day, horizonDays } = options
  const within = (days: number) => (age: number) => age < days
  const sameWeeks = (age: number) => {
    const ahead = (age + horizonDays / 2) % YEAR_DAYS
    return age >= YEAR_DAYS / 2 && Math.min(ahead, YEAR_DAYS - ahead) <= SEASON_DAYS
  }
  return {
    uniform: new Float64Array(grid.x.length).fill(1 / grid.x.length),
    'last 4 weeks': countMap(grid, events, { day, keep: within(28) }),
    'last 52 weeks': last52Share(grid, events, day),
    'all history': allHistoryShare(grid, events, day),
    'KDE of 52 weeks': kernelMap(grid, events, day),
    'same weeks of past years': countMap(grid, events, { day, keep: sameWeeks }),
  }
}

/** Share of each cell by the 52 weeks before a day; a fifth is even. */
export function last52Share(grid: Grid, events: PlacedEvents, day: number): Float64Array {
  return countMap(grid, events, { day, keep: age => age < YEAR_DAYS })
}

/** Share of each cell by all that was known on a day; a fifth is even. */
export function allHistoryShare(grid: Grid, events: PlacedEvents, day: number): Float64Array {
  return countMap(grid, events, { day, keep: () => true })
}

function countMap(
  grid: Grid,
  events: PlacedEvents,
  { day, keep }: { day: number; keep: (ageDays: number) => boolean },
): Float64Array {
  const counts = new Float64Array(grid.x.length)
  const oldest = day - 1 - (events.earliest.at(-1) ?? day)
  // Asked once for each age: events are many, and their ages few.
  const isKept = Uint8Array.from({ length: oldest + 1 }, (_, age) => (keep(age) ? 1 : 0))
  for (let i = 0; i < events.day.length && events.usableFrom[i]! <= day; i++) {
    if (events.goneFrom[i]! > day && isKept[day - 1 - events.day[i]!] === 1)
      counts[events.cell[i]!]! += events.weight[i]!
  }
  return soften(counts)
}

function kernelMap(grid: Grid, events: PlacedEvents, day: number): Float64Array {
  const weight = events.weight.map((value, i) => (day - 1 - events.day[i]! < YEAR_DAYS ? value : 0))
  const layer = {
    source: 'target',
    sigmaMetres: KDE_SIGMA_METRES,
    halfLifeWeeks: Number.POSITIVE_INFINITY,
  } as const
  const histories = smoothHistories(grid, [layer], { target: { ...events, weight } })
  return soften(histories.asAt(day).densities)
}

function soften(counts: Float64Array): Float64Array {
  const all = sum(counts)
  return counts.map(count =>
    all > 0 ? ((1 - EVEN) * count) / all + EVEN / counts.length : 1 / counts.length,
  )
}
