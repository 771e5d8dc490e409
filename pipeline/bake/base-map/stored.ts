import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { EXIT, PipelineError } from '../../lib/error.ts'
import { readJson } from '../../lib/files.ts'
import type { TileAddress } from '../../lib/tiles/mercator.ts'
import { StoredMapFile } from '../contract/areas-base-map.ts'
import { type BaseMap, isHeld } from '../contract/base-map.ts'
import type { Street } from './streets.ts'

/** A base map that lies in a home, open for drawing. */
export interface OpenMap {
  readonly hash: string
  readonly map: BaseMap
  readonly streets: readonly Street[]
  /** The bytes of a stored tile; undefined where there is none. */
  tile(at: TileAddress): Promise<Uint8Array | undefined>
}

const StreetsFile = z.object({
  streets: z.array(z.strictObject({ name: z.string(), x: z.number(), y: z.number() })),
})

/**
 * Opens a stored base map. Throws `PipelineError` (exit 5) where its folder is damaged or of another
 * version.
 */
export async function openBaseMap({ hash, folder }: { hash: string; folder: string }): Promise<OpenMap> {
  const map = StoredMapFile.safeParse(await readJson(join(folder, 'meta.json')).catch(() => undefined))
  const list = StreetsFile.safeParse(await readJson(join(folder, 'streets.json')).catch(() => undefined))
  if (!map.success || !list.success)
    throw new PipelineError(
      `the base map cannot be read: basemap/${hash}`,
      EXIT.failed,
      'take it in again: npm run basemap -- FILE',
    )
  const zooms = new Map(map.data.zooms.map(zoom => [zoom.z, zoom]))
  return {
    hash,
    map: map.data,
    streets: list.data.streets,
    tile: async ({ z, x, y }) => {
      const zoom = zooms.get(z)
      if (!zoom || !isHeld(zoom, { x, y })) return undefined
      return readFile(join(folder, `${z}/${x}/${y}`)).catch(() => undefined)
    },
  }
}
