import { toMetres } from '../../pipeline/force/crs.ts'
import { loadForce } from '../../pipeline/force/load.ts'
import { random as randomOf } from '../../pipeline/lib/seed.ts'

type Point = readonly [x: number, y: number]

/**
 * A thing on the ground of an invented town: layer and properties as OS Open Zoomstack has them, metres.
 */
export interface Thing {
  readonly layer: string
  readonly geometry: 1 | 2 | 3
  readonly lines: readonly (readonly Point[])[]
  readonly properties: Readonly<Record<string, string>>
  /** Lowest zoom that shows it. */
  readonly from: number
}

const loaded = await loadForce()

/** Longitude and latitude of a point of the default force. */
export const degrees = ([x, y]: Point) => loaded.toWgs84(x, y)
export const metres = (point: Point) => toMetres(loaded.settings, point)

/** The middle of the default force, on the corner of four squares of a kilometre. */
export const CENTRE: Point = [407_000, 287_000]

const road = (type: string, line: Point[], [name, number]: [string?, string?] = []): Thing => ({
  layer: 'roads',
  geometry: 2,
  lines: [line],
  properties: { type, ...(name && { name }), ...(number && { number }) },
  from: { Motorway: 5, Primary: 6, 'A Road': 8, 'B Road': 10 }[type] ?? 12,
})

const area = (layer: string, ring: readonly Point[], from: number): Thing => ({
  layer,
  geometry: 3,
  lines: [[...ring, ring[0]!]],
  properties: {},
  from,
})

const place = ([type, name]: [string, string], [x, y]: Point, from: number): Thing => ({
  layer: 'names',
  geometry: 1,
  lines: [[[x, y]]],
  properties: { type, name },
  from,
})

const box = (west: number, south: number, [width, height]: Point): Point[] => [
  [west, south],
  [west + width, south],
  [west + width, south + height],
  [west, south + height],
]

/** A few things whose place is known to the metre. */
export function smallTown([x, y]: Point = CENTRE): Thing[] {
  const across = (north: number, [west, east]: Point): Point[] => [
    [x + west, y + north],
    [x + east, y + north],
  ]
  const up: Point[] = [
    [x, y - 8000],
    [x, y + 8000],
  ]
  return [
    road('Motorway', across(-3000, [-9000, 9000]), ['', 'M6']),
    road('A Road', up, ['Bristol Road', 'A38']),
    road('B Road', across(1200, [-6000, 6000]), ['Lake Street', 'B4124']),
    road('Local', across(300, [-700, 700]), ['High Street']),
    road('Local', across(300, [5300, 6000]), ['High Street']),
    area('surfacewater', box(x + 400, y - 900, [1200, 800]), 8),
    area('greenspaces', box(x - 1800, y - 800, [1200, 600]), 10),
    place(['City', 'Midtown'], [x + 100, y + 700], 5),
    place(['Suburban Area', 'Northgate'], [x - 1500, y + 2400], 11),
  ]
}

const SYLLABLES = 'Ash Brook Clay Dene Elm Ford Green Hill Ivy Kings Lime Mill'.split(' ')
const ENDS = 'Road Street Lane Avenue Close Drive Grove Way'.split(' ')

