import { type Contribution, decayed, fallsOn, harmOf } from '../../features/harm.ts'
import type { Force } from '../../force/schema.ts'
import { ONS_2020 } from '../../force/weights.ts'
import { isoDate } from '../../lib/week.ts'
import { bandIndex } from '../../models/people/bands.ts'
import type { PackedPage, SharedFacts } from '../contract/person-page.ts'
import { BANDS, OUTCOMES, sumOfCharges } from '../contract/vocabulary.ts'
import { round, type Scored } from './listed.ts'

/**
 * Days from the forecast on at which the path with no new charge is shown: a quarter, half a year, one year
 * and two.
 */
const PATH_DAYS = [0, 91, 182, 364, 728] as const
const offenceOf = new Map(ONS_2020.weights.map(({ code, offence }) => [code, offence]))

/**
 * A person's harm score, every charge that adds up to it, and its path with no new charge. Contributions to
 * two decimals.
 */
export function harmSection(
  { cohort, force, asAt }: Scored,
  p: number,
): Pick<PackedPage, 'score' | 'band' | 'offences' | 'charges' | 'bandFallsOn' | 'path'> {
  const { halfLifeYears, cuts } = force.harm
  const { score, contributions } = harmOf(cohort.careers, p, { day: asAt, halfLifeYears })
  const band = cohort.band[p]!
  const codes = [...new Set(contributions.map(({ charge }) => charge.code))]
  const weights = new Map(contributions.map(({ charge }) => [charge.code, charge.weight]))
  const charges = contributions.map(one => packCharge(one, codes))
  // Days on which the score falls out of each band it is in, down from its own.
  const falls = bandStarts(cuts)
    .slice(1, band + 1)
    .map(cut => fallsOn(score, cut, { day: asAt, halfLifeYears })!)
  return {
    score: sumOfCharges(charges.map(charge => ({ contribution: charge[5] }))),
    band,
    offences: codes.map(code => [code, offenceOf.get(code) ?? NO_WEIGHT, weights.get(code) ?? null]),
    charges,
    bandFallsOn: band === 0 ? null : isoDate(falls.at(-1)!),
    path: decayPath(score, [...PATH_DAYS, ...falls.map(day => day - asAt)], force),
  }
}

const NO_WEIGHT = 'offence without a harm weight'

/** The half-life and the score from which each band begins, lowest band first. */
export function scoringOf({ harm }: Force): SharedFacts['scoring'] {
  const starts = bandStarts(harm.cuts)
  return {
    halfLifeYears: harm.halfLifeYears,
    cuts: BANDS.map((band, b) => ({ band, from: starts[b]! })),
  }
}

function bandStarts({ lowMedium, highMedium, high, superHigh }: Force['harm']['cuts']): number[] {
  return [0, lowMedium, highMedium, high, superHigh]
}

function packCharge(
  { charge, outcome, counted, contribution }: Contribution,
  codes: readonly string[],
): PackedPage['charges'][number] {
  return [
    charge.chargedDay,
    charge.offenceDay,
    codes.indexOf(charge.code),
    OUTCOMES.indexOf(outcome),
    counted ? 1 : 0,
    round(contribution, 2),
  ]
}

/** The score some days from now if there is no new charge, each day once and in order. */
function decayPath(score: number, days: readonly number[], { harm }: Force): PackedPage['path'] {
  return [...new Set(days)]
    .sort((a, b) => a - b)
    .map(ahead => {
      const then = decayed(score, ahead, harm.halfLifeYears)
      return [ahead, round(then, 2), bandIndex(then, harm.cuts)]
    })
}
