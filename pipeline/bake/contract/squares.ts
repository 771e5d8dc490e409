/** Shards of squares (areas): what the page and the patrol sheet of a square show, some squares a file. */
import { z } from 'zod'
import { Day, HeldInterval, Share, Slug } from './shapes.ts'

const Part = z.strictObject({ label: z.string(), count: z.number() })
const Whole = z.number().int().min(0)
/** Pairs of an index and a count, laid flat; indices without a count are left out. */
const Sparse = z.array(Whole)

/** Kinds of exclusion that are named; any other text of an extract reads `other`. */
export const EXCLUSION_KINDS = ['default geocode', 'event', 'operation', 'works', 'other'] as const

const Square = z.strictObject({
  id: z.string(),
  /** Centre, in metres. */
  x: z.number(),
  y: z.number(),
  place: z.string(),
  district: z.string(),
  rank: z.number().int().positive(),
  previousRank: z.number().int().positive().nullable(),
  rankLow: z.number().int().positive(),
  rankHigh: z.number().int().positive(),
  topShare: Share,
  tenureWeeks: Whole,
  count: HeldInterval,
  pAny: Share,
  pTwo: Share,
  /** Parts that add up to the expected number. */
  why: z.array(Part),
  /** Parts that add up to the change of the expected number since the forecast before. */
  moved: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('none'),
      reason: z.enum(['no-earlier-week', 'not-kept', 'other-model', 'other-squares']),
    }),
    z.strictObject({ kind: z.literal('since'), from: Day, parts: z.array(Part) }),
  ]),
  /** Recorded offences of each four weeks, oldest first; the last end on the day before the forecast. */
  history: z.array(Whole),
  /** Related offences of the last 52 weeks. */
  related52: Whole,
  /** Of the last three years, sensitive clauses left out: by hour of the week, 0 is Monday 00:00. */
  hours: Sparse,
  venues: Sparse,
  /** Of the last three years, by clause. */
  clauses: Sparse,
  micro: z.array(z.strictObject({ x: z.number(), y: z.number(), target: Whole, related: Whole })),
  /** Forecasts of earlier weeks for this square, newest first. */
  past: z.array(
    z.strictObject({
      from: Day,
      to: Day,
      expected: z.number(),
      low: z.number(),
      high: z.number(),
      recorded: Whole,
      /** Whether its weeks are over. */
      complete: z.boolean(),
    }),
  ),
  /** Delivered in the last four weeks, and minutes planned for them. */
  patrols: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none'), reason: z.literal('not-supplied') }),
    z.strictObject({ kind: z.literal('given'), visits: Whole, minutes: Whole, planned: Whole }),
  ]),
  exclusions: z.array(z.strictObject({ kind: z.enum(EXCLUSION_KINDS), from: Day, until: Day.nullable() })),
  notes: z.array(
    z.strictObject({ kind: z.enum(['default-geocode', 'dominant-address']), offences: Whole, of: Whole }),
  ),
})

/** One shard: its squares, and what is the same for every square of the target. */
export const SquaresFile = z.strictObject({
  kind: z.literal('squares'),
  slug: Slug,
  title: z.string(),
  cellMetres: z.number(),
  microMetres: z.number(),
  forecastFrom: Day,
  forecastTo: Day,
  /** Weeks over which hours, venues, clauses and micro-areas are counted. */
  weeks: Whole,
  /** Offences of the whole force by hour of the week, over the same weeks. */
  forceHours: z.array(Whole).length(168),
  venues: z.array(z.string()),
  clauses: z.array(z.strictObject({ name: z.string(), sensitive: z.boolean() })),
  squares: z.array(Square),
})

export type SquaresFile = Readonly<z.infer<typeof SquaresFile>>
export type Square = SquaresFile['squares'][number]
