/**
 * The baked evidence and fairness audit of the people product: figures about lists and groups, nobody's
 * record. Dates are ISO; shares are fractions.
 */
import { z } from 'zod'
import { Day, Share } from './shapes.ts'
import { BANDS, CHARACTERISTICS, VERDICTS } from './vocabulary.ts'

const Band = z.enum(BANDS)
const Characteristic = z.enum(CHARACTERISTICS)
/** A figure with its 95% interval. */
const Estimate = z.strictObject({ value: z.number(), low: z.number(), high: z.number() })
/** The same; null where people are too few. */
const Figure = Estimate.nullable()
/** A gain over a rival with its 95% interval and what it says of the model. */
const Gain = z.strictObject({ ...Estimate.shape, verdict: z.enum(VERDICTS) })

/** How good some probabilities were; `rows` are people on days, `high` those who became high harm. */
const Quality = z.strictObject({
  rows: z.number().int(),
  people: z.number().int(),
  high: z.number().int(),
  brier: Estimate,
  auc: Estimate,
  slope: Estimate,
  observedOverExpected: Estimate,
})

/** Expected and observed share of some part of the people. */
const Calibration = z.strictObject({
  part: z.string(),
  rows: z.number().int(),
  expected: Share,
  observed: Estimate,
})

/** Lists of one length: precision is of those listed, recall of those who became high. */
const Lists = z.strictObject({
  perUnit: z.number().int(),
  listed: z.number().int(),
  precision: Estimate,
  recall: Estimate,
  /** The same by simple rules and by chance, with the model's precision less theirs. */
  rivals: z.array(z.strictObject({ name: z.string(), precision: Estimate, recall: Estimate, gain: Gain })),
})

/**
 * `evidence.json` (people): how well the transition model did on the lists of a year ago, for people and
 * times that it had not seen.
 */
export const PeopleEvidenceFile = z.strictObject({
  kind: z.literal('people-evidence'),
  /** Days of the judged lists, latest first; none when the history is too short. */
  judgedOn: z.array(Day),
  horizonWeeks: z.number().int(),
  /** Of those scored on past lists, the share that became high harm; null where nobody was scored. */
  baseRate: Share.nullable(),
  /** Whether a model could be learnt: not with fewer than ten people who became high harm, or did not. */
  learnt: z.boolean(),
  quality: Quality.nullable(),
  rivals: z.array(
    z.strictObject({
      name: z.string(),
      brier: z.number().nullable(),
      auc: z.number(),
      /** Brier score of the rule less the model's; null for a rule without a probability. */
      brierGain: Gain.nullable(),
      /** AUC of the model less the rule's. */
      aucGain: Gain,
    }),
  ),
  /** Adults and children apart. */
  lists: z.array(
    z.strictObject({
      which: z.enum(['adults', 'children']),
      rows: z.number().int(),
      high: z.number().int(),
      atCapacity: z.array(Lists),
      calibration: z.array(Calibration),
    }),
  ),
  calibration: z.strictObject({
    tenth: z.array(Calibration),
    band: z.array(z.strictObject({ ...Calibration.shape, part: Band })),
    place: z.array(Calibration),
    unit: z.array(Calibration),
  }),
  leak: z
    .strictObject({
      alarm: z.boolean(),
      findings: z.array(
        z.strictObject({ kind: z.string(), columns: z.array(z.string()), detail: z.string() }),
      ),
      treeGain: z.strictObject({ gain: z.number(), low: z.number(), high: z.number() }),
      /** Who proved the timing of the factors that an alarm named; none without alarm. */
      proofs: z.array(z.strictObject({ factor: z.string(), on: Day, by: z.string(), how: z.string() })),
      /** Factors that an alarm named and whose timing nobody has proven yet. */
      unproven: z.array(z.string()),
    })
    .nullable(),
  /** People on past days whose features were worked out again with another future, all the same. */
  canary: z.strictObject({ rows: z.number().int(), features: z.number().int() }),
  landmarks: z.array(z.strictObject({ day: Day, people: z.number().int(), high: z.number().int() })),
  stability: z.array(
    z.strictObject({ name: z.string(), psi: z.number(), expected: z.number(), moved: z.boolean() }),
  ),
  /** Models of shorter windows, each judged on the latest day whose window is over. */
  horizons: z.array(z.strictObject({ weeks: z.number().int(), judgedOn: Day, quality: Quality })),
  /** Plain sentences about groups whose probabilities are measured off. */
  notices: z.array(z.string()),
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
  /** Days of the judged lists, latest first; none when the history is too short. */
  judgedOn: z.array(Day),
  perUnit: z.number().int(),
  audits: z.array(
    z.strictObject({
      characteristic: Characteristic,
      groups: z.array(GroupAudit),
      parity: z.strictObject({ hits: z.number().int(), hitsUnderParity: z.number().int() }),
    }),
  ),
  /** Groups whose probabilities are measured off, with what happened for each one expected. */
  measuredOff: z.array(
    z.strictObject({
      characteristic: Characteristic.nullable(),
      group: z.string(),
      observedOverExpected: Estimate,
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

export type PeopleEvidenceFile = Readonly<z.infer<typeof PeopleEvidenceFile>>
export type FairnessFile = Readonly<z.infer<typeof FairnessFile>>
