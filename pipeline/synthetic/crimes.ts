import { sum } from 'd3-array'
import { type Random, random } from '../lib/seed.ts'
import { type City, LATTICE } from './city.ts'
import { type Clock, weekdayOf, yearOf } from './clock.ts'
import { backdate, DEFAULT_GEOCODE_SHARE, DIRT, defaultPoint } from './dirt.ts'
import { CANCELLED, GROUPS, KINDS, TRANSFERRED, VENUE_SHARES } from './kinds.ts'
import { type Alias, draw, makeAlias } from './pick.ts'
import { DAY, extractMinute, type Plan, YEAR } from './plan.ts'

/** All crimes ever recorded up to the last extract, column by column; `order` sorts them by `recorded`. */
export interface Crimes {
  readonly count: number
  readonly order: Uint32Array
  readonly kind: Uint8Array
  readonly occurred: Int32Array
  /** End of the range of dates; 0 where there is none. */
  readonly until: Int32Array
  readonly recorded: Int32Array
  /** 0 stays recorded, 1 cancelled at `statusAt`, 2 transferred at `statusAt`. */
  readonly status: Uint8Array
  readonly statusAt: Int32Array
  /**
   * Instant from which the present offence code stands; before it, the code first recorded. 0: never changed.
   */
  readonly codeAt: Int32Array
  readonly x: Int32Array
  readonly y: Int32Array
  readonly square: Int32Array
  /** 0 exact, 1 street, 2 postcode, 3 none (no coordinates). */
  readonly quality: Uint8Array
  readonly venue: Uint8Array
  readonly police: Uint8Array
  readonly domestic: Uint8Array
  readonly dirt: Uint8Array
}

/** The code under which a crime is often first recorded, and how often. */
export const FIRST_RECORDED: Readonly<Record<string, readonly [string, number]>> = {
  '1': ['2', 0.15],
  '2': ['5D', 0.12],
  '5D': ['8N', 0.09],
  '8N': ['105A', 0.015],
  '34B': ['39', 0.03],
  '19C': ['20A', 0.03],
  '28E': ['30C', 0.01],
  '8Q': ['8L', 0.04],
}

/** Extra events planted in the last four weeks at one square: a flare-up that a detector should find. */
export interface Flare {
  readonly square: number
  readonly days: readonly number[]
}

/** Share of events that follow an earlier one of their group within a fortnight and about 100 m, by group. */
export const NEAR_REPEAT = [0.04, 0.03, 0.05, 0, 0, 0.06, 0, 0]

/** Days before the first record, so that late records of older crimes are there from the start. */
const WARM_UP = 420
const QUALITY = makeAlias([62, 20, 13.5, 4.5])

/** First day on which crimes occur. */
export function firstDay(plan: Plan): number {
  return plan.startDay - WARM_UP
}

/** Expected number of a kind of crime in a day of the plan, before the day's own factor. */
export function dailyMean(kind: number, plan: Plan): number {
  const { yearly, sparse } = KINDS[kind]!
  return (
    (yearly * (sparse ? Math.min(1, plan.scale) ** (1 / 3) * Math.max(1, plan.scale) : plan.scale)) / YEAR
  )
}

/**
 * Draws every crime of the plan: when, where, what, and how it came to be recorded, cancelled and re-coded.
 */
export function makeCrimes(
  plan: Plan,
  city: City,
  { clock, flares }: { clock: Clock; flares: readonly Flare[] },
): Crimes {
  const counts = dailyCounts(plan, clock)
  const extra = sum(flares, flare => flare.days.length)
  const total = sum(counts) + extra
  const crimes = allocate(total)
  const maker = makeMaker(plan, city, { clock, crimes })
  const planted = flares.flatMap(flare => flare.days.map(day => ({ day, square: flare.square })))
  let at = 0
  for (let day = firstDay(plan); day < plan.lastAsAt; day++) {
    maker.newDay(day)
    for (let kind = 0; kind < KINDS.length; kind++) {
      const n = counts[(day - firstDay(plan)) * KINDS.length + kind]!
      for (let i = 0; i < n; i++) maker.add(at++, kind)
    }
    for (const flare of planted) if (flare.day === day) maker.add(at++, 0, flare.square)
  }
  return { ...crimes, count: at, order: recordedOrder(crimes.recorded, at, plan) }
}

