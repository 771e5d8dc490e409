import type { LoadedForce } from '../../force/load.ts'
import { EXIT, PipelineError } from '../../lib/error.ts'
import { inside } from '../../lib/geo.ts'
import type { TileArchive } from '../../lib/tiles/tile-file.ts'
import type { BaseMap } from '../contract/base-map.ts'
import { attributionOf } from './attribution.ts'
import { type CutFacts, type CutTile, cutTiles } from './cut.ts'
import { groundOf } from './ground.ts'
import { type Street, streetList } from './streets.ts'

/** Where the files of a base map go; a path is `z/x/y`, without an ending. */
export type Put = (path: string, bytes: Uint8Array) => Promise<void>

/** A base map that was cut, and what is worth saying about it. */
export interface ImportedMap {
  readonly map: BaseMap
  /** Named roads inside the force. */
  readonly streets: readonly Street[]
  readonly facts: CutFacts
  /**
   * Largest distance by which a street stands beside its place, in metres, within the coordinate system.
   */
  readonly errorMetres: number
}

/**
 * Cuts a force's ground out of a file of tiles: every tile goes to `put` as it comes, then what a map
 * needs to know of them is given.
 *
 * @param attribution whom the data come from; empty: as the file says
 *
 * Throws `PipelineError` (exit 3) where the file is no base map of this force.
 */
export async function importBaseMap(
  archive: TileArchive,
  force: LoadedForce,
  { put, attribution }: { put: Put; attribution: string },
): Promise<ImportedMap> {
  const ground = groundOf(force)
  const list = streetList(ground.toMetres)
  const facts = await cutTiles(archive, ground.box, async (tile: CutTile) => {
    list.add(tile)
    await put(`${tile.at.z}/${tile.at.x}/${tile.at.y}`, tile.bytes)
  })
  const layers = { used: [...facts.met.used].sort(), unused: [...facts.met.unused].sort() }
  if (facts.format === 'mvt' && layers.used.length === 0)
    throw new PipelineError(
      `none of the layers is known: ${layers.unused.slice(0, 12).join(', ') || 'the tiles are empty'}`,
      EXIT.refusedData,
      'known are those of OS Open Zoomstack, OS Open Roads, OpenMapTiles and Protomaps',
    )
  const map: BaseMap = {
    kind: 'base-map',
    form: facts.format === 'mvt' ? 'vector' : 'raster',
    format: facts.format,
    attribution: attributionOf(attribution || archive.facts.attribution, layers.used),
    zooms: facts.zooms,
    toMetres: ground.toMetres,
    toWorld: ground.toWorld,
    layers,
  }
  const shapes = force.districts.map(({ shape }) => shape)
  const streets = list.all().filter(({ x, y }) => shapes.some(shape => inside(shape, x, y)))
  return { map, streets, facts, errorMetres: ground.errorMetres }
}
