import type { Warp } from '../../lib/warp.ts'

/** What is drawn of a base map, from the ground up; each is a layer of a stored tile. */
export const BASE_CLASSES = [
  'built',
  'green',
  'water',
  'waterline',
  'building',
  'rail',
  'minor',
  'b',
  'a',
  'motorway',
  'street',
  'place',
] as const

/**
 * A class of the base map: `street` holds the names of roads whose lines stand in another layer, `place`
 * named points; the rest is drawn.
 */
export type BaseClass = (typeof BASE_CLASSES)[number]

/** Classes that are roads, least to greatest. */
export const ROADS = ['minor', 'b', 'a', 'motorway'] as const satisfies readonly BaseClass[]

/** The tiles of one zoom that are stored, of all in a rectangle. */
export interface BaseZoom {
  readonly z: number
  readonly minX: number
  readonly maxX: number
  readonly minY: number
  readonly maxY: number
  /**
   * Which tiles there are, four to a hexadecimal digit, the first as its highest bit: columns, then rows.
   */
  readonly held: string
}

/** Is a tile of a zoom stored? One that is not is blank: nobody asks for it. */
export function isHeld({ minX, maxX, minY, maxY, held }: BaseZoom, at: { x: number; y: number }): boolean {
  const { x, y } = at
  if (x < minX || x > maxX || y < minY || y > maxY) return false
  const place = (x - minX) * (maxY - minY + 1) + y - minY
  return ((Number.parseInt(held[place >> 2] ?? '0', 16) >> (3 - (place & 3))) & 1) === 1
}

/** `basemap/HASH/meta.json`: what a browser or a baker needs to draw the tiles beside it. */
export interface BaseMap {
  readonly kind: 'base-map'
  /** Vector tiles of our own layers, or pictures. */
  readonly form: 'vector' | 'raster'
  readonly format: 'mvt' | 'png' | 'jpg' | 'webp'
  /** Stands on every page, image and print that shows it. */
  readonly attribution: string
  readonly zooms: readonly BaseZoom[]
  /** The web-mercator square (0 to 1, y to the south) to metres of the force, and back. */
  readonly toMetres: Warp
  readonly toWorld: Warp
  /** Layers of the source that are drawn, and those that are not. */
  readonly layers: { readonly used: readonly string[]; readonly unused: readonly string[] }
}