function dailyCounts(plan: Plan, clock: Clock): Uint16Array {
  const source = random(plan.seed, 'counts')
  const days = plan.lastAsAt - firstDay(plan)
  const counts = new Uint16Array(days * KINDS.length)
  KINDS.forEach((kind, k) => {
    const factor = clock.factor[GROUPS.indexOf(kind.group)]!
    const mean = dailyMean(k, plan)
    for (let day = 0; day < days; day++) counts[day * KINDS.length + k] = source.poisson(mean * factor[day]!)
  })
  return counts
}

function allocate(n: number): Omit<Crimes, 'count' | 'order'> {
  const [bytes, ints] = [() => new Uint8Array(n), () => new Int32Array(n)]
  return {
    kind: bytes(),
    occurred: ints(),
    until: ints(),
    recorded: ints(),
    status: bytes(),
    statusAt: ints(),
    codeAt: ints(),
    x: ints(),
    y: ints(),
    square: ints(),
    quality: bytes(),
    venue: bytes(),
    police: bytes(),
    domestic: bytes(),
    dirt: bytes(),
  }
}

interface Maker {
  newDay(day: number): void
  add(i: number, kind: number, square?: number): void
}

type Columns = ReturnType<typeof allocate>

function makeMaker(plan: Plan, city: City, { clock, crimes }: { clock: Clock; crimes: Columns }): Maker {
  const source = random(plan.seed, 'crimes')
  const groupOf = Uint8Array.from(KINDS, kind => GROUPS.indexOf(kind.group))
  const venues = GROUPS.map(group => makeAlias(VENUE_SHARES[group]))
  const recent = GROUPS.map((): number[] => [])
  const oldest = GROUPS.map(() => 0)
  let today = 0
  let year = 0
  return {
    newDay: day => {
      today = day
      year = yearOf(day) - city.firstYear
      const limit = (day - 14) * DAY
      recent.forEach((list, g) => {
        while (oldest[g]! < list.length && crimes.occurred[list[oldest[g]!]!]! < limit) oldest[g]!++
      })
    },
    add: (i, kind, square) => {
      const g = groupOf[kind]!
      crimes.kind[i] = kind
      const hour = draw(clock.hour[g]![weekdayOf(today)]!, source)
      crimes.occurred[i] = clock.real(today * DAY + hour * 60 + source.int(60))
      const window = recent[g]!.length - oldest[g]!
      const repeat = square === undefined && window > 0 && source.next() < NEAR_REPEAT[g]!
      if (repeat) repeatPlace(i, recent[g]![oldest[g]! + source.int(window)]!, { city, crimes, source })
      else placeAt(i, square ?? draw(city.sampler[g]![Math.max(0, year)]!, source), { city, crimes, source })
      recent[g]!.push(i)
      describe(i, kind, { city, crimes, source, venues: venues[g]! })
      follow(i, kind, { crimes, source, clock })
      crimes.dirt[i] = draw(DIRT, source)
    },
  }
}

interface Placing {
  readonly city: City
  readonly crimes: Columns
  readonly source: Random
}

/** Places repeat: a square has a few addresses, the first of which draws a quarter of its records. */
function placeAt(i: number, square: number, { city, crimes, source }: Placing): void {
  const address = source.next() < 0.25 ? 0 : 1 + source.int(15)
  const h = Math.imul(square * 16 + address + 1, 0x9e3779b1) >>> 0
  const [u, v] = [h >>> 24, (h >>> 12) & 255]
  const [reach, corner] = city.edge[square] ? [40, LATTICE / 2 - 20] : [LATTICE - 4, 2]
  crimes.x[i] = city.x[square]! + corner + Math.floor((u * reach) / 256)
  crimes.y[i] = city.y[square]! + corner + Math.floor((v * reach) / 256)
  crimes.square[i] = square
}

