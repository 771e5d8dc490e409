/**
 * The baked files of the areas product: what is not named here cannot reach a reader of it. Positions are
 * metres in the force's coordinate system; dates are ISO; shares are fractions; null stands where a figure
 * has nothing to rest on.
 */
import { z } from 'zod'
import { GroundOfPages } from './areas-base-map.ts'
import { Review } from './areas-evidence.ts'
import { Day, HeldInterval, Share, Slug } from './shapes.ts'

export type { GroundOfPages } from './areas-base-map.ts'
export { EvidenceFile } from './areas-evidence.ts'
export { LayerForecastFile, LayerShapesFile, LayersFile } from './layers.ts'
export { MethodFile } from './method.ts'
export { PatrolsFile } from './patrols.ts'
export { SearchFile, SearchShard } from './search-file.ts'
export { type Square, SquaresFile } from './squares.ts'
export { ComparableFile, PackFile, WeeksFile } from './weeks.ts'

const Ring = z.array(z.tuple([z.number(), z.number()]))

/** `outlines.json` (areas): the built-in base map, and the force's own if it has one. */
export const OutlinesFile = z.strictObject({
  kind: z.literal('outlines'),
  districts: z.array(z.strictObject({ name: z.string(), rings: z.array(Ring) })),
  places: z.array(z.strictObject({ name: z.string(), x: z.number(), y: z.number() })),
  ground: GroundOfPages.optional(),
})

const Cell = z.strictObject({
  /** South-west corner in whole metres, for example `e406000n286000`. */
  id: z.string(),
  /** Centre, in metres. */
  x: z.number(),
  y: z.number(),
  /** Land of the force in the square, in km2: less than the square where the outline cuts it. */
  landKm2: z.number(),
  place: z.string(),
  district: z.string(),
  rank: z.number().int().positive(),
  previousRank: z.number().int().positive().nullable(),
  /** Expected number in the forecast before; null where there is none. */
  previousExpected: z.number().nullable(),
  /** Weeks in a row, this one included, among the cells of the 2% area budget; 0 when outside it. */
  tenureWeeks: z.number().int(),
  /** Ranks between which the cell stands in 80% of draws from the forecast's uncertainty. */
  rankLow: z.number().int().positive(),
  rankHigh: z.number().int().positive(),
  /** Chance that it stands among the first 20. */
  topShare: Share,
  count: HeldInterval,
  /** Size of the count's negative binomial: variance = expected + expected^2 / size. */
  size: z.number().positive(),
  pAny: Share,
  pTwo: Share,
  /**
   * Share of its offences that happen by night (`NIGHT`): recorded over the whole history, shrunk towards
   * the force's; and how many recorded offences that rests on.
   */
  nightShare: Share,
  nightOf: z.number().int(),
  /** Recorded offences of the last 4 and 52 weeks, in full. */
  last4: z.number().int(),
  last52: z.number().int(),
  /** Why here: parts that add up to the expected number; those that are nothing are left out. */
  why: z.array(z.strictObject({ label: z.string(), count: z.number() })),
  /** Points that stand for many of the cell's offences: how many, of how many. */
  notes: z.array(
    z.strictObject({
      kind: z.enum(['default-geocode', 'dominant-address']),
      offences: z.number().int(),
      of: z.number().int(),
    }),
  ),
})

/** A cell with more recent offences than its own past explains: shown apart, never part of the ranks. */
const FlareUp = z.strictObject({
  cell: z.string(),
  /** Weeks counted back from the forecast: 4 or 8. */
  weeks: z.number().int(),
  /** Recorded in those weeks. */
  recorded: z.number().int(),
  expected: z.number(),
  /** Chance of so many or more, had nothing changed. */
  tail: Share,
})

/** Why the numbers moved since the forecast before, or why that cannot be said. */
const Moves = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('none'),
    reason: z.enum(['no-earlier-week', 'not-kept', 'other-model', 'other-squares']),
  }),
  z.strictObject({
    kind: z.literal('since'),
    /** Day of the forecast before. */
    from: Day,
    labels: z.array(z.string()),
    /** A row a cell, in the order of `cells`: parts that add up to the change of its expected number. */
    counts: z.array(z.array(z.number())),
  }),
])

