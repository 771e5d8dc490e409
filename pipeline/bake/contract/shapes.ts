/** Shapes that the baked files of both products share. */
import { z } from 'zod'

export const Day = z.iso.date()
export const Week = z.string().regex(/^\d{4}-W\d{2}$/)
export const Slug = z.string().regex(/^[a-z][a-z0-9-]*$/)
export const Share = z.number().min(0).max(1)

/** A number with its 80% interval. */
export const Interval = z.strictObject({ expected: z.number(), low: z.number(), high: z.number() })

/** Whole numbers with the chance that they really hold what is counted: 80% or more. */
export const HeldInterval = Interval.extend({ mass: Share })
