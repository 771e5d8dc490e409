import { mean, sum } from 'd3-array'
import { LATTICE } from './city.ts'
import type { Crimes } from './crimes.ts'
import { type Fact, factOf } from './fact.ts'
import { GROUPS, KINDS } from './kinds.ts'
import { DAY, YEAR } from './plan.ts'
import type { World } from './world.ts'

interface Events {
  readonly day: Int32Array
  readonly minute: Int32Array
  readonly x: Int32Array
  readonly y: Int32Array
}

/** Facts about places and records: volume, concentration, persistence, season, clock, near-repeat, dirt. */
export function placeFacts(world: World): Fact[] {
  const { plan, crimes } = world
  const injuries = eventsOf(world, kind => KINDS[kind]!.weaponUse === 'used_causing_injury' && isBlade(kind))
  const sparse = plan.scale < 1 ? plan.scale ** (1 / 3) : plan.scale
  const monthly = (injuries.day.length / plan.years / YEAR) * 28
  const violence = eventsOf(world, kind => ['knife', 'violence'].includes(KINDS[kind]!.group))
  const hours = hourCounts(violence)
  const captured = (cell: number) => 100 * capture(injuries, plan.lastAsAt, cell)
  const ofHour = Math.max(...hours) / Math.min(...hours)
  return [
    factOf('crimes a year / scale', '340,000', [bulk(world), 325_000, 355_000]),
    factOf('knife injuries in 4 weeks / size', '115-180', [monthly / sparse, 115, 180]),
    factOf('capture at 2% of area, 500 m, knife', '15-25%', [captured(500), 12, 26]),
    factOf('capture at 2% of area, 1 km, knife', '10-25%', [captured(1000), 9, 26]),
    factOf('persistence: rank correlation, halves', '> 0.6', [persistence(violence, plan.lastAsAt), 0.6, 1]),
    factOf('violence, summer / winter', '1.1-1.3', [season(violence), 1.08, 1.35]),
    factOf('violence, busiest / quietest hour', '> 3', [ofHour, 3, 15]),
    factOf('near-repeat: burglary pairs, near / far in time', '1.1-1.8', [nearRepeat(world), 1.08, 2.5]),
    ...dirtFacts(crimes, world),
  ]
}

const isBlade = (kind: number) => ['knife', 'sharp'].includes(KINDS[kind]!.weaponType)

/** Crimes a year that a force of scale 1 would record, the sparse kinds counted at their own scale. */
function bulk({ plan, crimes }: World): number {
  const sparse = plan.scale < 1 ? plan.scale ** (1 / 3) : plan.scale
  let total = 0
  for (const i of crimes.order) total += 1 / (KINDS[crimes.kind[i]!]!.sparse ? sparse : plan.scale)
  return total / plan.years
}

function eventsOf({ crimes }: World, chosen: (kind: number) => boolean): Events {
  const wanted = KINDS.map((_, kind) => chosen(kind))
  const kept = crimes.order.filter(
    i =>
      wanted[crimes.kind[i]!] && crimes.status[i] === 0 && crimes.police[i] === 0 && crimes.quality[i]! < 3,
  )
  const pick = (column: Int32Array) => Int32Array.from(kept, i => column[i]!)
  const minute = pick(crimes.occurred)
  return { day: minute.map(m => Math.floor(m / DAY)), minute, x: pick(crimes.x), y: pick(crimes.y) }
}

