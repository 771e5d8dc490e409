/** `run.json`, and the door to `governance.json`: the files that both products have. Dates are ISO. */
import { z } from 'zod'
import { Day, Slug, Week } from './shapes.ts'

export { GovernanceFile } from './governance.ts'

/** Row account of one file: rows = accepted + quarantined, exactly. */
const Account = z.strictObject({
  table: z.string(),
  rows: z.number().int(),
  accepted: z.number().int(),
  quarantined: z.number().int(),
  reasons: z.array(z.strictObject({ code: z.string(), rows: z.number().int() })),
})

/** How far accepted rows go: accepted = used + the rows of all reasons, exactly. */
const Reach = z.strictObject({
  /** A target's id, or a table of people's data. */
  of: z.string(),
  accepted: z.number().int(),
  used: z.number().int(),
  /** Of those used, how many lie in a square at the edge, beyond the outline of the force. */
  edge: z.number().int(),
  reasons: z.array(z.strictObject({ reason: z.string(), rows: z.number().int() })),
})

/** `run.json`, in both products: what every page's header, footer and limits need. */
export const RunFile = z.strictObject({
  kind: z.literal('run'),
  force: z.strictObject({
    id: Slug,
    name: z.string(),
    marking: z.string(),
    handling: z.string(),
    contact: z.string(),
    /** Who trains readers, and where the recording of a training stands; null where there is none. */
    training: z.strictObject({ contact: z.string(), recording: z.string().nullable() }),
    crs: z.string(),
    /** What the force calls the system that its records come from. */
    recordsSystem: z.string(),
  }),
  week: Week,
  asAt: Day,
  dataTo: Day,
  ageDays: z.number().int(),
  late: z.boolean(),
  /** Data older than this when they are read are called old. */
  lateAfterDays: z.number().int().positive(),
  runId: z.string(),
  modelVersion: z.string(),
  extractId: z.string(),
  horizonWeeks: z.number().int(),
  /** The last day on which scores and predictions about people may be shown. */
  scoresExpireOn: Day,
  targets: z.array(z.strictObject({ id: Slug, slug: Slug, title: z.string() })),
  /** Of the product's own tables alone. */
  accounts: z.array(Account),
  reach: z.array(Reach),
  /** What is received and used by no forecast and no score. */
  unused: z.array(z.string()),
  /** What was noticed in files and rows without refusing them. */
  warnings: z.array(z.strictObject({ code: z.string(), where: z.string(), facts: z.string() })),
  /** How rows differ from those of the run before. */
  changes: z.array(z.strictObject({ table: z.string(), kind: z.string(), rows: z.number().int() })),
  /** Offence codes that have no harm weight: counted and named, never zero in silence. */
  unweighted: z.array(z.strictObject({ table: z.string(), code: z.string(), rows: z.number().int() })),
})

export type RunFile = Readonly<z.infer<typeof RunFile>>
