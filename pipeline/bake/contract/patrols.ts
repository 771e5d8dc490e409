/** Patrols (areas): what was planned, what was delivered, and what it went with; `areas.ts` is the door. */
import { z } from 'zod'
import { Day, Slug } from './shapes.ts'

const Whole = z.number().int().min(0)

/** Planned against delivered. */
const Minutes = z.strictObject({ planned: z.number(), delivered: z.number(), visits: Whole })

const Met = z.strictObject({ cells: Whole, expected: z.number(), observed: z.number(), minutes: z.number() })

/** A ratio of what was observed to what was expected, or why there is none. */
const Effect = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('measured'),
    ratio: z.number(),
    low: z.number(),
    high: z.number(),
    weeks: Whole,
  }),
  z.strictObject({
    kind: z.literal('none'),
    reason: z.enum(['no-patrols', 'too-few-weeks', 'too-few-offences', 'all-alike']),
  }),
])

/** Patrols of the last 52 weeks. */
const Delivery = z.strictObject({
  from: Day,
  to: Day,
  all: Minutes,
  /** By week, oldest first; the day is its Monday. */
  weeks: z.array(Minutes.extend({ day: Day })),
  /** By hour of the day, 0 to 23, and by day of the week, Monday first. */
  hours: z.array(Minutes).length(24),
  weekdays: z.array(Minutes).length(7),
  /** Squares by delivered minutes, most first; what names no square of the forecast is last, without rank. */
  squares: z.array(
    Minutes.extend({ id: z.string(), place: z.string().nullable(), rank: Whole.nullable(), patch: Whole }),
  ),
  /** By quarter of the year, `2026-Q4`: what funders ask for. Null where nobody counted. */
  quarters: z.array(
    Minutes.extend({
      quarter: z.string(),
      officerHours: z.number().nullable(),
      arrests: z.number().nullable(),
      searches: z.number().nullable(),
      weapons: z.number().nullable(),
    }),
  ),
})

/** `patrols/SLUG.json` (areas). */
export const PatrolsFile = z.strictObject({
  kind: z.literal('patrols'),
  slug: Slug,
  title: z.string(),
  /** Path of the return by quarter; null where there is none. */
  download: z.string().nullable(),
  /** Null where the extract has no patrols of the last 52 weeks. */
  delivery: Delivery.nullable(),
  dose: z.strictObject({
    squares: Whole,
    patrolled: Met,
    others: Met,
    effect: Effect,
    placebo: Effect,
    bands: z.array(Met.extend({ from: z.number(), to: z.number().nullable() })),
  }),
})

export type PatrolsFile = Readonly<z.infer<typeof PatrolsFile>>