function cellCounts(events: Events, cell: number, within: (day: number) => boolean): Map<string, number> {
  const counts = new Map<string, number>()
  for (let i = 0; i < events.day.length; i++) {
    if (!within(events.day[i]!)) continue
    const key = `${Math.floor(events.x[i]! / cell)},${Math.floor(events.y[i]! / cell)}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

const AREA = 901e6 // m²

/** Share of the last year's events in the 2% of area that had most events before. */
function capture(events: Events, now: number, cell: number): number {
  const past = cellCounts(events, cell, day => day < now - 365)
  const next = cellCounts(events, cell, day => day >= now - 365)
  const budget = Math.round((0.02 * AREA) / cell ** 2)
  const top = [...past].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, budget)
  return sum(top, ([key]) => next.get(key) ?? 0) / sum(next.values())
}

/**
 * Correlation over 1 km cells of the counts (square roots) in the first and second half of the last four
 * years.
 */
function persistence(events: Events, now: number): number {
  const early = cellCounts(events, 1000, day => day >= now - 1461 && day < now - 730)
  const late = cellCounts(events, 1000, day => day >= now - 730)
  const keys = [...new Set([...early.keys(), ...late.keys()])]
  const [a, b] = [early, late].map(counts => keys.map(key => Math.sqrt(counts.get(key) ?? 0)))
  return correlation(a!, b!)
}

const centred = (v: readonly number[]) => {
  const middle = mean(v)!
  return v.map(x => x - middle)
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [da, db] = [a, b].map(v => centred(v)) as [number[], number[]]
  const cross = (u: readonly number[], v: readonly number[]) => sum(u, (x, i) => x * v[i]!)
  return cross(da, db) / Math.sqrt(cross(da, da) * cross(db, db))
}

function season(events: Events): number {
  const months = new Float64Array(12)
  for (const day of events.day) months[new Date(day * 86_400_000).getUTCMonth()]!++
  return (months[5]! + months[6]! + months[7]!) / (months[11]! + months[0]! + (months[1]! * 31) / 28.25)
}

function hourCounts(events: Events): Float64Array {
  const hours = new Float64Array(24)
  for (const minute of events.minute) hours[Math.floor((minute % DAY) / 60)]!++
  return hours
}

/** Pairs in one lattice square up to 14 days apart, against pairs 60 to 74 days apart. */
function nearRepeat(world: World): number {
  const group = GROUPS.indexOf('acquisitive')
  const events = eventsOf(world, kind => KINDS[kind]!.group === GROUPS[group])
  const bySquare = new Map<string, number[]>()
  for (let i = 0; i < events.day.length; i++) {
    const key = `${Math.floor(events.x[i]! / LATTICE)},${Math.floor(events.y[i]! / LATTICE)}`
    const days = bySquare.get(key)
    if (days) days.push(events.day[i]!)
    else bySquare.set(key, [events.day[i]!])
  }
  let [near, far] = [0, 0]
  for (const days of bySquare.values()) {
    days.sort((a, b) => a - b)
    for (let i = 0; i < days.length; i++) {
      for (let j = i + 1; j < days.length && days[j]! - days[i]! <= 74; j++) {
        const lag = days[j]! - days[i]!
        if (lag > 0 && lag <= 14) near++
        if (lag > 60) far++
      }
    }
  }
  return near / far
}

function dirtFacts({ order, ...crimes }: Crimes, { records }: World): Fact[] {
  const share = (chosen: (i: number) => boolean) => (100 * order.filter(chosen).length) / order.length
  const unplaced = share(i => crimes.quality[i] === 3)
  const late = share(i => crimes.recorded[i]! - crimes.occurred[i]! > 10 * DAY)
  const ranged = share(i => crimes.until[i]! > 0)
  const gone = share(i => crimes.status[i]! > 0)
  const defect = share(i => crimes.dirt[i]! > 0)
  const merged = (100 * records.filter(r => r.mergedAt > 0).length) / records.length
  return [
    factOf('% of crimes without coordinates', '< 10%', [unplaced, 1, 10]),
    factOf('% recorded after 10 days', '5-15%', [late, 3, 15]),
    factOf('% with a range of dates', '20-40%', [ranged, 15, 45]),
    factOf('% cancelled or transferred', '2-5%', [gone, 2, 5]),
    factOf('% of rows with a defect', '< 1%', [defect, 0.05, 1]),
    factOf('% of person records merged', '1-3%', [merged, 0.5, 3]),
  ]
}
