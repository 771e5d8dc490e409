import { bounds, type Shape } from '../lib/geo.ts'
import { piecesOf } from '../lib/overlay.ts'
import type { District } from './boundary.ts'

/** How far a layer covers the force, and where its polygons share ground. Areas in km2. */
export interface Coverage {
  readonly landKm2: number
  /** Land in no polygon, and in more than one. */
  readonly gapKm2: number
  readonly overlapKm2: number
  /** Districts that are not covered whole, the largest gap first. */
  readonly gaps: readonly { readonly district: string; readonly km2: number }[]
  /** Polygons, by number, that share ground, the largest overlap first. */
  readonly overlaps: readonly { readonly pair: readonly [number, number]; readonly km2: number }[]
}

/** Side of the tiles in which areas are added up: any would do, small ones have few sides each. */
const TILE_METRES = 2000
const KM2 = 1e6

/**
 * How polygons cover the districts of a force.
 *
 * @example coverageOf(districts, districts.map(({ shape }) => shape)).gapKm2 === 0
 */
export function coverageOf(districts: readonly District[], polygons: readonly Shape[]): Coverage {
  const shapes = [...districts.map(({ shape }) => shape), ...polygons]
  const boxes = shapes.map(bounds)
  const gaps = new Float64Array(districts.length)
  const pairs = new Map<string, { pair: [number, number]; km2: number }>()
  let [landKm2, overlapKm2] = [0, 0]
  for (const tile of tilesOf(districts)) {
    const near = shapes.flatMap((_, s) => (touches(boxes[s]!, tile) ? [s] : []))
    for (const { members, squareMetres } of piecesOf(
      tile,
      near.map(s => shapes[s]!),
    )) {
      const district = members.map(m => near[m]!).find(s => s < districts.length)
      if (district === undefined) continue
      const within = members.flatMap(m => (near[m]! < districts.length ? [] : [near[m]! - districts.length]))
      const km2 = squareMetres / KM2
      landKm2 += km2
      if (within.length === 0) gaps[district]! += km2
      if (within.length > 1) overlapKm2 += km2
      notePairs(pairs, within, km2)
    }
  }
  return {
    landKm2,
    gapKm2: gaps.reduce((all, km2) => all + km2, 0),
    overlapKm2,
    gaps: districts
      .map(({ name }, d) => ({ district: name, km2: gaps[d]! }))
      .filter(({ km2 }) => km2 > 0)
      .sort((a, b) => b.km2 - a.km2),
    overlaps: [...pairs.values()].sort((a, b) => b.km2 - a.km2),
  }
}

function notePairs(
  pairs: Map<string, { pair: [number, number]; km2: number }>,
  within: readonly number[],
  km2: number,
): void {
  within.forEach((a, i) => {
    for (const b of within.slice(i + 1)) {
      const known = pairs.get(`${a} ${b}`) ?? { pair: [a, b], km2: 0 }
      pairs.set(`${a} ${b}`, { ...known, km2: known.km2 + km2 })
    }
  })
}

function* tilesOf(districts: readonly District[]) {
  const [west, south, east, north] = bounds(districts.flatMap(({ shape }) => shape))
  for (let y = south; y < north; y += TILE_METRES)
    for (let x = west; x < east; x += TILE_METRES)
      yield { west: x, south: y, east: x + TILE_METRES, north: y + TILE_METRES }
}

function touches(
  [west, south, east, north]: readonly [number, number, number, number],
  tile: { west: number; south: number; east: number; north: number },
): boolean {
  return west < tile.east && east > tile.west && south < tile.north && north > tile.south
}
