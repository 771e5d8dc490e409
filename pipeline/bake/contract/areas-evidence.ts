/** `evidence/SLUG.json` of the areas product; `areas.ts` is the door to it. */
import { z } from 'zod'
import { Day } from './shapes.ts'

const Figure = z.number().nullable()

/** Measures outside their red lines, and who has to look. */
export const Review = z.strictObject({
  reviewer: z.string(),
  crossed: z.array(
    z.strictObject({
      measure: z.enum(['slope', 'recordedOverExpected', 'coverage', 'gain']),
      value: z.number(),
      from: z.number(),
      to: z.number().nullable(),
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

/** A difference of two maps with its 95% interval. */
const Difference = z.strictObject({ mean: z.number(), low: z.number(), high: z.number() })

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

/** What a forecast promises, beside what was found, with its 95% interval. */
const Check = z.strictObject({
  code: z.enum([
    'total',
    'capture',
    'squares',
    'intervals',
    'weighted',
    'districts',
    'force',
    'slope',
    'gain',
  ]),
  promised: z.number(),
  found: Figure,
  low: Figure,
  high: Figure,
  of: z.number(),
  /** Null where there is nothing to judge by. */
  holds: z.boolean().nullable(),
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
  /** Where counts fell within their forecasts, by tenth; each weighs what was expected. */
  pit: z.array(z.number()),
  checks: z.array(Check),
  totalError: Figure,
  /**
   * Bits an event, and part captured in 2% of the area, over the best simple map, then over that of the last
   * 52 weeks, with 95% intervals.
   */
  gains: z.array(z.strictObject({ over: z.string(), ...Difference.shape, capture: Difference })),
  /** Capture in 2% of the area by one model with fixed settings, for grids shifted by parts of a cell. */
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
  bitsOfAllHistory: Figure,
  bitsOfLast52: Figure,
})

const Feedback = z.strictObject({
  /** Crimes that meet the definition, whoever found them. */
  all: z.number().int(),
  foundByPolice: z.number().int(),
  /** Part of the rows that the forecast learns from that police found. */
  trainingShare: z.number(),
  /** Cells of the 2% budget. */
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
  /** The challenger on past windows, in bits an event; adopted by the rule that holds for every rival. */
  challenge: z.strictObject({
    windows: z.number().int(),
    /** Gain over the model that is published by default; below 0 it lost. */
    gain: z.number(),
    standardError: z.number(),
    adopted: z.boolean(),
  }),
  /** Null where the history is too short to test on. */
  tested: Tested.nullable(),
  ledger: z.array(LedgerLine),
  feedback: Feedback,
  review: Review.nullable(),
})

export type EvidenceFile = Readonly<z.infer<typeof EvidenceFile>>
