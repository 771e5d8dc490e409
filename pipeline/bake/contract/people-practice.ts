/**
 * The baked evidence of how the lists stand beside what units do: figures about groups, nobody's record.
 * Dates are ISO; shares are fractions.
 */
import { z } from 'zod'
import { ANSWERS, BANDS } from './people-words.ts'
import { Day, Share } from './shapes.ts'

const Band = z.enum(BANDS)
/** A figure with its 95% interval; null where people are too few. */
const Figure = z.strictObject({ value: z.number(), low: z.number(), high: z.number() }).nullable()

/** What came after some days of some people: the share that was charged, and the mean weight. */
const After = z.strictObject({
  /** Places of all days; someone who stood on several counts on each. */
  rows: z.number().int(),
  people: z.number().int(),
  charged: Figure,
  weight: Figure,
})

/** Decisions that share something; no rate under ten. */
const Counts = z.strictObject({
  decisions: z.number().int(),
  disagree: z.number().int(),
  rate: Share.nullable(),
})

/** Where a person stood: on the units' lists at capacity, managed, or both; those managed alone by why. */
const OverlapGroup = z.enum(['both', 'list-only', 'managed-lower', 'managed-high', 'managed-unlisted'])

/** `practice.json` (people): the step-down rule, the managed cohort, and decisions that went another way. */
export const PracticeFile = z.strictObject({
  kind: z.literal('practice'),
  /** Null where the history is too short. */
  stepDown: z
    .strictObject({
      days: z.array(Day),
      weeks: z.number().int(),
      /** All bands first (null), then each, highest first. */
      bands: z.array(
        z.strictObject({ band: Band.nullable(), shown: After, others: After, difference: Figure }),
      ),
    })
    .nullable(),
  /** Null where the history is too short, or nobody is recorded as managed. */
  overlap: z
    .strictObject({
      days: z.array(Day),
      weeks: z.number().int(),
      perUnit: z.number().int(),
      groups: z.array(z.strictObject({ ...After.shape, group: OverlapGroup, becameHigh: Figure })),
    })
    .nullable(),
  disagreement: z.strictObject({
    byBand: z.array(z.strictObject({ ...Counts.shape, band: Band })),
    /** The reason as recorded, where it was given about ten people or more; null for all the others. */
    byReason: z.array(z.strictObject({ ...Counts.shape, reason: z.string().nullable() })),
    weeks: z.number().int(),
    after: z.array(z.strictObject({ ...After.shape, answer: z.enum(ANSWERS) })),
  }),
})

export type PracticeFile = Readonly<z.infer<typeof PracticeFile>>