/** A town with streets, houses, parks and a river, to be looked at; the same each time. */
export function largeTown([x, y]: Point = CENTRE, radius = 9000): Thing[] {
  const { next } = randomOf(7)
  const at = (angle: number, distance: number): Point => [
    x + distance * Math.cos(angle),
    y + distance * Math.sin(angle),
  ]
  const ring = (distance: number, wobble = 0.05) =>
    Array.from({ length: 73 }, (_, i) =>
      at((i * Math.PI) / 36, distance * (1 + wobble * Math.sin((i % 72) * 0.9))),
    )
  const west = [at(2.4, radius * 1.15), at(2.6, 5000), at(3.2, radius * 2)]
  const rail = road('Local', [at(1, radius * 1.6), at(1.2, 800), at(4.1, radius * 1.6)])
  const suburbs = ['Northgate', 'Holloway', 'Easton', 'Selwick', 'Tarn Heath', 'Oldmoor']
  return [
    road('Motorway', ring(radius * 1.15, 0.03), ['', 'M42']),
    road('Motorway', west, ['', 'M5']),
    road('Primary', ring(1600), ['Ringway', 'A4540']),
    ...Array.from({ length: 9 }, (_, i) => {
      const line = [0.08, 0.3, 0.5, 0.7, 0.9, 1.1].map(share =>
        at(i * 0.698 + 0.2 + 0.12 * Math.sin(share * 5 + i), share * radius),
      )
      return road(i % 2 ? 'A Road' : 'Primary', line, [`${SYLLABLES[i]} Road`, `A${34 + i}`])
    }),
    ...[3400, 5200, 7200].map((distance, i) =>
      road('B Road', ring(distance, 0.08), [`${SYLLABLES[i + 3]} Belt`, `B41${i}2`]),
    ),
    area('surfacewater', river([x, y], radius), 6),
    ...Array.from({ length: 26 }, (_, i) => {
      const size = 150 + next() * 420
      const [px, py] = at(next() * 6.283, (0.15 + next() * 0.8) * radius)
      const patch = Array.from(
        { length: 9 },
        (_, k): Point => [
          px + size * (0.8 + 0.3 * next()) * Math.cos(k * 0.698),
          py + size * (0.8 + 0.3 * next()) * Math.sin(k * 0.698),
        ],
      )
      return area(i % 7 === 0 ? 'surfacewater' : i % 3 ? 'greenspaces' : 'woodland', patch, 9)
    }),
    area('urban_areas', ring(radius * 0.95, 0.1), 5),
    { ...rail, layer: 'rail', from: 9 },
    ...suburbs.map((name, i) =>
      place(['Suburban Area', name], at(i * 1.05 + 0.4, radius * (0.4 + 0.08 * i)), 10),
    ),
    place(['City', 'Midtown'], [x + 100, y + 500], 5),
    ...streets([x, y], next, 2600),
  ]
}

function river([x, y]: Point, radius: number): Point[] {
  const bank = Array.from({ length: 60 }, (_, i): Point => {
    const along = -radius * 1.3 + (i * radius * 2.6) / 59
    return [x + along, y - 1400 + 900 * Math.sin(along / 2300)]
  })
  return [...bank.map(([a, b]): Point => [a, b + 90]), ...[...bank].reverse()]
}

/** A grid of named streets with houses along them, around a point. */
function streets([x, y]: Point, next: () => number, reach: number): Thing[] {
  const things: Thing[] = []
  const one = <T>(list: readonly T[]) => list[Math.floor(next() * list.length)]!
  for (let i = -reach, row = 0; i <= reach; i += 140, row++) {
    const name = `${one(SYLLABLES)}${one(SYLLABLES).toLowerCase()}`
    const shift = Math.floor(next() * 500)
    const bend = (along: number) => 35 * Math.sin(along / 260 + i)
    const line = (turned: boolean) =>
      Array.from({ length: 40 }, (_, k): Point => {
        const along = -reach + shift + k * 120
        return turned ? [x + i + bend(along), y + along] : [x + along, y + i + bend(along)]
      })
    things.push(road('Local', line(row % 2 === 0), [`${name} ${one(ENDS)}`]))
    if (row % 3 === 0) things.push(road('Minor', line(row % 2 !== 0), [`${name} Hill`]))
    for (let along = -reach; along < reach; along += 38) {
      if (next() < 0.35) continue
      const south = y + i + 24 + bend(along)
      things.push(area('buildings', box(x + along, south, [9 + next() * 14, 8 + next() * 9]), 13))
    }
  }
  return things
}
