import { join } from 'node:path'
import { group } from 'd3-array'
import { polygonArea, polygonCentroid } from 'd3-polygon'
import type { Layer } from '../../force/layers.ts'
import { writeNew } from '../../lib/files.ts'
import { bounds, type Shape } from '../../lib/geo.ts'
import { plainName } from '../../lib/likeness.ts'
import { shardPath } from '../contract/search.ts'
import { SearchFile, SearchShard } from '../contract/search-file.ts'

/** A name at a point, in metres. */
export interface Spot {
  readonly name: string
  readonly x: number
  readonly y: number
}

/** What can be searched for. */
export interface Searchable {
  /** Outlines of the districts. */
  readonly outline: readonly Shape[]
  /** Whether the letters of the National Grid mean anything here. */
  readonly letters: boolean
  readonly places: readonly Spot[]
  readonly layers: readonly Layer[]
  /** Postcodes with one space, such as `B12 8QX`. */
  readonly postcodes: readonly Spot[]
  readonly streets: readonly Spot[]
}

/** Streets of one name within this of each other are one. */
const SAME_STREET_METRES = 500

/** Bakes `search.json` and its shards: streets by first letter, postcodes by outward code. */
export async function bakeSearch(from: Searchable, out: string): Promise<void> {
  const byLetter = group(oneOfEach(from.streets), ({ name }) => plainName(name)[0] ?? '')
  byLetter.delete('')
  const byCode = group(from.postcodes, ({ name }) => name.split(' ')[0]!)
  const keys = (shards: ReadonlyMap<string, unknown>) => [...shards.keys()].sort()
  const file = SearchFile.parse({
    kind: 'search',
    letters: from.letters,
    box: bounds(from.outline.flat()).map(Math.round),
    places: from.places.map(spotOf),
    layers: from.layers.map(({ id, title, areas }) => ({
      id,
      title,
      areas: areas.map(({ name, code, shape }) => [...spotOf({ name, ...middleOf(shape) }), code]),
    })),
    sectors: sectorsOf(from.postcodes).map(spotOf),
    shards: { streets: keys(byLetter), postcodes: keys(byCode) },
  })
  await writeNew(join(out, 'search.json'), JSON.stringify(file))
  for (const [kind, shards] of [
    ['streets', byLetter],
    ['postcodes', byCode],
  ] as const)
    for (const [key, spots] of shards) {
      const shard = SearchShard.parse({ kind, key, spots: spots.map(spotOf) })
      await writeNew(join(out, shardPath(kind, key)), JSON.stringify(shard))
    }
}

const spotOf = ({ name, x, y }: Spot): [string, number, number] => [name, Math.round(x), Math.round(y)]

/** Middle of the largest ring, by area. */
function middleOf(shape: Shape): { x: number; y: number } {
  const rings = shape.map(ring => ring as [number, number][])
  const sizes = rings.map(ring => Math.abs(polygonArea(ring)))
  const largest = rings[sizes.indexOf(Math.max(...sizes))]!
  const [x, y] = polygonCentroid(largest)
  return { x, y }
}

/** The sectors of postcodes (`B12 8` of `B12 8QX`), each at the mean of its postcodes. */
function sectorsOf(postcodes: readonly Spot[]): Spot[] {
  const bySector = group(postcodes, ({ name }) => name.slice(0, -2))
  return [...bySector]
    .map(([name, spots]) => ({ name, ...meanOf(spots) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function meanOf(spots: readonly Spot[]): { x: number; y: number } {
  const [x, y] = [spots.reduce((sum, spot) => sum + spot.x, 0), spots.reduce((sum, spot) => sum + spot.y, 0)]
  return { x: x / spots.length, y: y / spots.length }
}

/** One of each street: pieces of the same name that lie together are its. */
function oneOfEach(streets: readonly Spot[]): Spot[] {
  return [...group(streets, ({ name }) => name)].flatMap(([, pieces]) => {
    const kept: Spot[] = []
    for (const piece of pieces) {
      const near = (other: Spot) => Math.hypot(other.x - piece.x, other.y - piece.y) < SAME_STREET_METRES
      if (!kept.some(near)) kept.push(piece)
    }
    return kept
  })
}