function repeatPlace(i: number, parent: number, { city, crimes, source }: Placing): void {
  const square = crimes.square[parent]!
  const spread = city.edge[square] ? 0 : 90
  crimes.x[i] = clampTo(city.x[square]!, crimes.x[parent]! + Math.round(spread * source.normal()))
  crimes.y[i] = clampTo(city.y[square]!, crimes.y[parent]! + Math.round(spread * source.normal()))
  crimes.square[i] = square
}

const clampTo = (corner: number, value: number) => Math.min(corner + LATTICE - 2, Math.max(corner + 2, value))

function describe(
  i: number,
  kind: number,
  { city, crimes, source, venues }: Placing & { venues: Alias },
): void {
  const { police, domestic } = KINDS[kind]!
  const venue = draw(venues, source)
  crimes.venue[i] = venue
  const points = venue === 6 ? city.hospitals : venue === 7 ? city.stations : undefined
  if (points && source.next() < 0.8) {
    putAt(i, points[(crimes.square[i]! * 7) % points.length]!, crimes)
  }
  crimes.quality[i] = draw(QUALITY, source)
  if (source.next() < DEFAULT_GEOCODE_SHARE) putAt(i, defaultPoint(city), crimes)
  crimes.police[i] = source.next() < police ? 1 : 0
  crimes.domestic[i] = source.next() < domestic ? 1 : 0
}

function putAt(i: number, { x, y, square }: City['stations'][number], crimes: Columns): void {
  crimes.x[i] = x
  crimes.y[i] = y
  crimes.square[i] = square
}

interface Following {
  readonly crimes: Columns
  readonly source: Random
  readonly clock: Clock
}

/** What happens to the record: a range of dates, the delay until it is recorded, cancellation, re-coding. */
function follow(i: number, kind: number, { crimes, source, clock }: Following): void {
  const { code, ranged, group } = KINDS[kind]!
  const occurred = crimes.occurred[i]!
  if (source.next() < ranged)
    crimes.until[i] = clock.real(occurred + 30 + Math.floor(source.exponential() * 14 * 60))
  const slow = group === 'home' ? 1.6 : 1
  const recorded = clock.real((crimes.until[i]! || occurred) + 5 + Math.floor(delay(source, slow)))
  crimes.recorded[i] = recorded
  const u = source.next()
  if (u < CANCELLED + TRANSFERRED) {
    crimes.status[i] = u < CANCELLED ? 1 : 2
    crimes.statusAt[i] = clock.real(recorded + DAY + Math.floor(source.exponential() * 35 * DAY))
  }
  const first = FIRST_RECORDED[code]
  if (first && source.next() < first[1]) {
    crimes.codeAt[i] = clock.real(recorded + DAY + Math.floor(source.exponential() * 20 * DAY))
  }
  backdate(i, code, { crimes, source, clock })
}

/** Minutes until a crime is recorded: mostly hours, some days, a few weeks or months. */
function delay(source: Random, slow: number): number {
  const u = source.next() / slow
  const mean = u < 0.72 / slow ? 300 : u < 0.93 / slow ? 3 * DAY : u < 0.985 / slow ? 25 * DAY : 150 * DAY
  return source.exponential() * mean * slow
}

function recordedOrder(recorded: Int32Array, count: number, plan: Plan): Uint32Array {
  const [from, to] = [plan.startDay * DAY, extractMinute(plan.lastAsAt)]
  const keys = new Float64Array(count)
  let n = 0
  for (let i = 0; i < count; i++) {
    const at = recorded[i]!
    if (at >= from && at < to) keys[n++] = (at - from) * 2 ** 24 + i
  }
  return Uint32Array.from(keys.subarray(0, n).sort(), key => key % 2 ** 24)
}
