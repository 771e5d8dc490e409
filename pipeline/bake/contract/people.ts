/**
 * The baked files of the people product: what is not named here cannot reach a reader of it. Dates are ISO;
 * shares are fractions.
 */
import { z } from 'zod'
import { BANDS, CHARACTERISTICS } from './people-words.ts'
import { Day, Share } from './shapes.ts'

export { LomuFile, type PersonRecord, PersonRecordSchema } from './records.ts'

const Band = z.enum(BANDS)
const Characteristic = z.enum(CHARACTERISTICS)

/** `lomus.json` (people): cohort counts without anyone's name. */
export const LomusFile = z.strictObject({
  kind: z.literal('lomus'),
  capacity: z.number().int(),
  lomus: z.array(
    z.strictObject({
      code: z.string(),
      name: z.string(),
      people: z.number().int(),
      bands: z.array(
        z.strictObject({ band: Band, people: z.number().int(), lastWeek: z.number().int().nullable() }),
      ),
    }),
  ),
})

/** A figure with its 95 % interval; null where people are too few. */
const Figure = z.strictObject({ value: z.number(), low: z.number(), high: z.number() }).nullable()
const Quality = z.strictObject({
  rows: z.number().int(),
  brier: z.number(),
  auc: z.number(),
  slope: z.number(),
})

/** `evidence.json` (people): how well the transition model did on people and times it had not seen. */
export const PeopleEvidenceFile = z.strictObject({
  kind: z.literal('people-evidence'),
  /** Landmark on which it was judged; null when the history is too short. */
  judgedOn: Day.nullable(),
  horizonWeeks: z.number().int(),
  baseRate: Share,
  quality: Quality.nullable(),
  baselines: z.array(z.strictObject({ name: z.string(), quality: Quality })),
  tried: z.array(z.strictObject({ name: z.string(), logLoss: z.number(), rounds: z.number().int() })),
  leak: z
    .strictObject({
      alarm: z.boolean(),
      findings: z.array(
        z.strictObject({ kind: z.string(), columns: z.array(z.string()), detail: z.string() }),
      ),
      treeGain: z.strictObject({ gain: z.number(), low: z.number(), high: z.number() }),
    })
    .nullable(),
  /**
   * At list sizes a unit: of those listed, the share that became high (precision); of those who became high,
   * the share listed (recall).
   */
  atCapacity: z.array(
    z.strictObject({ perUnit: z.number().int(), listed: z.number().int(), precision: Share, recall: Share }),
  ),
  /** Tenths of the people by probability, lowest first: expected and observed share. */
  reliability: z.array(z.strictObject({ people: z.number().int(), expected: Share, observed: Share })),
  landmarks: z.array(z.strictObject({ day: Day, people: z.number().int(), high: z.number().int() })),
  stability: z.array(
    z.strictObject({ name: z.string(), psi: z.number(), expected: z.number(), moved: z.boolean() }),
  ),
  /** Expected and observed share by harm band on the landmark, lowest band first. */
  byBand: z.array(z.strictObject({ band: Band, people: z.number().int(), expected: Share, observed: Share })),
  /**
   * Shorter horizons, each judged on the latest landmark whose window is over: the first is the early sign of
   * drift.
   */
  horizons: z.array(
    z.strictObject({
      weeks: z.number().int(),
      judgedOn: Day,
      baseRate: Share,
      observedOverExpected: z.number(),
      quality: Quality,
    }),
  ),
  /** Measures outside the force's red lines and who has to look at them; null while all are inside. */
  banner: z
    .strictObject({
      reviewer: z.string(),
      crossed: z.array(
        z.strictObject({ measure: z.string(), value: z.number(), from: z.number(), to: z.number() }),
      ),
    })
    .nullable(),
})

const GroupAudit = z.strictObject({
  group: z.string(),
  people: z.number().int().nullable(),
  selectionRate: Figure,
  ppv: Figure,
  falsePositiveRate: Figure,
  falseNegativeRate: Figure,
  observedOverExpected: Figure,
  slope: z.number().nullable(),
  auc: z.number().nullable(),
  /**
   * Conditional demographic disparity of selection within harm bands; above zero: selected less often than
   * its part.
   */
  disparity: z.number().nullable(),
})

/** `fairness.json` (people): what the model does to groups at the capacity in use. */
export const FairnessFile = z.strictObject({
  kind: z.literal('fairness'),
  judgedOn: Day.nullable(),
  perUnit: z.number().int(),
  audits: z.array(
    z.strictObject({
      characteristic: Characteristic,
      groups: z.array(GroupAudit),
      parity: z.strictObject({ hits: z.number().int(), hitsUnderParity: z.number().int() }),
    }),
  ),
  /** People charged for the first time, by quarter. */
  cohort: z.array(z.strictObject({ quarter: z.string(), people: z.number().int() })),
  /** The same by group; null where a group has fewer than ten. */
  makeUp: z.array(
    z.strictObject({
      quarter: z.string(),
      characteristic: Characteristic,
      group: z.string(),
      people: z.number().int().nullable(),
    }),
  ),
  decisions: z.strictObject({
    total: z.number().int(),
    agree: z.number().int(),
    disagree: z.number().int(),
    moreNeeded: z.number().int(),
  }),
  /**
   * Decisions by the deciding unit: the override rate is the share that disagreed, null under ten decisions.
   */
  overrides: z.array(
    z.strictObject({
      unit: z.string(),
      decisions: z.number().int(),
      disagree: z.number().int(),
      moreNeeded: z.number().int(),
      overrideRate: Share.nullable(),
    }),
  ),
})

export type LomusFile = Readonly<z.infer<typeof LomusFile>>
export type PeopleEvidenceFile = Readonly<z.infer<typeof PeopleEvidenceFile>>
export type FairnessFile = Readonly<z.infer<typeof FairnessFile>>
