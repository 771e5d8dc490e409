import { readTile } from '../../lib/tiles/vector-tile.ts'
import { type Address, type Paper, type Scene, sceneOf, tilesFor } from '../contract/base-map-scene.ts'
import type { OpenMap } from './stored.ts'

/** The tiles that a paper needs, with their bytes. */
export async function tilesOn(
  open: OpenMap,
  paper: Paper,
): Promise<{ readonly at: Address; readonly bytes: Uint8Array }[]> {
  const found = []
  for (const at of tilesFor(open.map, paper)) {
    const bytes = await open.tile(at)
    if (bytes && bytes.length > 0) found.push({ at, bytes })
  }
  return found
}

/** The scene of a vector base map on a paper. */
export async function sceneOn(open: OpenMap, paper: Paper): Promise<Scene> {
  const tiles = (await tilesOn(open, paper)).map(({ at, bytes }) => ({ at, tile: readTile(bytes) }))
  return sceneOf(open.map, paper, tiles)
}
