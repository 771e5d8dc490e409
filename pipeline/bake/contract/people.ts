/**
 * The baked files of the people product: what is not named here cannot reach a reader of it. Dates are ISO;
 * shares are fractions.
 */
import { z } from 'zod'
import { Day, Share } from './shapes.ts'
import {
  BANDS,
  CHARACTERISTICS,
  NO_PROBABILITY,
  OUTCOMES,
  REASON_GROUPS,
  REASONS,
  type ReasonName,
  sumOfCharges,
} from './vocabulary.ts'

const Band = z.enum(BANDS)
const Characteristic = z.enum(CHARACTERISTICS)
const Feature = z.enum(Object.keys(REASONS) as ReasonName[])
const Pseudonym = z.string().regex(/^[0-9a-f]{32}$/)
/** That there is no probability, and why. */
const NoProbability = z.strictObject({ kind: z.literal('none'), reason: z.enum(NO_PROBABILITY) })

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

/**
 * A probability as a share, with its range of outcomes: of 100 people alike, from 100 x `low` to 100 x `high`
 * (whole people) may be expected to become high harm, four times in five. The range holds both how uncertain
 * the estimate is and how chance would fall.
 */
const Outlook = z.strictObject({ expected: Share, low: Share, high: Share })

const ListedPerson = z.strictObject({
  pseudonym: Pseudonym,
  reference: z.string(),
  band: Band,
  harm: z.number(),
  /** Probability of becoming high harm within the horizon, or why there is none. */
  transition: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('probability'), ...Outlook.shape }),
    NoProbability,
  ]),
  lastChargeOn: Day,
  chargesInYear: z.number().int(),
  chargesEver: z.number().int(),
  ageBand: z.string(),
  inCustody: z.boolean(),
})

/** `lomus/CODE.json` (people): one unit's list. Children stand apart. */
export const LomuFile = z.strictObject({
  kind: z.literal('lomu'),
  code: z.string(),
  name: z.string(),
  capacity: z.number().int(),
  transitionWeeks: z.number().int(),
  /** Share of those scored on this unit's past lists who became high harm. */
  baseRate: Share,
  /** Plain sentences that stand on the unit's lists and on each person's page. */
  notices: z.array(z.string()),
  people: z.array(ListedPerson),
  children: z.array(ListedPerson),
  limits: z.array(z.string()),
})

/** A harm score with everything that adds up to it; refused where the charges do not. */
const Harm = z
  .strictObject({
    score: z.number(),
    undecayed: z.number(),
    band: Band,
    halfLifeYears: z.number(),
    cuts: z.array(z.strictObject({ band: Band, from: z.number() })),
    /** Every counted or once-counted charge; contributions of counted charges add up to the score. */
    charges: z.array(
      z.strictObject({
        chargedOn: Day,
        offenceOn: Day,
        code: z.string(),
        offence: z.string(),
        outcome: z.enum(OUTCOMES),
        counted: z.boolean(),
        weight: z.number().nullable(),
        contribution: z.number(),
      }),
    ),
    /** Harm score with no new charge, at some days from the forecast on. */
    decay: z.array(z.strictObject({ on: Day, score: z.number(), band: Band })),
    /** Day on which the band falls if there is no new charge; null in the lowest band. */
    bandFallsOn: Day.nullable(),
    /**
     * Offences of which a single new charge would bring the score to the high cut-point, lightest first; at
     * most five, and none for a person already there.
     */
    crossing: z.array(z.strictObject({ code: z.string(), offence: z.string(), weight: z.number() })),
  })
  .refine(({ score, charges }) => score === sumOfCharges(charges), 'the charges do not add up to the score')

/** Probability of becoming high harm and what raises and lowers it. */
const Prediction = z.strictObject({
  kind: z.literal('probability'),
  weeks: z.number().int(),
  probability: Outlook,
  /** Share of those scored on this unit's past lists who became high harm. */
  baseRate: Share,
  /** Log-odds of the average. */
  baseline: z.number(),
  logit: z.number(),
  /**
   * Contributions in log-odds against the average: baseline + the sum of the groups = logit, and a group is
   * the sum of its parts. What is not known contributes 0.
   */
  groups: z.array(
    z.strictObject({
      group: z.enum(REASON_GROUPS),
      /** The facts behind the group, in one plain sentence. */
      words: z.string(),
      contribution: z.number(),
      parts: z.array(
        z.strictObject({
          feature: Feature,
          value: z.string(),
          contribution: z.number(),
          /** Records among those learnt from with about the same value. */
          support: z.number().int(),
        }),
      ),
    }),
  ),
})

/** `people/PSEUDONYM.json` (people): one person, opened one file at a time. */
export const PersonFile = z.strictObject({
  kind: z.literal('person'),
  pseudonym: Pseudonym,
  reference: z.string(),
  recordLink: z.string(),
  lomu: z.strictObject({ code: z.string(), name: z.string() }),
  facts: z.strictObject({
    ageBand: z.string(),
    inCustodyUntil: Day.nullable(),
    child: z.boolean(),
  }),
  harm: Harm,
  prediction: z.discriminatedUnion('kind', [Prediction, NoProbability]),
  limits: z.array(z.string()),
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
export type LomuFile = Readonly<z.infer<typeof LomuFile>>
export type ListedPerson = LomuFile['people'][number]
export type PersonFile = Readonly<z.infer<typeof PersonFile>>
export type PeopleEvidenceFile = Readonly<z.infer<typeof PeopleEvidenceFile>>
export type FairnessFile = Readonly<z.infer<typeof FairnessFile>>
