import { type Contribution, crossingCharges, decayed, fallsOn, harmOf } from '../../features/harm.ts'
import type { Force } from '../../force/schema.ts'
import { isoDate } from '../../lib/week.ts'
import { bandIndex } from '../../models/people/bands.ts'
import type { PersonFile } from '../contract/people.ts'
import { BANDS, sumOfCharges } from '../contract/vocabulary.ts'
import { round, type Scored } from './listed.ts'

/** How many offences that would reach the high cut-point are named. */
const MAX_CROSSING = 5
/**
 * Days from the forecast on at which the path with no new charge is shown: a quarter, half a year, one year
 * and two.
 */
const PATH_DAYS = [0, 91, 182, 364, 728] as const

/**
 * A person's harm score, every charge that adds up to it, and its path with no new charge. Contributions to
 * two decimals.
 */
export function harmSection({ cohort, force, asAt }: Scored, p: number): PersonFile['harm'] {
  const { halfLifeYears, cuts } = force.harm
  const { score, undecayed, contributions } = harmOf(cohort.careers, p, { day: asAt, halfLifeYears })
  const band = cohort.band[p]!
  const { weights } = cohort.careers.weights
  const offences = new Map(weights.map(({ code, offence }) => [code, offence]))
  const charges = contributions.map(found => bakedCharge(found, offences))
  const starts = bandStarts(cuts)
  // Days on which the score falls out of each band it is in, down from its own.
  const falls = starts.slice(1, band + 1).map(cut => fallsOn(score, cut, { day: asAt, halfLifeYears })!)
  return {
    score: sumOfCharges(charges),
    undecayed,
    band: BANDS[band]!,
    halfLifeYears,
    cuts: BANDS.map((name, b) => ({ band: name, from: starts[b]! })),
    charges,
    decay: decayPath(score, [...PATH_DAYS.map(ahead => asAt + ahead), ...falls], { force, asAt }),
    bandFallsOn: band === 0 ? null : isoDate(falls.at(-1)!),
    crossing: crossingCharges(score, cuts.high, weights).slice(0, MAX_CROSSING),
  }
}

/** The score from which each band begins, lowest band first. */
function bandStarts({ lowMedium, highMedium, high, superHigh }: Force['harm']['cuts']): number[] {
  return [0, lowMedium, highMedium, high, superHigh]
}

function bakedCharge(found: Contribution, offences: ReadonlyMap<string, string>) {
  const { charge, outcome, counted, contribution } = found
  return {
    chargedOn: isoDate(charge.chargedDay),
    offenceOn: isoDate(charge.offenceDay),
    code: charge.code,
    offence: offences.get(charge.code) ?? 'offence without a harm weight',
    outcome,
    counted,
    weight: charge.weight,
    contribution: round(contribution, 2),
  }
}

/** The score on some days if there is no new charge, each day once and in order. */
function decayPath(score: number, days: readonly number[], { force, asAt }: Pick<Scored, 'force' | 'asAt'>) {
  const { cuts, halfLifeYears } = force.harm
  return [...new Set(days)]
    .sort((a, b) => a - b)
    .map(day => {
      const then = decayed(score, day - asAt, halfLifeYears)
      return { on: isoDate(day), score: round(then, 2), band: BANDS[bandIndex(then, cuts)]! }
    })
}
