import { OUTCOMES, type Outcome } from '../../force/outcomes.ts'
import { isoDate } from '../../lib/week.ts'
import { ANSWERS, type Answer, BANDS, type Band, type NoProbability } from './people-words.ts'
import { REASON_GROUPS, REASONS, type ReasonGroup, type ReasonName } from './reasons.ts'
import { type PackedChance, unpackChance } from './roster-row.ts'

/** One charge of a person's file; days are days since 1970-01-01. */
export type PackedCharge = readonly [
  chargedOn: number,
  offenceOn: number,
  /** Place in the file's `offences`. */
  offence: number,
  /** Place in `OUTCOMES`. */
  outcome: number,
  counted: 0 | 1,
  /** Points of harm that it adds today, to two decimals. */
  contribution: number,
]

/** One part of a prediction: the feature by its place in `REASONS`, and what it adds in log-odds. */
export type PackedPart = readonly [feature: number, value: string, contribution: number, support: number]

/** A past decision; days are days since 1970-01-01. */
export type PackedDecision = readonly [
  decidedOn: number,
  unit: string,
  /** Place in `ANSWERS`. */
  answer: number,
  reason: string | null,
  reviewOn: number | null,
]

/** A group of parts in the order of `REASON_GROUPS`: the facts behind it in one sentence, and its parts. */
export type PackedReason = readonly [words: string, parts: readonly PackedPart[]]

/**
 * `lomu/CODE/person/PSEUDONYM.json`: one person, at most 4 kB with forty charges. What is the same for
 * everyone (cut-points, half-life, words of the factors) stands in the unit's facts.
 */
export interface PackedPage {
  readonly kind: 'person'
  readonly pseudonym: string
  readonly reference: string
  /** Day of the forecast, ISO: the page shows no person of another week than its own. */
  readonly asAt: string
  readonly ageBand: string
  readonly child: 0 | 1
  /** Last day in custody, ISO; null for a person at liberty. */
  readonly custodyUntil: string | null
  readonly score: number
  /** Place in `BANDS`. */
  readonly band: number
  /** Offences of the charges, each once; the weight is null for a code without one. */
  readonly offences: readonly (readonly [code: string, offence: string, weight: number | null])[]
  readonly charges: readonly PackedCharge[]
  /** Day on which the band falls if there is no new charge, ISO; null in the lowest band. */
  readonly bandFallsOn: string | null
  /** Harm score on some days with no new charge: days from the forecast on, score, place in `BANDS`. */
  readonly path: readonly (readonly [days: number, score: number, band: number])[]
  readonly chance: PackedChance
  /** Starting point and result in log-odds, and what stands between them; null without a probability. */
  readonly sum: {
    readonly baseline: number
    readonly logit: number
    readonly reasons: readonly PackedReason[]
  } | null
  /** The latest decisions, newest first. */
  readonly decisions: readonly PackedDecision[]
}

/** What the pages of all people of a unit share. */
export interface SharedFacts {
  readonly transitionWeeks: number
  readonly baseRate: number | null
  readonly scoring: {
    readonly halfLifeYears: number
    readonly cuts: readonly { readonly band: Band; readonly from: number }[]
  }
}

/** A charge as it is read. */
export interface PersonCharge {
  readonly chargedOn: string
  readonly offenceOn: string
  readonly code: string
  readonly offence: string
  readonly outcome: Outcome
  readonly counted: boolean
  readonly weight: number | null
  readonly contribution: number
}

/**
 * Parts of a prediction under one heading, in log-odds against the average; its contribution is their sum.
 */
export interface PersonReason {
  readonly group: ReasonGroup
  /** The facts behind it, in one plain sentence. */
  readonly words: string
  readonly contribution: number
  readonly parts: readonly {
    readonly feature: ReasonName
    readonly value: string
    readonly contribution: number
    /** Records among those learnt from with about the same value. */
    readonly support: number
  }[]
}

/** A harm score with everything that adds up to it. */
export interface PersonHarm {
  readonly score: number
  readonly undecayed: number
  readonly band: Band
  readonly halfLifeYears: number
  readonly cuts: SharedFacts['scoring']['cuts']
  readonly charges: readonly PersonCharge[]
  readonly decay: readonly { readonly on: string; readonly score: number; readonly band: Band }[]
  readonly bandFallsOn: string | null
}

