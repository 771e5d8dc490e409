/**
 * The baked files of the areas product: what is not named here cannot reach a reader of it. Positions are
 * metres in the force's coordinate system; dates are ISO; shares are fractions; null stands where a figure
 * has nothing to rest on.
 */
import { z } from 'zod'
import { Day, Interval, Share, Slug } from './shapes.ts'

const Ring = z.array(z.tuple([z.number(), z.number()]))
const Figure = z.number().nullable()

/** `outlines.json` (areas): the built-in base map. */
export const OutlinesFile = z.strictObject({
  kind: z.literal('outlines'),
  districts: z.array(z.strictObject({ name: z.string(), rings: z.array(Ring) })),
  places: z.array(z.strictObject({ name: z.string(), x: z.number(), y: z.number() })),
})

const Cell = z.strictObject({
  /** South-west corner in whole metres, for example `e406000n286000`. */
  id: z.string(),
  /** Centre, in metres. */
  x: z.number(),
  y: z.number(),
  place: z.string(),
  district: z.string(),
  rank: z.number().int().positive(),
  previousRank: z.number().int().positive().nullable(),
  /** Weeks in a row, this one included, among the cells of the 2 % area budget; 0 when outside it. */
  tenureWeeks: z.number().int(),
  /** Ranks between which the cell stands in 80 % of draws from the forecast's uncertainty. */
  rankLow: z.number().int().positive(),
  rankHigh: z.number().int().positive(),
  count: Interval,
  pAny: Share,
  pTwo: Share,
  /** Recorded offences; null when suppressed by disclosure control. */
  last4: z.number().int().nullable(),
  last52: z.number().int().nullable(),
  /** Why here: parts that add up to the expected number. */
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
  /** Recorded in those weeks; null when suppressed. */
  recorded: z.number().int().nullable(),
  expected: z.number(),
  /** Chance of so many or more, had nothing changed. */
  tail: Share,
})

/** Adjacent cells taken together within the area budget. */
const Patches = z.strictObject({
  areaShare: Share,
  patches: z.array(z.strictObject({ cells: z.array(z.string()), expected: z.number() })),
  /**
   * For each cell of the patches: how much of it is also listed when the grid is shifted, as a mean over four
   * shifts.
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
  total: Interval,
  lastFourWeeks: z.number().int(),
  sameWeeksLastYear: z.number().int().nullable(),
  /** Mean P(at least one) over all cells. */
  baseRate: Share,
  capture: z.array(z.strictObject({ areaShare: Share, cells: z.number().int(), expectedShare: Share })),
  entered: z.array(z.string()),
  left: z.array(z.string()),
  flareUps: z.array(FlareUp),
  patches: Patches,
  /** Recorded counts of a place above 0 and below `minCount` are withheld. */
  disclosure: z.strictObject({ minCount: z.number().int(), roundTo: z.number().int() }),
  clauses: z.array(z.strictObject({ name: z.string(), count: z.number().int() })),
  cells: z.array(Cell),
  downloads: z.strictObject({ csv: z.string(), geojson: z.string(), png: z.string(), history: z.string() }),
  limits: z.array(z.string()),
})

/**
 * What later weeks read of an earlier week's forecast: a part of `TargetFile` that every version of it has
 * held, so that a forecast is still read after the files have grown.
 */
export const PastForecast = z.object({
  slug: Slug,
  cellMetres: z.number(),
  forecastFrom: Day,
  forecastTo: Day,
  total: Interval,
  cells: z.array(
    z.object({
      id: z.string(),
      x: z.number(),
      y: z.number(),
      rank: z.number().int(),
      tenureWeeks: z.number().int(),
      count: Interval,
    }),
  ),
})

const Capture = z.strictObject({
  areaShare: z.number(),
  captured: Figure,
  /** What the map itself had said that it would capture. */
  expected: Figure,
  pai: Figure,
  /** Capture as a part of the best that as many cells could have reached. */
  pei: Figure,
})

const Compared = z.strictObject({
  name: z.string(),
  kind: z.enum(['published', 'model', 'baseline']),
  /** Origins at which this model was the one published. */
  chosen: z.number().int(),
  bits: Figure,
  logScore: Figure,
  rps: Figure,
  slope: Figure,
  jaccard: Figure,
  capture: z.array(Capture),
})

const Tested = z.strictObject({
  from: Day,
  to: Day,
  origins: z.number().int(),
  events: z.number(),
  /** Whether there are events enough to rank models. */
  ranked: z.boolean(),
  /** The published forecast first, then models and baselines. */
  models: z.array(Compared),
  /** Expected and actual events by tenth of the cells, least expected first. */
  reliability: z.array(z.strictObject({ expected: z.number(), actual: z.number() })),
  pit: z.array(z.number()),
  cellCoverage: Figure,
  totalCoverage: Figure,
  totalError: Figure,
  /** Bits an event over a map of the last 52 weeks, with its 95 % interval. */
  gainOverLast52: z.strictObject({ mean: z.number(), low: z.number(), high: z.number() }),
  /** Capture in 2 % of the area by one model with fixed settings, for grids shifted by parts of a cell. */
  offsets: z.array(z.strictObject({ east: z.number(), north: z.number(), captured: Figure })),
})

/** One archived forecast against what was recorded since: nothing of the forecast is ever edited. */
const LedgerLine = z.strictObject({
  forecastFrom: Day,
  forecastTo: Day,
  complete: z.boolean(),
  expected: z.number(),
  low: z.number(),
  high: z.number(),
  actual: z.number(),
  within: z.boolean(),
  expectedCapture: z.number(),
  capture: Figure,
  bits: Figure,
  bitsOfLast52: Figure,
})

const Feedback = z.strictObject({
  /** Crimes that meet the definition, whoever found them. */
  all: z.number().int(),
  foundByPolice: z.number().int(),
  /** Part of the rows that the forecast learns from that police found. */
  trainingShare: z.number(),
  /** Cells of the 2 % budget. */
  listed: z.number().int(),
  /** Cells that would lose their place were a part of the offences outside the list never reported. */
  underReporting: z.array(z.strictObject({ unreported: z.number(), cells: z.number().int() })),
  /** Cells in the list for 12 weeks or more. */
  longListed: z.array(z.strictObject({ cell: z.string(), place: z.string(), weeks: z.number().int() })),
})

/** `evidence/SLUG.json` (areas): how forecasts like this week's have done. */
export const EvidenceFile = z.strictObject({
  kind: z.literal('evidence'),
  slug: z.string(),
  title: z.string(),
  cellMetres: z.number(),
  horizonDays: z.number().int(),
  /** The model of this week's forecast, in words. */
  model: z.string(),
  /**
   * The challenger on past windows, in bits an event; adopted from a gain of 0.01 over at least 26 windows.
   */
  challenge: z.strictObject({
    windows: z.number().int(),
    /** Gain over the best other model; below 0 it lost. */
    gain: z.number(),
    adopted: z.boolean(),
  }),
  /** Null where the history is too short to test on. */
  tested: Tested.nullable(),
  ledger: z.array(LedgerLine),
  feedback: Feedback,
})

export type OutlinesFile = Readonly<z.infer<typeof OutlinesFile>>
export type TargetFile = Readonly<z.infer<typeof TargetFile>>
export type PastForecast = Readonly<z.infer<typeof PastForecast>>
export type BakedCell = TargetFile['cells'][number]
export type EvidenceFile = Readonly<z.infer<typeof EvidenceFile>>
