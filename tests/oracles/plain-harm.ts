import type { Careers } from '../../pipeline/features/careers.ts'
import { OUTCOMES, type Outcome } from '../../pipeline/force/outcomes.ts'

/**
 * One charge in plain words. Days are epoch days; no weight for a code without one, no outcome day while
 * pending.
 */
export interface PlainCharge {
  readonly chargedDay: number
  readonly weight: number | null
  readonly outcome: Outcome
  readonly outcomeDay: number | null
}

/** The charges of person p in plain words, oldest first. */
export function plainCharges({ charge, start }: Careers, p: number): PlainCharge[] {
  const known = (value: number) => (Number.isNaN(value) ? null : value)
  return Array.from({ length: start[p + 1]! - start[p]! }, (_value, k) => start[p]! + k).map(i => ({
    chargedDay: charge.day[i]!,
    weight: known(charge.weight[i]!),
    outcome: OUTCOMES[charge.outcome[i]!]!,
    outcomeDay: known(charge.outcomeDay[i]!),
  }))
}

/**
 * The harm score read straight from its definition: weight x 2^(-age / half-life) over the charges that
 * count.
 */
export function plainHarm(charges: readonly PlainCharge[], day: number, halfLifeYears: number): number {
  return charges
    .filter(({ chargedDay, weight }) => chargedDay < day && weight !== null)
    .filter(({ outcome, outcomeDay }) => {
      const known = outcomeDay !== null && outcomeDay < day ? outcome : 'pending'
      return known === 'pending' || known === 'convicted'
    })
    .reduce(
      (sum, { weight, chargedDay }) => sum + weight! * 2 ** (-(day - chargedDay) / (halfLifeYears * 365.25)),
      0,
    )
}