/** A probability of becoming high harm with everything that adds up to it: baseline + reasons = logit. */
export interface PersonPrediction {
  readonly kind: 'probability'
  readonly weeks: number
  readonly probability: { readonly expected: number; readonly low: number; readonly high: number }
  readonly baseRate: number | null
  readonly baseline: number
  readonly logit: number
  readonly reasons: readonly PersonReason[]
}

/** A past decision as it is read. */
export interface PersonDecision {
  readonly decidedOn: string
  readonly unit: string
  readonly answer: Answer
  readonly reason: string | null
  /** Day on which it is to be looked at again; null where none was set. */
  readonly reviewOn: string | null
}

/** One person as the page shows them. */
export interface PersonPage {
  readonly pseudonym: string
  readonly reference: string
  readonly asAt: string
  readonly facts: {
    readonly ageBand: string
    readonly inCustodyUntil: string | null
    readonly child: boolean
  }
  readonly harm: PersonHarm
  readonly prediction: PersonPrediction | { readonly kind: 'none'; readonly reason: NoProbability }
  readonly decisions: readonly PersonDecision[]
}

/**
 * A person as read from their file. Nothing is checked here: see `faultOf`.
 *
 * @param packed the file
 * @param shared what all people of the unit share
 * @example unpackPage(file, unit).harm.charges[0]?.outcome // 'convicted'
 */
export function unpackPage(packed: PackedPage, shared: SharedFacts): PersonPage {
  return {
    pseudonym: packed.pseudonym,
    reference: packed.reference,
    asAt: packed.asAt,
    facts: { ageBand: packed.ageBand, inCustodyUntil: packed.custodyUntil, child: packed.child === 1 },
    harm: unpackHarm(packed, shared),
    prediction: unpackPrediction(packed, shared),
    decisions: packed.decisions.map(([decidedOn, unit, answer, reason, reviewOn]) => ({
      decidedOn: isoDate(decidedOn),
      unit,
      answer: ANSWERS[answer]!,
      reason,
      reviewOn: reviewOn === null ? null : isoDate(reviewOn),
    })),
  }
}

function unpackHarm(packed: PackedPage, { scoring }: SharedFacts): PersonHarm {
  const charges = packed.charges.map(charge => unpackCharge(charge, packed.offences))
  const start = Date.parse(packed.asAt) / 86_400_000
  return {
    score: packed.score,
    undecayed: charges.reduce((sum, { counted, weight }) => sum + (counted ? (weight ?? 0) : 0), 0),
    band: BANDS[packed.band]!,
    ...scoring,
    charges,
    decay: packed.path.map(([days, score, band]) => ({
      on: isoDate(start + days),
      score,
      band: BANDS[band]!,
    })),
    bandFallsOn: packed.bandFallsOn,
  }
}

function unpackCharge(packed: PackedCharge, offences: PackedPage['offences']): PersonCharge {
  const [chargedOn, offenceOn, place, outcome, counted, contribution] = packed
  const [code, offence, weight] = offences[place]!
  return {
    chargedOn: isoDate(chargedOn),
    offenceOn: isoDate(offenceOn),
    code,
    offence,
    outcome: OUTCOMES[outcome]!,
    counted: counted === 1,
    weight,
    contribution,
  }
}

function unpackPrediction({ chance, sum }: PackedPage, shared: SharedFacts): PersonPage['prediction'] {
  const unpacked = unpackChance(chance)
  if (unpacked.kind === 'none') return unpacked
  const { kind, ...probability } = unpacked
  const { transitionWeeks: weeks, baseRate } = shared
  const { baseline, logit, reasons } = sum ?? { baseline: Number.NaN, logit: Number.NaN, reasons: [] }
  return { kind, weeks, probability, baseRate, baseline, logit, reasons: reasons.map(unpackReason) }
}

const FEATURES = Object.keys(REASONS) as ReasonName[]

/** A group of parts in the form of the file. */
export function packReason({ words, parts }: PersonReason): PackedReason {
  return [
    words,
    parts.map(part => {
      const contribution = Number(part.contribution.toFixed(DECIMALS))
      return [FEATURES.indexOf(part.feature), part.value, contribution, part.support]
    }),
  ]
}

/** Twenty parts written to so many decimals still add up to a billionth. */
export const DECIMALS = 12

function unpackReason([words, packed]: PackedReason, place: number): PersonReason {
  const parts = packed.map(([feature, value, contribution, support]) => {
    return { feature: FEATURES[feature]!, value, contribution, support }
  })
  const contribution = parts.reduce((sum, part) => sum + part.contribution, 0)
  return { group: REASON_GROUPS[place]!, words, contribution, parts }
}
