import type { Careers } from '../../features/careers.ts'
import { fallsOn, harmAt } from '../../features/harm.ts'
import { countedCharges } from '../../features/person-features.ts'
import type { Force } from '../../force/schema.ts'
import { STEP_DOWN, type StepDownRule } from '../../force/step-down.ts'
import { bandIndex, HIGH } from './bands.ts'

/** Index of the lowest band from which people may be stepped down. */
const STEP_DOWN_FROM = HIGH - 1

/** What the rule looks at, from what is known when a day begins; days are epoch days. */
export interface CleanTime {
  /** Index of the harm band. */
  readonly band: number
  /** Day of the last charge that counts; null for a person without one. */
  readonly lastCounted: number | null
  /** Day on which the band falls if nothing more is charged; null in the lowest band. */
  readonly fallsOn: number | null
}

/**
 * Band, last charge that counts and day of the next fall of a person, as known when a day begins.
 *
 * @example cleanTime(careers, p, { day, force }).fallsOn
 */
export function cleanTime(
  careers: Careers,
  p: number,
  { day, force }: { day: number; force: Pick<Force, 'harm'> },
): CleanTime {
  const { halfLifeYears, cuts } = force.harm
  const score = harmAt(careers, p, { day, halfLifeYears })
  const band = bandIndex(score, cuts)
  const last = countedCharges(careers, p, day).at(-1)
  const start = [0, cuts.lowMedium, cuts.highMedium, cuts.high, cuts.superHigh][band]!
  return {
    band,
    lastCounted: last === undefined ? null : careers.charge.day[last]!,
    fallsOn: band === 0 ? null : fallsOn(score, start, { day, halfLifeYears }),
  }
}

/** A person's clean time with what else the rule asks. */
export interface StepDownCase extends CleanTime {
  /** Epoch day on which the rule is asked. */
  readonly day: number
  /** Probability of becoming high harm; null where none is given, as for those who are high already. */
  readonly probability: number | null
  /** Whether the unit manages the person on that day: then any band will do, and it need not fall. */
  readonly managed: boolean
}

/**
 * Whether the rule is asked about a person at all: in a high band, or managed.
 *
 * @example isAsked({ band: 3, managed: false }) === true
 */
export function isAsked({ band, managed }: Pick<StepDownCase, 'band' | 'managed'>): boolean {
  return band >= STEP_DOWN_FROM || managed
}

/** Which criteria of the rule a person meets. */
export interface StepDownCriteria {
  /** In a high band, or managed. */
  readonly asked: boolean
  readonly longClean: boolean
  readonly falls: boolean
  readonly unlikely: boolean
}

/**
 * Holds a person against the criteria of the step-down rule, each on its own.
 *
 * @example stepDownCriteria({ band: 3, lastCounted: 0, fallsOn: 400, day: 380, probability: null,
 *   managed: false }, STEP_DOWN) // all four hold
 */
function stepDownCriteria(one: StepDownCase, rule: StepDownRule): StepDownCriteria {
  const { band, lastCounted, fallsOn: fall, day, probability } = one
  const high = band >= STEP_DOWN_FROM
  return {
    asked: isAsked(one),
    longClean: lastCounted !== null && day - lastCounted >= 7 * rule.weeksWithoutCharge,
    falls: !high || (fall !== null && fall - day <= 7 * rule.bandFallsWithinWeeks),
    unlikely: probability === null || probability < rule.probabilityBelow,
  }
}

/**
 * Whether a person may be stepped down by the force's rule: every criterion holds. It is a list to look at,
 * never a decision.
 *
 * @example mayStepDown(one, stepDownRule(force))
 */
export function mayStepDown(one: StepDownCase, rule: StepDownRule): boolean {
  return Object.values(stepDownCriteria(one, rule)).every(Boolean)
}

/** The step-down rule of a force, or the one that is taken where it names none. */
export function stepDownRule({ stepDown }: Pick<Force, 'stepDown'>): StepDownRule {
  return stepDown ?? STEP_DOWN
}
