import { z } from 'zod'

const Warp = z.strictObject({
  degree: z.number().int(),
  middle: z.tuple([z.number(), z.number()]),
  half: z.tuple([z.number(), z.number()]),
  x: z.array(z.number()),
  y: z.array(z.number()),
})

const Zoom = z.strictObject({
  z: z.number().int(),
  minX: z.number().int(),
  maxX: z.number().int(),
  minY: z.number().int(),
  maxY: z.number().int(),
  held: z.string().regex(/^[0-9a-f]*$/),
})

/** `basemap/HASH/meta.json`: see `BaseMap`. */
export const StoredMapFile = z.strictObject({
  kind: z.literal('base-map'),
  form: z.enum(['vector', 'raster']),
  format: z.enum(['mvt', 'png', 'jpg', 'webp']),
  attribution: z.string(),
  zooms: z.array(Zoom),
  toMetres: Warp,
  toWorld: Warp,
  layers: z.strictObject({ used: z.array(z.string()), unused: z.array(z.string()) }),
})

/**
 * Paths of two pictures of the whole force from the site's root; roads over squares may be none (empty).
 */
const Pictures = z.strictObject({ under: z.string(), over: z.string() })

/** The base map of a week's pages, in `outlines.json`; absent where the home has none. */
export const GroundOfPages = z.strictObject({
  /** Its folder under `/basemap/`. */
  hash: z.string(),
  /** Stands on every page, image and print. */
  attribution: z.string(),
  /** Where its pictures lie, in metres: south-west corner and size. */
  box: z.strictObject({ minX: z.number(), minY: z.number(), width: z.number(), height: z.number() }),
  /** For each setting of colours. */
  light: Pictures,
  dark: Pictures,
})

export type GroundOfPages = Readonly<z.infer<typeof GroundOfPages>>
