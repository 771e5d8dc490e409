/** What a charge can have come to. */
export type Outcome = 'pending' | 'convicted' | 'acquitted' | 'discontinued'

/** One charge with when it was known and what became of it. Days are epoch days; `weight` is null for a code without one. */
export interface ChargeFact {
  readonly chargedDay: number
  readonly offenceDay: number
  readonly code: string
  readonly weight: number | null
  readonly outcome: Outcome
  /** Day on which the outcome became known; null while pending. */
  readonly outcomeDay: number | null
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
  readonly contributions: readonly Contribution[]
}

export interface HarmOptions {
  readonly halfLifeYears: number
  /** Largest weight that one charge may have; absent: no cap. */
  readonly cap?: number
}

/** Mean days of a Gregorian year: turns the half-life into days. */
export const DAYS_PER_YEAR = 365.25

function outcomeAsAt(outcome: Outcome, outcomeDay: number | null, day: number): Outcome {
  return outcomeDay !== null && outcomeDay < day ? outcome : 'pending'
}

/**
 * Harm score of a person as known when `day` begins: the sum over counted charges of weight x 2^(-age / half-life), age
 * from the day of the charge in days. Only charges before `day` exist; an outcome is known only if it came before `day`,
 * so an acquittal removes harm from the day after it and never earlier.
 *
 * @example a charge of weight 100 two years before, half-life two years: score 50
 */
export function harmOf(charges: readonly ChargeFact[], day: number, options: HarmOptions): Harm {
  const halfLifeDays = options.halfLifeYears * DAYS_PER_YEAR
  const contributions = charges
    .filter(charge => charge.chargedDay < day)
    .map((charge): Contribution => {
      const outcome = outcomeAsAt(charge.outcome, charge.outcomeDay, day)
      const counted = charge.weight !== null && (outcome === 'pending' || outcome === 'convicted')
      const weight = counted ? Math.min(charge.weight!, options.cap ?? Infinity) : 0
      return {
        charge,
        outcome,
        counted,
        contribution: weight * 2 ** (-(day - charge.chargedDay) / halfLifeDays),
      }
    })
  const counted = contributions.filter(({ counted }) => counted)
  return {
    score: counted.reduce((sum, { contribution }) => sum + contribution, 0),
    undecayed: counted.reduce(
      (sum, { charge }) => sum + Math.min(charge.weight!, options.cap ?? Infinity),
      0,
    ),
    contributions,
  }
}

/**
 * Harm score after some more days with no new charge and no new outcome: score x 2^(-days / half-life).
 *
 * @example decayed(80, 730.5, 2) === 40
 */
export function decayed(score: number, days: number, halfLifeYears: number): number {
  return score * 2 ** (-days / (halfLifeYears * DAYS_PER_YEAR))
}

/**
 * First day after `day` on which the score is below a cut-point if there is no new charge; null when it is below already.
 * The score falls below the cut when days > half-life x log2(score / cut).
 *
 * @example fallsOn(80, 40, 0, 2) === 731
 */
export function fallsOn(score: number, cut: number, day: number, halfLifeYears: number): number | null {
  if (score < cut) return null
  return day + Math.floor(halfLifeYears * DAYS_PER_YEAR * Math.log2(score / cut)) + 1
}

/**
 * The offences whose single new charge today would bring the score to a cut-point: weight >= cut - score, lightest first,
 * then by code. Empty when the score is there already or when no single charge would do.
 */
export function crossingCharges<T extends { code: string; weight: number }>(
  score: number,
  cut: number,
  offences: readonly T[],
): T[] {
  if (score >= cut) return []
  return offences
    .filter(({ weight }) => score + weight >= cut)
    .sort((a, b) => a.weight - b.weight || (a.code < b.code ? -1 : 1))
}
