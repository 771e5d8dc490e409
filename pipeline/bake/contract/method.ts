/** What the method pages of both products are made from beside the files of forecasts and evidence. */
import { z } from 'zod'
import { Day } from './shapes.ts'

/** A field of a public record: who says it, and what. */
const RecordField = z.strictObject({
  id: z.string(),
  name: z.string(),
  section: z.string(),
  /** The force, the product, figures of this run, or what is said while a force says nothing. */
  from: z.enum(['force', 'product', 'run', 'default']),
  text: z.array(z.string().min(1)).min(1),
})

/** A public record of one tool by the template of ATRS v4.0. */
export const PublicRecordFile = z.strictObject({
  kind: z.literal('atrs'),
  standard: z.string(),
  version: z.string(),
  template: z.strictObject({ source: z.string(), noted: Day }),
  tool: z.string(),
  fields: z.array(RecordField),
})

/** A model card: each heading with what stands under it (Mitchell et al. 2019). */
const ModelCard = z.array(z.strictObject({ heading: z.string(), text: z.array(z.string().min(1)).min(1) }))

const Decided = z.array(z.strictObject({ on: Day, by: z.string(), what: z.string() }))

/** A settings line: what is tuned and its value of this week, in words. */
const Value = z.strictObject({ what: z.string(), value: z.string(), how: z.string() })

/** One density that the pool weighs, in the square that is followed. */
const Followed = z.strictObject({
  name: z.string(),
  /** What the density has here as a multiple of an average square. */
  times: z.number(),
  power: z.number(),
})

/** One square followed from its history to its forecast. */
const Walk = z.strictObject({
  cell: z.string(),
  place: z.string(),
  /** Recorded in each of the last years of 52 weeks, oldest first. */
  years: z.array(z.number()),
  densities: z.array(Followed),
  /**
   * Shares as multiples of an average square: the pool, then with the square's own record, then published.
   */
  pool: z.number(),
  corrected: z.number(),
  published: z.number(),
  cells: z.number().int(),
  total: z.number(),
  expected: z.number(),
  size: z.number(),
  /** Chance of 0, 1, 2, ... offences; the last one of so many or more. */
  chances: z.array(z.number()),
})

/** What a clause lets in: crimes that meet it first, and those of them that the forecast rests on. */
const ClauseCount = z.strictObject({ name: z.string(), meets: z.number().int(), used: z.number().int() })

/** `method/SLUG.json` (areas): how one target's forecast is made this week. */
export const MethodFile = z.strictObject({
  kind: z.literal('method'),
  slug: z.string(),
  clauses: z.array(ClauseCount),
  values: z.array(Value),
  walk: Walk,
  decided: Decided,
  /** Who has to look when a measure leaves its red lines. */
  reviewer: z.string(),
  card: ModelCard,
  record: PublicRecordFile,
})

/** `method/people.json`: how scores and probabilities are made this week. */
export const PeopleMethodFile = z.strictObject({
  kind: z.literal('people-method'),
  values: z.array(Value),
  decided: Decided,
  /** Who has to look when a measure leaves its red lines. */
  reviewer: z.string(),
  card: ModelCard,
  record: PublicRecordFile,
})

export type MethodFile = Readonly<z.infer<typeof MethodFile>>
export type PeopleMethodFile = Readonly<z.infer<typeof PeopleMethodFile>>
export type PublicRecordFile = Readonly<z.infer<typeof PublicRecordFile>>
