/** What the search of places reads. Positions are whole metres in the force's coordinate system. */
import { z } from 'zod'
import { Slug } from './shapes.ts'

const Metres = z.number().int()
/** A name and where it is. */
const Spot = z.tuple([z.string(), Metres, Metres])

/**
 * `search.json` (areas): what can be found by name. Streets and whole postcodes are many, so they stand in
 * shards that are fetched when a query begins like theirs.
 */
export const SearchFile = z.strictObject({
  kind: z.literal('search'),
  /** Whether references with the letters of the National Grid mean anything in this coordinate system. */
  letters: z.boolean(),
  /** Box of the force: west, south, east, north. */
  box: z.tuple([Metres, Metres, Metres, Metres]),
  places: z.array(Spot),
  /** Polygons of each layer: name, middle and code. */
  layers: z.array(
    z.strictObject({
      id: Slug,
      title: z.string(),
      areas: z.array(z.tuple([z.string(), Metres, Metres, z.string()])),
    }),
  ),
  /** Postcode sectors, such as `B12 8`. */
  sectors: z.array(Spot),
  /** First letters of streets, and outward codes of postcodes, that have a shard. */
  shards: z.strictObject({ streets: z.array(z.string()), postcodes: z.array(z.string()) }),
})

/** `search/KIND-KEY.json` (areas): streets by first letter, or postcodes by outward code. */
export const SearchShard = z.strictObject({
  kind: z.enum(['streets', 'postcodes']),
  key: z.string(),
  spots: z.array(Spot),
})

export type SearchFile = Readonly<z.infer<typeof SearchFile>>
export type SearchShard = Readonly<z.infer<typeof SearchShard>>
