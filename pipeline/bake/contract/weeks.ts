/** The archive of weeks as the areas product shows it; `areas.ts` is the door to it. */
import { z } from 'zod'
import { Day, Interval, Slug, Week } from './shapes.ts'

/** What came of a forecast: nothing yet, or what has been recorded of its four weeks. */
const Outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none'), reason: z.enum(['not-over', 'not-counted']) }),
  z.strictObject({ kind: z.literal('over'), recorded: z.number().int(), within: z.boolean() }),
])

const WeekRow = z.strictObject({
  week: Week,
  /** Name in the archive of its newest revision, `2026-W47.2`; null for the week that holds this file. */
  name: z.string().nullable(),
  /** Names of the revisions that it corrected, oldest first. */
  corrected: z.array(z.string()),
  forecastFrom: Day,
  forecastTo: Day,
  targets: z.array(z.strictObject({ slug: Slug, total: Interval, outcome: Outcome })),
})

/** `weeks.json` (areas): every archived week up to this one, newest first. */
export const WeeksFile = z.strictObject({ kind: z.literal('weeks'), weeks: z.array(WeekRow) })

/**
 * `data/week/SLUG.json` (areas): one target's squares of one week, at the same address in each week, so that
 * a page can set any two weeks side by side. A column a field; terms are logarithms of what a square's number
 * rests on, to six decimals.
 */
export const ComparableFile = z.strictObject({
  kind: z.literal('comparable'),
  week: Week,
  slug: Slug,
  title: z.string(),
  cellMetres: z.number(),
  forecastFrom: Day,
  forecastTo: Day,
  total: Interval,
  districts: z.array(
    z.strictObject({ name: z.string(), rings: z.array(z.array(z.tuple([z.number(), z.number()]))) }),
  ),
  id: z.array(z.string()),
  x: z.array(z.number()),
  y: z.array(z.number()),
  place: z.array(z.string()),
  district: z.array(z.string()),
  rank: z.array(z.number().int()),
  expected: z.array(z.number()),
  pAny: z.array(z.number()),
  labels: z.array(z.string()),
  parts: z.array(
    z.strictObject({
      form: z.enum(['product', 'sum']),
      weight: z.number(),
      terms: z.array(z.array(z.number())),
    }),
  ),
})

export type WeeksFile = Readonly<z.infer<typeof WeeksFile>>
export type ComparableFile = Readonly<z.infer<typeof ComparableFile>>

/** `pack.json` (areas): the zip of a meeting, and what lies in it. */
export const PackFile = z.strictObject({
  kind: z.literal('pack'),
  path: z.string(),
  size: z.number().int(),
  sha256: z.string(),
  files: z.array(z.strictObject({ name: z.string(), size: z.number().int(), sha256: z.string() })),
})

export type PackFile = Readonly<z.infer<typeof PackFile>>
