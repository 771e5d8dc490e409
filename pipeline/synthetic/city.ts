import { extent, mean, sum } from 'd3-array'
import { bounds, inside } from '../lib/geo.ts'
import { type Random, random } from '../lib/seed.ts'
import { yearOf } from './clock.ts'
import { GROUPS, type Group } from './kinds.ts'
import { type Alias, makeAlias } from './pick.ts'
import type { Area, Plan, Setting } from './plan.ts'

/** Side of a lattice square of the true intensity, in metres. */
export const LATTICE = 250

/** The force as a lattice of squares with the true share of each group of crime, year by year. */
export interface City {
  /** South-west corners, in metres. */
  readonly x: Int32Array
  readonly y: Int32Array
  readonly district: Uint8Array
  /** Index of the LPA and of the LOMU of each square. */
  readonly lpa: Uint8Array
  /** 1 where a corner of the square lies outside every district. */
  readonly edge: Uint8Array
  readonly lomu: Uint8Array
  readonly firstYear: number
  /** Share of each square by group and year: `share[group][year - firstYear]` adds up to 1. */
  readonly share: readonly (readonly Float64Array[])[]
  readonly sampler: readonly (readonly Alias[])[]
  /** Fixed points that stand in for an unknown place: police stations, custody suites and hospitals. */
  readonly stations: readonly Point[]
  readonly hospitals: readonly Point[]
}

interface Point {
  readonly x: number
  readonly y: number
  readonly square: number
}

/**
 * How strongly a group follows the common map, town centres, and venues of its own (gamma shape: the smaller
 * the heavier).
 */
const CHARACTER: Readonly<Record<Group, { common: number; own: number; centre: number; spike: number }>> = {
  knife: { common: 1.05, own: 0.4, centre: 1.5, spike: 0.5 },
  violence: { common: 1, own: 0.4, centre: 2.2, spike: 0.45 },
  robbery: { common: 0.9, own: 0.45, centre: 2.4, spike: 0.5 },
  home: { common: 0.85, own: 0.35, centre: 0.2, spike: 0.8 },
  night: { common: 0.7, own: 0.4, centre: 3, spike: 0.5 },
  acquisitive: { common: 0.45, own: 0.5, centre: 0.4, spike: 1.5 },
  retail: { common: 0.5, own: 0.5, centre: 3.5, spike: 0.12 },
  drugs: { common: 0.8, own: 0.5, centre: 1.5, spike: 0.4 },
}

/**
 * Builds the city of a force: squares whose centre lies in a district, with persistent, heavy-tailed, smooth
 * intensity.
 */
export function makeCity(setting: Setting, plan: Plan): City {
  const squares = latticeOf(setting)
  const firstYear = yearOf(plan.startDay) - 1
  const years = yearOf(plan.lastAsAt) - firstYear + 2
  const common = smoothField(squares, { seed: plan.seed, name: 'common' })
  const centres = centreField(squares, setting, plan.seed)
  const share = GROUPS.map(group => yearlyShares(group, { squares, common, centres, years, seed: plan.seed }))
  const districts = setting.districts.map(({ name }) => name)
  return {
    ...squares,
    edge: edgesOf(squares, setting),
    lpa: areaOf(squares, districts, setting.lpas),
    lomu: areaOf(squares, districts, setting.lomus),
    firstYear,
    share,
    sampler: share.map(years => years.map(makeAlias)),
    stations: landmarks(squares, setting, 0),
    hospitals: landmarks(squares, setting, 700),
  }
}

interface Squares {
  readonly x: Int32Array
  readonly y: Int32Array
  readonly district: Uint8Array
}

function latticeOf(setting: Setting): Squares {
  const [x, y, district]: [number[], number[], number[]] = [[], [], []]
  setting.districts.forEach(({ shape }, index) => {
    const [minX, minY, maxX, maxY] = bounds(shape)
    for (let cy = Math.floor(minY / LATTICE); cy * LATTICE < maxY; cy++) {
      for (let cx = Math.floor(minX / LATTICE); cx * LATTICE < maxX; cx++) {
        if (!inside(shape, (cx + 0.5) * LATTICE, (cy + 0.5) * LATTICE)) continue
        x.push(cx * LATTICE)
        y.push(cy * LATTICE)
        district.push(index)
      }
    }
  })
  return { x: Int32Array.from(x), y: Int32Array.from(y), district: Uint8Array.from(district) }
}

function edgesOf(squares: Squares, setting: Setting): Uint8Array {
  const known = new Map<string, boolean>()
  const within = (x: number, y: number) => {
    const key = `${x},${y}`
    const value = known.get(key) ?? setting.districts.some(({ shape }) => inside(shape, x, y))
    known.set(key, value)
    return value
  }
  return Uint8Array.from(squares.x, (x, k) => {
    const y = squares.y[k]!
    const all =
      within(x, y) && within(x + LATTICE, y) && within(x, y + LATTICE) && within(x + LATTICE, y + LATTICE)
    return all ? 0 : 1
  })
}

/** Log-intensity: value noise of some wavelengths (metres), smooth between its knots, standardised. */
function smoothField(
  squares: Squares,
  { seed, name, waves = [7000, 2600, 1100] }: { seed: number; name: string; waves?: readonly number[] },
): Float64Array {
  const field = new Float64Array(squares.x.length)
  waves.forEach((wave, octave) => {
    addNoise(field, squares, { wave, source: random(seed, `${name}-${octave}`) })
  })
  return standardise(field)
}

