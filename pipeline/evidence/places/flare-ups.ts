import { sum } from 'd3-array'
import type { PlacedEvents } from '../../features/events.ts'
import { stretchSpread } from '../../models/places/count-spread.ts'
import { type Exceedance, findExceedances, type LookBack, upperTail } from '../../models/places/exceedance.ts'
import type { PastExpectation } from '../../models/places/forecast.ts'
import { expectedOf } from './place-scores.ts'

/**
 * Cells with more offences lately than forecasts of four and eight weeks ago explain; and how long such
 * lasted.
 */
export interface FlareUps {
  readonly now: readonly Exceedance[]
  readonly past: Persistence
}

/** What became of flare-ups like these on the past origins. */
export interface Persistence {
  /** Flare-ups found on past origins whose next horizon is over. */
  readonly found: number
  /** Of these, how many had more than their old expected number in the next horizon too. */
  readonly lasted: number
  /** How many would have, had nothing changed. */
  readonly byChance: number
}

/** Where flare-ups are looked for. */
export interface FlareUpFacts {
  readonly placed: PlacedEvents
  readonly asAt: number
  readonly completeBefore: number
  readonly horizonDays: number
}

/** Forecasts that are looked back from: the two before, four and eight weeks earlier. */
const LOOKS = 2

/**
 * Flare-ups on the day of a forecast, and what became of those of the days before it, each found by what was
 * known on its day.
 *
 * @param past origins before the day, one horizon apart, oldest first
 */
export function flareUps(past: readonly PastExpectation[], facts: FlareUpFacts): FlareUps {
  const { asAt, completeBefore, horizonDays } = facts
  const days = past.map(({ origin }) => origin).filter(day => day + horizonDays <= completeBefore)
  const before = days.flatMap(day =>
    foundOn(day, past, facts).map(flare => followUp(flare, day, { past, facts })),
  )
  return {
    now: foundOn(asAt, past, facts),
    past: {
      found: before.length,
      lasted: before.filter(({ lasted }) => lasted).length,
      byChance: sum(before, ({ chance }) => chance),
    },
  }
}

function foundOn(day: number, past: readonly PastExpectation[], facts: FlareUpFacts): Exceedance[] {
  const earlier = past.filter(({ origin }) => origin < day).slice(-LOOKS)
  return earlier.length < LOOKS
    ? []
    : findExceedances(earlier.reverse().map(made => lookBack(made, day, facts)))
}

/** Days of which not all data are in are not quiet days: nothing is expected in them either. */
function lookBack(made: PastExpectation, day: number, facts: FlareUpFacts): LookBack {
  const { placed, completeBefore, horizonDays } = facts
  const mean = expectedOf(made)
  const until = Math.max(made.origin, Math.min(day, completeBefore))
  const factor = (until - made.origin) / horizonDays
  return {
    weeks: (day - made.origin) / 7,
    expected: mean.map(value => value * factor),
    size: stretchSpread(made.spread, mean, factor).size,
    recent: countsKnown(placed, { from: made.origin, to: until, cells: mean.length, knownOn: day }),
  }
}

/**
 * Whether a flare-up lasted: more than its old expected number again; and the chance of that by chance alone.
 */
function followUp(
  { cell, weeks }: Exceedance,
  day: number,
  { past, facts }: { readonly past: readonly PastExpectation[]; readonly facts: FlareUpFacts },
): { lasted: boolean; chance: number } {
  const made = past.find(({ origin }) => origin === day - 7 * weeks)!
  const mean = made.share[cell]! * made.total.expected
  const more = Math.floor(mean) + 1
  const to = day + facts.horizonDays
  const { placed } = facts
  const counts = countsKnown(placed, { from: day, to, cells: made.share.length, knownOn: facts.asAt })
  return { lasted: counts[cell]! >= more, chance: upperTail(mean, made.spread.size[cell]!, more) }
}

/** Events of each cell in [from, to), as known on a day; by default the day after the last. */
function countsKnown(
  events: PlacedEvents,
  { from, to, cells, knownOn = to }: { from: number; to: number; cells: number; knownOn?: number },
): Float64Array {
  const counts = new Float64Array(cells)
  for (let i = 0; i < events.day.length && events.usableFrom[i]! <= knownOn; i++) {
    if (events.goneFrom[i]! <= knownOn || events.day[i]! < from || events.day[i]! >= to) continue
    counts[events.cell[i]!]! += events.weight[i]!
  }
  return counts
}
