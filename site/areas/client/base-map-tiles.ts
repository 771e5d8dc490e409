import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import type { Address, BaseMap } from '../../../pipeline/bake/contract/vocabulary.ts'

/** A tile as it is drawn; null where it is blank. */
export type Tile = VectorTile | ImageBitmap | null

/** Tiles that were fetched, newest last; none is fetched twice while it is kept. */
export interface Tiles {
  get(at: Address): Promise<Tile>
}

const KEPT = 160
const MEDIA = { png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp' } as const

/** The tiles of a base map under an address. One that cannot be read is blank. */
export function openTiles(address: string, map: BaseMap): Tiles {
  const kept = new Map<string, Promise<Tile>>()
  return {
    get: at => {
      const path = `${address}/${at.z}/${at.x}/${at.y}`
      const known = kept.get(path) ?? read(path, map).catch(() => null)
      kept.delete(path)
      kept.set(path, known)
      if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
      return known
    },
  }
}

async function read(path: string, { format }: BaseMap): Promise<Tile> {
  const response = await fetch(path)
  const bytes = await response.arrayBuffer()
  if (!response.ok || bytes.byteLength === 0) return null
  if (format !== 'mvt') return createImageBitmap(new Blob([bytes], { type: MEDIA[format] }))
  return new VectorTile(new PbfReader(new Uint8Array(bytes)))
}
