import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader, PbfWriter } from 'pbf'

/** Numbers of the format: 1 points, 2 lines, 3 areas. */
export type Geometry = 1 | 2 | 3

/**
 * One feature of a layer: its lines, or rings whose last point equals the first, in units of the layer's
 * extent.
 */
export interface Feature {
  readonly geometry: Geometry
  readonly lines: readonly (readonly { readonly x: number; readonly y: number }[])[]
  readonly properties: Readonly<Record<string, string | number>>
}

/** A layer of a tile to be written. */
export interface Layer {
  readonly name: string
  readonly extent: number
  readonly features: readonly Feature[]
}

/**
 * Reads a vector tile (Mapbox Vector Tile 1 or 2).
 *
 * Throws an error where the bytes are none: the format itself would read any bytes as an empty tile.
 */
export function readTile(bytes: Uint8Array): VectorTile {
  const tile = new VectorTile(new PbfReader(bytes))
  if (bytes.length > 0 && Object.keys(tile.layers).length === 0 && bytes[0] !== 0x1a)
    throw new Error('not a vector tile')
  return tile
}

/** Writes a vector tile (version 2.1 of the format). The same layers give the same bytes. */
export function writeTile(layers: readonly Layer[]): Uint8Array {
  const pbf = new PbfWriter()
  for (const layer of layers) pbf.writeMessage(3, writeLayer, layer)
  return pbf.finish()
}

function writeLayer(layer: Layer, pbf: PbfWriter): void {
  const keys = new Map<string, number>()
  const values = new Map<string | number, number>()
  pbf.writeVarintField(15, 2)
  pbf.writeStringField(1, layer.name)
  for (const feature of layer.features) {
    const tags = Object.entries(feature.properties).flatMap(([key, value]) => [
      numberOf(keys, key),
      numberOf(values, value),
    ])
    pbf.writeMessage(2, writeFeature, { ...feature, tags })
  }
  for (const key of keys.keys()) pbf.writeStringField(3, key)
  for (const value of values.keys()) pbf.writeMessage(4, writeValue, value)
  pbf.writeVarintField(5, layer.extent)
}

/** The place of a text in a table of texts, which grows as needed. */
function numberOf<T>(table: Map<T, number>, entry: T): number {
  const known = table.get(entry)
  if (known !== undefined) return known
  table.set(entry, table.size)
  return table.size - 1
}

function writeValue(value: string | number, pbf: PbfWriter): void {
  if (typeof value === 'string') pbf.writeStringField(1, value)
  else pbf.writeDoubleField(3, value)
}

function writeFeature(feature: Feature & { readonly tags: number[] }, pbf: PbfWriter): void {
  pbf.writePackedVarint(2, feature.tags)
  pbf.writeVarintField(3, feature.geometry)
  pbf.writePackedVarint(4, commandsOf(feature))
}

const MOVE = 1
const LINE = 2
const CLOSE = 7
const command = (id: number, times: number) => (id & 7) | (times << 3)
const zigzag = (value: number) => (value << 1) ^ (value >> 31)

function commandsOf({ geometry, lines }: Feature): number[] {
  const out: number[] = []
  let [x, y] = [0, 0]
  const go = (point: { readonly x: number; readonly y: number }) => {
    out.push(zigzag(point.x - x), zigzag(point.y - y))
    x = point.x
    y = point.y
  }
  if (geometry === 1) {
    out.push(command(MOVE, lines.length))
    for (const [point] of lines) go(point!)
    return out
  }
  for (const line of lines) {
    const points = geometry === 3 ? line.slice(0, -1) : line
    out.push(command(MOVE, 1))
    go(points[0]!)
    out.push(command(LINE, points.length - 1))
    for (const point of points.slice(1)) go(point)
    if (geometry === 3) out.push(command(CLOSE, 1))
  }
  return out
}