/** The same weeks of past years, newest first, or why there is no usual number. */
const Usual = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none'), reason: z.enum(['short-history', 'too-few']) }),
  z.strictObject({
    kind: z.literal('known'),
    years: z.array(z.strictObject({ from: Day, count: z.number().int() })),
    mean: z.number(),
  }),
])

/** What became of flare-ups like these in the past. */
const Persistence = z.strictObject({
  found: z.number().int(),
  lasted: z.number().int(),
  /** How many would have lasted by chance alone. */
  byChance: z.number(),
})

/** Adjacent cells taken together within the area budget. */
const Patches = z.strictObject({
  areaShare: Share,
  patches: z.array(z.strictObject({ cells: z.array(z.string()), expected: z.number() })),
  /**
   * For each cell of the patches: how much of it is also listed when the grid is shifted, as a mean over
   * four shifts.
   */
  core: z.array(z.strictObject({ cell: z.string(), share: Share })),
})

/** `targets/SLUG.json` (areas): one place forecast. `cells` is sorted by rank. */
export const TargetFile = z.strictObject({
  kind: z.literal('target'),
  id: Slug,
  slug: Slug,
  title: z.string(),
  description: z.string(),
  cellMetres: z.number(),
  forecastFrom: Day,
  forecastTo: Day,
  total: HeldInterval,
  /** Coefficient of variation of the total: the part of the spread that all squares share. */
  spread: z.strictObject({ cv: z.number() }),
  /** Recorded so far in the last four weeks, and how many there will be once late reports are in. */
  lastFourWeeks: z.number().int(),
  lastFourWeeksComplete: z.number(),
  sameWeeksLastYear: z.number().int().nullable(),
  usual: Usual,
  /** Share of all recorded offences that happened by night. */
  night: Share,
  /** Mean P(at least one) over all cells. */
  baseRate: Share,
  capture: z.array(z.strictObject({ areaShare: Share, cells: z.number().int(), expectedShare: Share })),
  entered: z.array(z.string()),
  left: z.array(z.string()),
  flareUps: z.array(FlareUp),
  flareUpsBefore: Persistence,
  moves: Moves,
  /** Null where nothing is outside its red lines. */
  review: Review.nullable(),
  patches: Patches,
  clauses: z.array(z.strictObject({ name: z.string(), count: z.number().int() })),
  cells: z.array(Cell),
  downloads: z.strictObject({ csv: z.string(), geojson: z.string(), png: z.string(), history: z.string() }),
  /** Shards of squares, sorted: the least id in each, and its file. */
  shards: z.array(z.strictObject({ first: z.string(), path: z.string() })),
  limits: z.array(z.string()),
})

const PastInterval = z.object({ expected: z.number(), low: z.number(), high: z.number() })

/**
 * What later weeks read of an earlier week's forecast: a part of `TargetFile` that every version of it has
 * held, so that a forecast is still read after the files have grown.
 */
export const PastForecast = z.object({
  slug: Slug,
  cellMetres: z.number(),
  forecastFrom: Day,
  forecastTo: Day,
  total: PastInterval,
  cells: z.array(
    z.object({
      id: z.string(),
      x: z.number(),
      y: z.number(),
      rank: z.number().int(),
      tenureWeeks: z.number().int(),
      count: PastInterval,
    }),
  ),
})

/**
 * What a forecast's numbers rested on: kept beside it, never shown, so that the next week can say exactly
 * why a number moved.
 */
export const PastReasons = z.object({
  kind: z.literal('reasons'),
  slug: Slug,
  forecastFrom: Day,
  total: z.number(),
  /** Cells by their ids, and what the terms are called. */
  cells: z.array(z.string()),
  labels: z.array(z.string()),
  parts: z.array(
    z.object({
      form: z.enum(['product', 'sum']),
      weight: z.number(),
      /** Terms by label, each over the cells. */
      terms: z.array(z.array(z.number())),
    }),
  ),
})

export type OutlinesFile = Readonly<z.infer<typeof OutlinesFile>>
export type TargetFile = Readonly<z.infer<typeof TargetFile>>
export type PastForecast = Readonly<z.infer<typeof PastForecast>>
export type PastReasons = Readonly<z.infer<typeof PastReasons>>
export type BakedCell = TargetFile['cells'][number]
