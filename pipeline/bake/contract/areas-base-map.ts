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

/** `base-map.json` (areas): the base map of a week's pages; the file is absent where there is none. */
export const BaseMapFile = z.strictObject({
  kind: z.literal('base-map'),
  /** Its folder under `/basemap/`. */
  hash: z.string(),
  attribution: z.string(),
})

export type BaseMapFile = Readonly<z.infer<typeof BaseMapFile>>