function addNoise(
  field: Float64Array,
  { x, y }: Squares,
  { wave, source }: { wave: number; source: Random },
): void {
  const [west, east] = range(x, wave)
  const [south, north] = range(y, wave)
  const wide = east - west + 1
  const knots = Float64Array.from({ length: wide * (north - south + 1) }, () => source.normal())
  for (let k = 0; k < field.length; k++) {
    const u = x[k]! / wave - west
    const v = y[k]! / wave - south
    const at = Math.floor(v) * wide + Math.floor(u)
    const a = ease(u - Math.floor(u))
    const b = ease(v - Math.floor(v))
    const below = knots[at]! * (1 - a) + knots[at + 1]! * a
    const above = knots[at + wide]! * (1 - a) + knots[at + wide + 1]! * a
    field[k]! += below * (1 - b) + above * b
  }
}

/** First and last knot that the squares need along one axis. */
function range(values: Int32Array, wave: number): [number, number] {
  const [low, high] = extent(values) as [number, number]
  return [Math.floor(low / wave), Math.floor(high / wave) + 1]
}

const ease = (t: number) => t * t * (3 - 2 * t)

function standardise(field: Float64Array): Float64Array {
  const middle = mean(field)!
  const sd = Math.sqrt(mean(field, v => (v - middle) ** 2)!) || 1
  return field.map(v => (v - middle) / sd)
}

/** Pull of the named places: main centres pull harder and over a shorter distance than the others. */
function centreField(squares: Squares, setting: Setting, seed: number): Float64Array {
  const field = new Float64Array(squares.x.length)
  const source = random(seed, 'centres')
  for (const place of setting.places) {
    const main = /centre$/i.test(place.name)
    const [pull, reach] = [(main ? 2.2 : 0.9) * (0.6 + 0.8 * source.next()), main ? 650 : 800]
    for (let k = 0; k < field.length; k++) {
      const [dx, dy] = [squares.x[k]! + LATTICE / 2 - place.x, squares.y[k]! + LATTICE / 2 - place.y]
      field[k]! += pull * Math.exp(-(dx * dx + dy * dy) / (2 * reach * reach))
    }
  }
  return field
}

interface Fields {
  readonly squares: Squares
  readonly common: Float64Array
  readonly centres: Float64Array
  readonly years: number
  readonly seed: number
}

/**
 * Shares by year: one lasting map, which drifts slowly (a smooth first-order process, correlation 0.9 a
 * year).
 */
function yearlyShares(group: Group, { squares, common, centres, years, seed }: Fields): Float64Array[] {
  const { common: c, own: o, centre, spike } = CHARACTER[group]
  const own = smoothField(squares, { seed, name: group })
  const source = random(seed, `spikes-${group}`)
  const base = common.map(
    (v, k) => (Math.exp(c * v + o * own[k]!) + centre * centres[k]!) * (0.1 + source.gamma(spike) / spike),
  )
  const drifting = (name: string) => smoothField(squares, { seed, name, waves: [1500, 800] })
  let drift = drifting(`drift-${group}`)
  return Array.from({ length: years }, (_, year) => {
    const step = drifting(`drift-${group}-${year}`)
    drift = drift.map((v, k) => 0.9 * v + Math.sqrt(1 - 0.9 ** 2) * step[k]!)
    const now = base.map((v, k) => v * Math.exp(0.2 * drift[k]!))
    const total = sum(now)
    return now.map(v => v / total)
  })
}

/**
 * Area of each square: the areas named after its district; where there are several, they split it from west
 * to east.
 */
function areaOf(squares: Squares, districts: readonly string[], areas: readonly Area[]): Uint8Array {
  const owner = new Uint8Array(squares.x.length)
  districts.forEach((name, district) => {
    const mine = areas.map((_, i) => i).filter(i => areas[i]!.name.includes(name))
    const sorted = (mine.length > 0 ? mine : areas.map((_, i) => i)).sort(
      (a, b) => side(areas[a]!) - side(areas[b]!),
    )
    const inDistrict = [...squares.x.keys()].filter(k => squares.district[k] === district)
    const xs = inDistrict.map(k => squares.x[k]!).sort((a, b) => a - b)
    const cuts = sorted.map((_, i) => xs[Math.floor((i * xs.length) / sorted.length)]!)
    for (const k of inDistrict) owner[k] = sorted[cuts.findLastIndex(cut => squares.x[k]! >= cut)]!
  })
  return owner
}

const side = ({ name }: Area) => (/west/i.test(name) ? -1 : /east/i.test(name) ? 1 : 0)

/** One fixed point near every fourth place (or near the middle of each district where no place is named). */
function landmarks(squares: Squares, setting: Setting, away: number): Point[] {
  const spots = setting.places
    .filter((_, i) => i % 4 === 0)
    .map(({ x, y }) => ({ x: x + away + 37, y: y + away + 61 }))
  const points = spots.length > 0 ? spots : setting.districts.map((_, d) => middleOf(squares, d))
  return points.map(point => snap(squares, point))
}

function middleOf(squares: Squares, district: number): { x: number; y: number } {
  const mine = [...squares.x.keys()].filter(k => squares.district[k] === district)
  const k = mine[Math.floor(mine.length / 2)] ?? 0
  return { x: squares.x[k]! + 37, y: squares.y[k]! + 61 }
}

function snap(squares: Squares, { x, y }: { x: number; y: number }): Point {
  let square = 0
  let best = Infinity
  for (let k = 0; k < squares.x.length; k++) {
    const d = (squares.x[k]! + LATTICE / 2 - x) ** 2 + (squares.y[k]! + LATTICE / 2 - y) ** 2
    if (d >= best) continue
    best = d
    square = k
  }
  if (best < (LATTICE / 2) ** 2) return { x: Math.round(x), y: Math.round(y), square }
  return { x: squares.x[square]! + 100, y: squares.y[square]! + 100, square }
}
