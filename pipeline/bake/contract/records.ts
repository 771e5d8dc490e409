/**
 * The baked files that hold people, and the facts of a unit that hold none. Only these know a person: a week
 * keeps the records sealed, and what the browser fetches is cut out of them.
 */
import { z } from 'zod'
import { OUTCOMES } from '../../force/outcomes.ts'
import type { StepDownRule as Rule } from '../../force/step-down.ts'
import { ANSWERS, BANDS, NO_PROBABILITY, sumOfCharges } from './people-words.ts'
import type { PackedPage } from './person-page.ts'
import { REASONS } from './reasons.ts'
import type { RosterRow } from './roster-row.ts'
import { Day, Share } from './shapes.ts'
import { TABS, type Tab } from './worklist.ts'

const Pseudonym = z.string().regex(/^[0-9a-f]{32}$/)
const Flag = z.union([z.literal(0), z.literal(1)])
const placeIn = (list: readonly unknown[]) =>
  z
    .number()
    .int()
    .min(0)
    .max(list.length - 1)
const Days = z.number().int()
/** A probability with its interval, or the place of the reason why there is none. */
const Chance = z.union([z.tuple([Share, Share, Share]), placeIn(NO_PROBABILITY)])

/** One person of a list: see `RosterRow`. */
const Row = z.tuple([
  Pseudonym,
  z.string(),
  placeIn(BANDS),
  z.number(),
  Chance,
  Day,
  z.number().int(),
  z.number().int(),
  z.string(),
  Flag,
  z.union([z.tuple([placeIn(BANDS), Share.nullable()]), z.literal(-1), z.null()]),
  Days,
  Days.nullable(),
  Flag,
  z.tuple([Days, placeIn(ANSWERS), Days.nullable()]).nullable(),
  Flag,
]) satisfies z.ZodType<RosterRow>

const Charge = z.tuple([Days, Days, z.number().int(), placeIn(OUTCOMES), Flag, z.number()])

/** One part of a prediction: see `PackedPart`. */
const Part = z.tuple([placeIn(Object.keys(REASONS)), z.string(), z.number(), z.number().int()])

/** What a person's page fetches: see `PackedPage`. Refused where the charges do not add up to the score. */
const Page = z
  .strictObject({
    kind: z.literal('person'),
    pseudonym: Pseudonym,
    reference: z.string(),
    asAt: Day,
    ageBand: z.string(),
    child: Flag,
    custodyUntil: Day.nullable(),
    score: z.number(),
    band: placeIn(BANDS),
    offences: z.array(z.tuple([z.string(), z.string(), z.number().nullable()])),
    charges: z.array(Charge),
    bandFallsOn: Day.nullable(),
    path: z.array(z.tuple([Days, z.number(), placeIn(BANDS)])),
    chance: Chance,
    sum: z
      .strictObject({
        baseline: z.number(),
        logit: z.number(),
        reasons: z.array(z.tuple([z.string(), z.array(Part)])),
      })
      .nullable(),
    decisions: z.array(z.tuple([Days, z.string(), placeIn(ANSWERS), z.string().nullable(), Days.nullable()])),
  })
  .refine(
    ({ score, charges }) => score === sumOfCharges(charges.map(charge => ({ contribution: charge[5] }))),
    'the charges do not add up to the score',
  ) satisfies z.ZodType<PackedPage>

/** One line of `records/CODE.jsonl`: all that a week holds of one listed person. */
export interface PersonRecord {
  readonly pseudonym: string
  readonly list: 'adults' | 'children'
  readonly row: RosterRow
  readonly page: PackedPage
}

/** The schema of a line of `records/CODE.jsonl`. */
export const PersonRecordSchema = z.strictObject({
  pseudonym: Pseudonym,
  list: z.enum(['adults', 'children']),
  row: Row,
  page: Page,
}) satisfies z.ZodType<PersonRecord>

/** People on each tab of a worklist. */
export const TabCounts = z.strictObject(
  Object.fromEntries(TABS.map(tab => [tab, z.number().int()])) as Record<Tab, z.ZodInt>,
)

const StepDownRule = z.strictObject({
  weeksWithoutCharge: z.number().int(),
  bandFallsWithinWeeks: z.number().int(),
  probabilityBelow: Share,
}) satisfies z.ZodType<Rule>

/** `lomu/CODE.json` (people): what all pages of a unit share. Nobody stands in it. */
export const LomuFile = z.strictObject({
  kind: z.literal('lomu'),
  code: z.string(),
  name: z.string(),
  capacity: z.number().int(),
  transitionWeeks: z.number().int(),
  /** Share of those scored on this unit's past lists who became high harm; null where no list held anyone. */
  baseRate: Share.nullable(),
  /** Plain sentences that stand on the unit's lists and on each person's page. */
  notices: z.array(z.string()),
  /** People on the list of adults. */
  adults: z.number().int(),
  /** Adults on each tab of the worklist. */
  tabs: TabCounts,
  /** People under 18 on the unit's separate list; null where the force keeps no such list. */
  children: z.number().int().nullable(),
  scoring: z.strictObject({
    halfLifeYears: z.number(),
    cuts: z.array(z.strictObject({ band: z.enum(BANDS), from: z.number() })).readonly(),
  }),
  /** Link template to the force's own record; `{id}` stands for the reference. Empty: no link. */
  recordLink: z.string(),
  stepDown: StepDownRule,
  limits: z.array(z.string()),
})

export type LomuFile = Readonly<z.infer<typeof LomuFile>>
