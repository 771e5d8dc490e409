import type { Feature, Layer } from '../../lib/tiles/vector-tile.ts'
import { readTile, writeTile } from '../../lib/tiles/vector-tile.ts'
import { BASE_CLASSES, type BaseClass } from '../contract/base-map.ts'
import { isKnown, meaningOf, namesOf } from './rules.ts'

/** A tile in our own layers. */
export interface OwnTile {
  readonly bytes: Uint8Array
  /** Features by class, in the tile's own units; the extent is that of the whole tile. */
  readonly layers: ReadonlyMap<BaseClass, readonly Feature[]>
  readonly extent: number
}

/** Names of layers that were met. */
export interface LayersMet {
  readonly used: Set<string>
  readonly unused: Set<string>
}

const EXTENT = 4096

/**
 * A vector tile of a known source in our own layers: one for each class, one feature for all lines of a
 * road and one for all areas, with no more than a name, a number and a rank. What is not drawn is left
 * out, which makes a tile of a city several times smaller.
 *
 * @param met grows by the names of the source's layers
 * @returns the tile; with no layers where nothing in it is known
 *
 * Throws an error where the bytes are no vector tile.
 */
export function ownTile(bytes: Uint8Array, met: LayersMet): OwnTile {
  const groups = new Map<BaseClass, Map<string, Feature>>()
  const source = readTile(bytes)
  for (const [name, layer] of Object.entries(source.layers)) {
    ;(isKnown(name) ? met.used : met.unused).add(name)
    if (!isKnown(name)) continue
    for (let i = 0; i < layer.length; i++) {
      const feature = layer.feature(i)
      const meaning = meaningOf(name, feature.type, feature.properties)
      if (meaning === undefined || feature.type === 0) continue
      const lines = onGrid(feature.loadGeometry(), feature.type, EXTENT / layer.extent)
      if (lines.length === 0) continue
      const properties = kept(meaning.class, meaning.rank, feature.properties)
      if ((meaning.class === 'place' || meaning.class === 'street') && !named(properties)) continue
      join(groups, meaning.class, { geometry: feature.type, lines, properties })
    }
  }
  const layers = new Map(
    BASE_CLASSES.flatMap(name =>
      groups.has(name) ? [[name, [...groups.get(name)!.values()].map(chained)] as const] : [],
    ),
  )
  const written: Layer[] = [...layers].map(([name, features]) => ({ name, extent: EXTENT, features }))
  return { bytes: writeTile(written), layers, extent: EXTENT }
}

const named = (properties: Feature['properties']) => 'name' in properties || 'number' in properties

function kept(
  found: BaseClass,
  rank: number | undefined,
  source: Readonly<Record<string, string | number | boolean>>,
): Feature['properties'] {
  if (!['minor', 'b', 'a', 'motorway', 'street', 'place'].includes(found)) return {}
  const { name, number } = namesOf(source)
  return { ...(name && { name }), ...(number && { number }), ...(rank === undefined ? {} : { rank }) }
}

/** Lines in whole units of our grid, without points that fall together; what is no line any more goes. */
function onGrid(
  lines: readonly (readonly { readonly x: number; readonly y: number }[])[],
  geometry: number,
  scale: number,
): { x: number; y: number }[][] {
  const least = { 1: 1, 2: 2, 3: 4 }[geometry] ?? 1
  return lines
    .map(line => {
      const points: { x: number; y: number }[] = []
      for (const { x, y } of line) {
        const point = { x: Math.round(x * scale), y: Math.round(y * scale) }
        const last = points.at(-1)
        if (!last || last.x !== point.x || last.y !== point.y) points.push(point)
      }
      return points
    })
    .filter(points => points.length >= least)
}

/** Puts a feature to those of its class; lines and areas of the same name become one. */
function join(groups: Map<BaseClass, Map<string, Feature>>, name: BaseClass, feature: Feature): void {
  const group = groups.get(name) ?? new Map<string, Feature>()
  groups.set(name, group)
  const key = feature.geometry === 1 ? `point ${group.size}` : JSON.stringify(feature.properties)
  const known = group.get(key)
  group.set(key, known ? { ...known, lines: [...known.lines, ...feature.lines] } : feature)
}

type Line = Feature['lines'][number]

/**
 * Joins lines that meet end to end: a road in pieces from junction to junction becomes long enough for its
 * name.
 */
function chained(feature: Feature): Feature {
  if (feature.geometry !== 2 || feature.lines.length < 2) return feature
  const left = new Set(feature.lines)
  const lines: Line[] = []
  for (const start of feature.lines) {
    if (!left.delete(start)) continue
    let line = start
    for (let next = following(line, left); next; next = following(line, left))
      line = [...line, ...next.slice(1)]
    line = line.toReversed()
    for (let next = following(line, left); next; next = following(line, left))
      line = [...line, ...next.slice(1)]
    lines.push(line)
  }
  return { ...feature, lines }
}

/** A line that is left and begins, or ends, where another ends; taken out, and turned if need be. */
function following(line: Line, left: Set<Line>): Line | undefined {
  const end = line.at(-1)!
  const isHere = (point: Line[number]) => point.x === end.x && point.y === end.y
  for (const other of left) {
    if (!isHere(other[0]!) && !isHere(other.at(-1)!)) continue
    left.delete(other)
    return isHere(other[0]!) ? other : other.toReversed()
  }
  return undefined
}
