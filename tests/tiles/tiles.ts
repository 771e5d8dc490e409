import { gzipSync } from 'node:zlib'
import { addressesOf, rangeOf, type World, worldOf } from '../../pipeline/lib/tiles/mercator.ts'
import { type Feature, type Layer, writeTile } from '../../pipeline/lib/tiles/vector-tile.ts'
import { degrees, type Thing } from './town.ts'

/** A tile of a file: its address, rows from the north, and its bytes as they lie in the file. */
export interface Tile {
  readonly z: number
  readonly x: number
  readonly y: number
  readonly bytes: Uint8Array
}

const EXTENT = 4096
const BUFFER = 64 / EXTENT

/** The tiles of all zooms that things stand on, gzipped as in the files that one gets. */
export function tilesOf(things: readonly Thing[], [low, high]: readonly [number, number]): Tile[] {
  const placed = things.map(thing => ({
    ...thing,
    world: thing.lines.map(line => line.map(point => worldOf(degrees(point)))),
  }))
  const tiles: Tile[] = []
  for (let z = low; z <= high; z++) {
    const shown = placed.filter(({ from }) => from <= z)
    const cells = new Map<string, typeof shown>()
    for (const thing of shown) {
      for (const { x, y } of addressesOf(rangeOf(boxOf(thing.world.flat()), z))) {
        const key = `${x} ${y}`
        cells.set(key, [...(cells.get(key) ?? []), thing])
      }
    }
    for (const [key, inside] of [...cells].sort()) {
      const [x, y] = key.split(' ').map(Number) as [number, number]
      const bytes = writeTile(layersOf(inside, { z, x, y }))
      if (bytes.length > 0) tiles.push({ z, x, y, bytes: gzipSync(bytes) })
    }
  }
  return tiles
}

function boxOf(points: readonly World[]): [number, number, number, number] {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

function layersOf(
  things: readonly (Thing & { readonly world: readonly (readonly World[])[] })[],
  { z, x, y }: { z: number; x: number; y: number },
): Layer[] {
  const layers = new Map<string, Feature[]>()
  for (const { layer, geometry, world, properties } of things) {
    const local = world.map(line => line.map(([wx, wy]): World => [wx * 2 ** z - x, wy * 2 ** z - y]))
    const cut = local.flatMap(line =>
      geometry === 3 ? [clipped(line)] : geometry === 2 ? runs(line) : [line],
    )
    const lines = cut
      .filter(line => line.length >= geometry)
      .map(line => line.map(([a, b]) => ({ x: Math.round(a * EXTENT), y: Math.round(b * EXTENT) })))
    if (lines.length > 0) layers.set(layer, [...(layers.get(layer) ?? []), { geometry, lines, properties }])
  }
  return [...layers].map(([name, features]) => ({ name, extent: EXTENT, features }))
}

/** The parts of a line near a tile: whole segments, cut where they leave far. */
function runs(line: readonly World[]): World[][] {
  const parts: World[][] = []
  for (let i = 1; i < line.length; i++) {
    const part = segment(line[i - 1]!, line[i]!)
    if (!part) continue
    const last = parts.at(-1)
    if (last && last.at(-1)![0] === part[0][0] && last.at(-1)![1] === part[0][1]) last.push(part[1])
    else parts.push([...part])
  }
  return parts
}

/** A segment within a tile and its buffer (Liang and Barsky). */
function segment(a: World, b: World): [World, World] | undefined {
  let [from, to] = [0, 1]
  for (const axis of [0, 1] as const) {
    const step = b[axis] - a[axis]
    for (const [side, bound] of [
      [-1, -BUFFER],
      [1, 1 + BUFFER],
    ] as const) {
      const [p, q] = [side * step, side * (bound - a[axis])]
      if (p === 0 && q < 0) return undefined
      if (p > 0) to = Math.min(to, q / p)
      if (p < 0) from = Math.max(from, q / p)
    }
  }
  if (from > to) return undefined
  const at = (share: number): World => [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]
  return [from === 0 ? a : at(from), to === 1 ? b : at(to)]
}

/** A closed ring within a tile and its buffer (Sutherland and Hodgman). */
function clipped(ring: readonly World[]): World[] {
  let points = ring.slice(0, -1)
  for (const axis of [0, 1] as const) {
    for (const [side, bound] of [
      [1, -BUFFER],
      [-1, 1 + BUFFER],
    ] as const) {
      const inside = (point: World) => side * (point[axis] - bound) >= 0
      points = points.flatMap((point, i) => {
        const before = points[(i + points.length - 1) % points.length]!
        const share = (bound - before[axis]) / (point[axis] - before[axis])
        const cross: World = [
          before[0] + share * (point[0] - before[0]),
          before[1] + share * (point[1] - before[1]),
        ]
        if (inside(point)) return inside(before) ? [point] : [cross, point]
        return inside(before) ? [cross] : []
      })
    }
  }
  return points.length > 2 ? [...points, points[0]!] : []
}
