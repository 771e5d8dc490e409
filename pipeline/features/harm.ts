import { OUTCOMES, type Outcome } from '../force/outcomes.ts'
import type { Careers } from './careers.ts'

/**
 * One charge with when it was known and what became of it. Days are epoch days; `weight` is null for a code
 * without one.
 */
export interface ChargeFact {
  readonly chargedDay: number
  readonly offenceDay: number
  readonly code: string
  readonly weight: number | null
}

/** A charge as it stood on a day: whether it counts and what it adds to the harm score. */
export interface Contribution {
  readonly charge: ChargeFact
  /** The outcome as known on the day. */
  readonly outcome: Outcome
  readonly counted: boolean
  readonly contribution: number
}

/** A harm score with everything that adds up to it. */
export interface Harm {
  readonly score: number
  /** The same sum without decay. */
  readonly undecayed: number
  /** Every charge known on the day, oldest first, those that do not count too. */
  readonly contributions: readonly Contribution[]
}

/** When and how a harm score is worked out. */
export interface HarmOptions {
  /** Facts known when this epoch day begins are used: charges before it, outcomes known before it. */
  readonly day: number
  readonly halfLifeYears: number
  /** Day to which weights fade; absent: `day`. */
  readonly fadedTo?: number
  /** Largest weight that one charge may have; absent: no cap. */
  readonly cap?: number
}

/** Mean days of a Gregorian year: turns the half-life into days. */
export const DAYS_PER_YEAR = 365.25

/**
 * Outcomes with which a charge counts towards harm, by their number: pending and convicted do, acquitted and
 * discontinued do not.
 *
 * Assumption A35: a pending charge counts as much as a conviction until it is known to have failed.
 */
const COUNTS = OUTCOMES.map(outcome => outcome === 'pending' || outcome === 'convicted')

/**
 * Outcome of charge i as known when `day` begins, by its number: pending until the day after it became known.
 */
function outcomeOn({ charge }: Careers, i: number, day: number): number {
  return charge.outcomeDay[i]! < day ? charge.outcome[i]! : 0
}

/** Is row i, charged before `day`, what was known of its charge when the day begins? */
function isKnown({ charge: { known } }: Careers, i: number, day: number): boolean {
  return !known || (known.since[i]! <= day && day < known.until[i]!)
}

/**
 * Numbers of person p's charges as known when a day begins, whatever became of them, oldest first.
 *
 * @example chargesOn(careers, p, day).length // charges of person p before the day
 */
export function chargesOn(careers: Careers, p: number, day: number): number[] {
  const found: number[] = []
  const end = knownEnd(careers, p, day)
  for (let i = careers.start[p]!; i < end; i++) if (isKnown(careers, i, day)) found.push(i)
  return found
}

/**
 * Does charge i, known when `day` begins, count towards harm then: it has a weight, is not known to have
 * failed, and was not known otherwise then.
 *
 * @example countsOn(careers, careers.start[p]!, day) // person p's first charge
 */
export function countsOn(careers: Careers, i: number, day: number): boolean {
  const isWeighed = !Number.isNaN(careers.charge.weight[i]!)
  return isWeighed && COUNTS[outcomeOn(careers, i, day)]! && isKnown(careers, i, day)
}

/** Number after the last charge of person p that is known when `day` begins. */
function knownEnd({ charge, start }: Careers, p: number, day: number): number {
  let end = start[p]!
  while (end < start[p + 1]! && charge.day[end]! < day) end++
  return end
}

/**
 * What charge i adds to the harm score of its person: its weight, faded by its age; 0 when it does not count.
 *
 * Assumption A36: all charges fade at one pace, by halves.
 */
function addedHarm(careers: Careers, i: number, options: HarmOptions): number {
  const { day, fadedTo = day, halfLifeYears, cap = Infinity } = options
  if (!countsOn(careers, i, day)) return 0
  const { weight, day: chargedDay } = careers.charge
  return decayed(Math.min(weight[i]!, cap), fadedTo - chargedDay[i]!, halfLifeYears)
}

/**
 * Harm score of person p as known when a day begins: the sum over counted charges of weight x 2^(-age /
 * half-life), age from the day of the charge in days. Only charges before the day exist; an outcome is known
 * only if it came before the day, so an acquittal removes harm from the day after it and never earlier.
 *
 * @example harmAt(careers, p, { day, halfLifeYears: 2 }) === 50 // a charge of weight 100 two years before
 */
export function harmAt(careers: Careers, p: number, options: HarmOptions): number {
  const end = knownEnd(careers, p, options.day)
  let sum = 0
  for (let i = careers.start[p]!; i < end; i++) sum += addedHarm(careers, i, options)
  return sum
}

/**
 * The same harm score with what each charge adds to it; the contributions sum to the score to the last bit.
 *
 * @example harmOf(careers, p, { day, halfLifeYears: 2 }).score === harmAt(careers, p, { day, halfLifeYears: 2
 * })
 */
export function harmOf(careers: Careers, p: number, options: HarmOptions): Harm {
  const contributions: Contribution[] = []
  let undecayed = 0
  for (const i of chargesOn(careers, p, options.day)) {
    const counted = countsOn(careers, i, options.day)
    if (counted) undecayed += Math.min(careers.charge.weight[i]!, options.cap ?? Infinity)
    const outcome = OUTCOMES[outcomeOn(careers, i, options.day)]!
    const contribution = addedHarm(careers, i, options)
    contributions.push({ charge: factOf(careers, i), outcome, counted, contribution })
  }
  const score = contributions.reduce((sum, { contribution }) => sum + contribution, 0)
  return { score, undecayed, contributions }
}

function factOf({ charge, codes }: Careers, i: number): ChargeFact {
  const weight = charge.weight[i]!
  return {
    chargedDay: charge.day[i]!,
    offenceDay: charge.offenceDay[i]!,
    code: codes[charge.code[i]!]!,
    weight: Number.isNaN(weight) ? null : weight,
  }
}

/**
 * Harm score after some more days with no new charge and no new outcome: score x 2^(-days / half-life).
 *
 * @example decayed(80, 730.5, 2) === 40
 */
export function decayed(score: number, days: number, halfLifeYears: number): number {
  return score * Math.exp((-Math.LN2 / (halfLifeYears * DAYS_PER_YEAR)) * days)
}

/**
 * First day after `day` on which the score is below a cut-point if there is no new charge; null when it is
 * below already. The score falls below the cut when days > half-life x log2(score / cut).
 *
 * @example fallsOn(80, 40, { day: 0, halfLifeYears: 2 }) === 731
 */
export function fallsOn(
  score: number,
  cut: number,
  { day, halfLifeYears }: { day: number; halfLifeYears: number },
): number | null {
  if (score < cut) return null
  return day + Math.floor(halfLifeYears * DAYS_PER_YEAR * Math.log2(score / cut)) + 1
}
