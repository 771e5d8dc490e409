/**
 * The boundary layers of the areas product: which polygons there are, how they divide the squares, and what
 * is forecast for each. Positions are metres in the force's coordinate system.
 */
import { z } from 'zod'
import { Day, Share, Slug } from './shapes.ts'

const LayerArea = z.strictObject({
  code: z.string(),
  name: z.string(),
  /** Ground of the polygon, in km2. */
  km2: z.number(),
  /**
   * By a target's slug: the squares that it touches, as their number in the order of the grid (from south to
   * north, in a row from west to east) with the share of the square's land that is the polygon's.
   */
  cells: z.record(Slug, z.array(z.tuple([z.number().int(), Share]))),
})

/** `layers.json` (areas): districts first, then the force's own layers. */
export const LayersFile = z.strictObject({
  kind: z.literal('layers'),
  /** What pages have to say of whose boundaries, names and postcodes they are. */
  attributions: z.array(z.string()),
  layers: z.array(
    z.strictObject({
      id: Slug,
      title: z.string(),
      attribution: z.string(),
      /** What was noticed in its file: gaps, overlaps, names that stand twice. */
      notes: z.array(z.string()),
      /** File of the outlines, to be drawn over the squares. */
      shapes: z.string(),
      areas: z.array(LayerArea),
    }),
  ),
})

/** Numbers of one polygon, or of what lies in none. */
const AreaNumbers = z.strictObject({
  expected: z.number(),
  /** Whole numbers that hold the count with a chance of `mass`, 80% or more. */
  low: z.number().int(),
  high: z.number().int(),
  mass: Share,
  pAny: Share,
  /** Recorded in the last 4 and the last 52 weeks, counted by where each offence was. */
  last4: z.number().int(),
  last52: z.number().int(),
})

/** Expected numbers of the forecast of the week before, or why there are none. */
const AreasBefore = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none'), reason: z.enum(['no-earlier-week', 'other-squares']) }),
  z.strictObject({
    kind: z.literal('since'),
    /** Day of the forecast before. */
    from: Day,
    /** In the order of `areas`, and outside every polygon. */
    expected: z.array(z.number()),
    outside: z.number(),
  }),
])

/**
 * `targets/SLUG-LAYER.json` (areas): the forecast of the polygons of a layer, in the order of `layers.json`.
 * The expected numbers of the polygons and of `outside` add up to those of the squares; recorded ones too.
 */
export const LayerForecastFile = z.strictObject({
  kind: z.literal('layer-forecast'),
  slug: Slug,
  layer: Slug,
  forecastFrom: Day,
  forecastTo: Day,
  areas: z.array(AreaNumbers.extend({ code: z.string() })),
  /** What lies in the squares and in no polygon of the layer. */
  outside: AreaNumbers,
  before: AreasBefore,
  downloads: z.strictObject({ csv: z.string(), geojson: z.string() }),
})

/**
 * `layers/ID.json` (areas): the outlines of a layer. Neighbours share their lines: each arc is a first point
 * and steps from there, in whole metres; a ring is a chain of arcs, of which ~n is arc n backwards.
 */
export const LayerShapesFile = z.strictObject({
  kind: z.literal('layer-shapes'),
  layer: Slug,
  arcs: z.array(z.array(z.number().int())),
  areas: z.array(z.strictObject({ code: z.string(), rings: z.array(z.array(z.number().int())) })),
})

export type LayersFile = Readonly<z.infer<typeof LayersFile>>
export type LayerForecastFile = Readonly<z.infer<typeof LayerForecastFile>>
export type LayerShapesFile = Readonly<z.infer<typeof LayerShapesFile>>
