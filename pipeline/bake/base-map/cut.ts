import { EXIT, PipelineError } from '../../lib/error.ts'
import { formatOf, opened, type TileFormat } from '../../lib/tiles/content.ts'
import {
  addressesOf,
  degreesOf,
  rangeOf,
  type TileAddress,
  type TileRange,
  tilesIn,
  type WorldBox,
} from '../../lib/tiles/mercator.ts'
import type { TileArchive } from '../../lib/tiles/tile-file.ts'
import type { BaseZoom } from '../contract/base-map.ts'
import { type LayersMet, type OwnTile, ownTile } from './own-tile.ts'

/** A tile to be stored; `own` where it is a vector tile. */
export interface CutTile {
  readonly at: TileAddress
  readonly bytes: Uint8Array
  readonly own: OwnTile | undefined
}

/** What is known once all tiles are cut. */
export interface CutFacts {
  readonly format: TileFormat
  readonly zooms: readonly BaseZoom[]
  readonly met: LayersMet
  /** Zooms between the lowest and the highest without one tile. */
  readonly gaps: readonly number[]
  /** Tiles that the source holds, and those that the box needs. */
  readonly found: number
  readonly needed: number
}

/** Streets are told apart at this zoom, and the map draws closer ones from it. */
const MAX_ZOOM = 14
/** About a force 250 km across; the West Midlands need 1,340. */
const MAX_TILES = 60_000

/**
 * Cuts a box out of a file of tiles, zoom by zoom from the lowest. Each tile that the source has is given
 * to `take` as it comes; memory holds one.
 *
 * Throws `PipelineError` (exit 3) where the box is outside the file, needs too many tiles, or a tile is
 * corrupt; nothing that was taken may be used then.
 */
export async function cutTiles(
  archive: TileArchive,
  box: WorldBox,
  take: (tile: CutTile) => Promise<void>,
): Promise<CutFacts> {
  const { minZoom, maxZoom, otherCrs } = archive.facts
  if (otherCrs) throw refused(`the tiles are in ${otherCrs}, not in web mercator (EPSG:3857)`, OTHER_CRS)
  const ranges: TileRange[] = []
  for (let z = minZoom; z <= Math.min(maxZoom, MAX_ZOOM); z++) ranges.push(rangeOf(box, z))
  const needed = ranges.reduce((sum, range) => sum + tilesIn(range), 0)
  if (needed > MAX_TILES)
    throw refused(`the force's box needs ${needed} tiles, more than ${MAX_TILES}`, 'check the boundary')
  const met: LayersMet = { used: new Set(), unused: new Set() }
  const zooms: BaseZoom[] = []
  const gaps: number[] = []
  let [found, format] = [0, undefined as TileFormat | undefined]
  for (const range of ranges) {
    const bits: boolean[] = []
    for await (const { at, bytes } of tilesOf(archive, range)) {
      bits.push(bytes.length > 0)
      if (bytes.length === 0) continue
      const tile = tileOf(at, bytes, { met, format })
      format = tile.format
      await take(tile)
    }
    const held = bits.filter(Boolean).length
    found += held
    if (held > 0) zooms.push({ ...range, held: hexOf(bits) })
    else gaps.push(range.z)
  }
  if (format === undefined) throw await nothingFound(archive, box)
  return { format, zooms, met, gaps: gaps.filter(z => z > zooms[0]!.z), found, needed }
}

/** Bits as hexadecimal digits, the first as the highest of the first. */
function hexOf(bits: readonly boolean[]): string {
  let text = ''
  for (let i = 0; i < bits.length; i += 4) {
    const four = [0, 1, 2, 3].reduce((sum, k) => sum + (bits[i + k] ? 8 >> k : 0), 0)
    text += four.toString(16)
  }
  return text
}

const OTHER_CRS = 'take the edition in web mercator, or make the tiles anew in it'

function refused(message: string, remedy: string): PipelineError {
  return new PipelineError(message, EXIT.refusedData, remedy)
}

async function* tilesOf(archive: TileArchive, range: TileRange) {
  for (const at of addressesOf(range)) {
    const stored = await archive.tile(at.z, at.x, at.y)
    yield { at, bytes: stored ? openedAt(stored, at) : new Uint8Array() }
  }
}

const nameOf = ({ z, x, y }: TileAddress) => `zoom ${z}, column ${x}, row ${y}`
const DAMAGED = 'the file is damaged: copy or download it again'

function openedAt(stored: Uint8Array, at: TileAddress): Uint8Array {
  try {
    return opened(stored)
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? (error as Error).message
    throw refused(`a tile cannot be opened: ${nameOf(at)} (${why})`, DAMAGED)
  }
}

function tileOf(
  at: TileAddress,
  bytes: Uint8Array,
  { met, format: first }: { met: LayersMet; format: TileFormat | undefined },
): CutTile & { readonly format: TileFormat } {
  const format = formatOf(Buffer.from(bytes))
  if (first !== undefined && format !== first)
    throw refused(`a tile is ${format} and others are ${first}: ${nameOf(at)}`, DAMAGED)
  if (format !== 'mvt') return { at, bytes, own: undefined, format }
  try {
    const own = ownTile(bytes, met)
    return { at, bytes: own.bytes, own, format }
  } catch (error) {
    throw refused(`a tile is no vector tile: ${nameOf(at)} (${(error as Error).message})`, DAMAGED)
  }
}

/** Why no tile of the box was found: rows counted from the other side, or another part of the world. */
async function nothingFound(archive: TileArchive, box: WorldBox): Promise<PipelineError> {
  const { maxZoom, bounds, kind } = archive.facts
  const z = Math.min(maxZoom, MAX_ZOOM)
  for (const { x, y } of addressesOf(rangeOf(box, Math.max(z, 0)))) {
    if (kind !== 'mbtiles' || !(await archive.tile(z, x, 2 ** z - 1 - y))) continue
    return refused(
      'the rows of the tiles are counted from the north; in .mbtiles they are counted from the south (TMS)',
      'make the file anew with rows counted from the south, or give it as .pmtiles',
    )
  }
  const [west, south, east, north] = boxInDegrees(box)
  const covers = bounds ? `, it covers ${bounds.map(short).join(', ')}` : ''
  const wanted = [west, south, east, north].map(short).join(', ')
  return refused(
    `the file has no tile of the force (west, south, east, north: ${wanted}${covers})`,
    'give a file that covers the force, or another force with --force',
  )
}

const short = (degrees: number) => degrees.toFixed(2)

function boxInDegrees([west, north, east, south]: WorldBox): [number, number, number, number] {
  const [left, top] = degreesOf([west, north])
  const [right, bottom] = degreesOf([east, south])
  return [left, bottom, right, top]
}
