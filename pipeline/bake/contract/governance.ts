/**
 * What a reviewer, a steward of the data and an ethics committee ask of a run; `run.ts` is the door to it.
 * Dates are ISO, shares are fractions. No row, no person and no text of the extract as it came.
 */
import { z } from 'zod'
import { Day, Share, Slug, Week } from './shapes.ts'

const Count = z.number().int().min(0)

/** One gate over one table: of several readings the one that used most of its bound. */
const GateLine = z.strictObject({
  code: z.string(),
  table: z.string(),
  /** How many things it looked at: columns, kinds of change. */
  readings: z.number().int().positive(),
  found: z.string(),
  allowed: z.string(),
  remedy: z.string(),
  /** How much of the bound is used: 1 at the bound; null where there is too little to compare. */
  used: z.number().min(0).nullable(),
  state: z.enum(['inside', 'close']),
  /** First of the weeks in a row in which it stood so. */
  since: Week,
  /** How often it refused a run in the quarter. */
  refused: Count,
})

const Moved = z.strictObject({
  table: z.string(),
  column: z.string(),
  value: z.string(),
  kind: z.enum(['new', 'gone', 'more', 'fewer']),
  rows: Count,
  share: Share,
  usual: Share,
})

/** A run that ended without a week, and by which gates or faults. */
const RefusedRun = z.strictObject({
  at: z.string(),
  week: z.string().nullable(),
  end: z.enum(['refused', 'failed']),
  gates: z.array(z.strictObject({ code: z.string(), count: Count })),
  /** Reasons that are the other product's business. */
  others: Count,
})

const Decision = z.strictObject({ on: Day, by: z.string(), words: z.string(), until: Day.nullable() })

/** What a red line is doing: inside, unknown, or crossed with or without a decision that holds. */
const LINE_STATES = ['inside', 'unknown', 'open', 'decided', 'lapsed'] as const

const RedLine = z.strictObject({
  /** As decisions name it: `people/slope`, `knife/coverage`. */
  line: z.string(),
  /** Title of the target; null for people. */
  target: z.strictObject({ slug: Slug, title: z.string() }).nullable(),
  measure: z.string(),
  value: z.number().nullable(),
  from: z.number(),
  to: z.number().nullable(),
  state: z.enum(LINE_STATES),
  /** First of the weeks in a row in which it is crossed; null while it is not. */
  since: Week.nullable(),
  /** Published weeks in a row in which it is crossed, this one included. */
  weeks: Count,
  /** This week and the earlier ones of the quarter that are kept, oldest first. */
  history: z.array(z.strictObject({ week: Week, value: z.number().nullable(), crossed: z.boolean() })),
  /** Newest first. */
  decisions: z.array(Decision),
})

/** A week of the quarter with what was changed since the one before it that is there. */
const QuarterWeek = z.strictObject({
  week: Week,
  name: z.string().nullable(),
  codeVersion: z.string(),
  configuration: z.string(),
  changed: z.strictObject({
    code: z.boolean(),
    settings: z.boolean(),
    /** Names of the settings that changed, where both weeks kept them. */
    names: z.array(z.string()).nullable(),
  }),
})

const Quarter = z.strictObject({
  from: Day,
  to: Day,
  weeks: z.array(QuarterWeek),
  /** Weeks of the quarter in which nothing was published. */
  missing: z.array(Week),
  /** Disposals since the quarter began; null where they are not the product's business. */
  disposals: Count.nullable(),
  pauses: z.array(z.strictObject({ kind: z.enum(['pause', 'resume']), what: z.string(), on: Day })),
})

/** `governance.json`, in both products. */
export const GovernanceFile = z.strictObject({
  kind: z.literal('governance'),
  reviewer: z.string(),
  /** What is wrong or odd about rows: `rejected` ones were set aside, the others kept and counted. */
  issues: z.array(
    z.strictObject({
      table: z.string(),
      code: z.string(),
      rows: Count,
      rejected: z.boolean(),
      says: z.string(),
    }),
  ),
  /** Changed crimes that would count for a target, by kind of change. */
  changedTargets: z.array(z.strictObject({ kind: z.string(), target: Slug, rows: Count })),
  gates: z.array(GateLine),
  drift: z.strictObject({
    runs: Count,
    columns: z.array(z.strictObject({ table: z.string(), column: z.string(), values: Count })),
    moved: z.array(Moved),
  }),
  /** Runs since the quarter began that were refused or failed, newest first. */
  refused: z.array(RefusedRun),
  redLines: z.array(RedLine),
  quarter: Quarter,
})

export type GovernanceFile = Readonly<z.infer<typeof GovernanceFile>>

/** What a week keeps of this for later ones: private, of both products. */
export const PastGovernance = z.object({
  kind: z.literal('past-governance'),
  week: Week,
  gates: z.array(z.object({ gate: z.string(), state: GateLine.shape.state, since: Week })),
  lines: z.array(
    z.object({
      line: z.string(),
      value: z.number().nullable(),
      crossed: z.boolean(),
      since: Week.nullable(),
      weeks: Count,
    }),
  ),
  /** A hash of each setting by its name. */
  settings: z.record(z.string(), z.string()),
})

export type PastGovernance = Readonly<z.infer<typeof PastGovernance>>
