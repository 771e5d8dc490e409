import { DAYS_PER_YEAR } from '../../features/harm.ts'
import { BANDS, sumOfCharges } from './people-words.ts'
import type { PersonCharge, PersonHarm, PersonPage } from './person-page.ts'

/** What does not add up on a person's page. */
export type PageFault = 'charge' | 'score' | 'band' | 'prediction'

/**
 * Numbers of the files are written to two decimals: half of the last one, and a little for the arithmetic.
 */
const HALF_A_CENT = 0.0051
/** Parts of a prediction are written to twelve decimals, probabilities to four. */
const LOG_ODDS = 1e-9
const PROBABILITY = 0.000051

/**
 * Adds a person's page up again, as a reader would: every charge is its weight, halved once each half-life
 * since the day of the charge; the charges come to the score; the score lies in the band; the parts come to
 * the log-odds and these to the probability. The first thing that does not add up, or null.
 *
 * @example faultOf(unpackPage(file, unit)) // null, or 'charge' where one byte of a contribution was changed
 */
export function faultOf({ asAt, harm, prediction }: PersonPage): PageFault | null {
  if (!harm.charges.every(charge => holds(charge, harm, asAt))) return 'charge'
  if (harm.score !== sumOfCharges(harm.charges)) return 'score'
  if (!liesInBand(harm)) return 'band'
  if (prediction.kind === 'none') return null
  const { baseline, reasons, logit, probability } = prediction
  const sum = reasons.reduce((total, { contribution }) => total + contribution, baseline)
  const near = (a: number, b: number, most: number) => Math.abs(a - b) <= most
  const adds = near(sum, logit, LOG_ODDS)
  return adds && near(1 / (1 + Math.exp(-logit)), probability.expected, PROBABILITY) ? null : 'prediction'
}

function holds(charge: PersonCharge, { halfLifeYears }: PersonHarm, asAt: string): boolean {
  if (!charge.counted) return charge.contribution === 0
  const years = (Date.parse(asAt) - Date.parse(charge.chargedOn)) / 86_400_000 / DAYS_PER_YEAR
  return (
    Math.abs((charge.weight ?? Number.NaN) * 2 ** (-years / halfLifeYears) - charge.contribution) <
    HALF_A_CENT
  )
}

/** Whether the score lies in its band; the band was found before the charges were rounded. */
function liesInBand({ score, band, cuts, charges }: PersonHarm): boolean {
  const slack = HALF_A_CENT * charges.length
  const place = BANDS.indexOf(band)
  const from = (at: number) => cuts.find(cut => cut.band === BANDS[at])?.from ?? Infinity
  return place >= 0 && score >= from(place) - slack && score < from(place + 1) + slack
}
