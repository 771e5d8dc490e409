/**
 * The baked files of the people product: what is not named here cannot reach a reader of it. Dates are ISO;
 * shares are fractions.
 */
import { z } from 'zod'
import { Day, Share } from './shapes.ts'
import {
  BANDS,
  NO_PROBABILITY,
  OUTCOMES,
  REASON_GROUPS,
  REASONS,
  type ReasonName,
  sumOfCharges,
} from './vocabulary.ts'

const Band = z.enum(BANDS)
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

export { FairnessFile, PeopleEvidenceFile } from './people-evidence.ts'

export type LomusFile = Readonly<z.infer<typeof LomusFile>>
export type LomuFile = Readonly<z.infer<typeof LomuFile>>
export type ListedPerson = LomuFile['people'][number]
export type PersonFile = Readonly<z.infer<typeof PersonFile>>
