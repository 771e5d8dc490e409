/** The baked evidence of the areas product. Shares are fractions; days are ISO; null stands where a figure has nothing to rest on. */
import { z } from 'zod'

const Day = z.iso.date()
const Figure = z.number().nullable()

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
  /** The challenger on past windows, in bits an event; adopted from a gain of 0.01 over at least 26 windows. */
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

export type EvidenceFile = Readonly<z.infer<typeof EvidenceFile>>
