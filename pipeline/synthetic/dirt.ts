import { sum } from 'd3-array'
import type { Random } from '../lib/seed.ts'
import { epochDay } from '../lib/week.ts'
import { type City, LATTICE } from './city.ts'
import { type Clock, yearOf } from './clock.ts'
import { makeAlias } from './pick.ts'
import { DAY, YEAR } from './plan.ts'

/** Defects of single rows, as real feeds have them. The index is what `dirt` of a crime holds. */
export const CRIME_DIRT = [
  'none',
  'recorded before it occurred',
  'date that does not exist',
  'coordinates outside the force',
  'weapon type outside the list',
  'range that ends before it begins',
  'row sent twice',
  'offence code in an older spelling',
  'easting and northing swapped',
] as const

const PER_MILLION = [200, 60, 1200, 200, 400, 80, 500, 100]

/** Draws the defect of a row. */
export const DIRT = makeAlias([1e6 - sum(PER_MILLION), ...PER_MILLION])

/** Offences that are often reported years after they happened, and the share of their records that are. */
const NON_RECENT = new Set(['19C', '19D'])
const NON_RECENT_SHARE = 0.12
const MAX_YEARS_AGO = 60

/** Share of the ranges of dates that are longer than a month. */
const LONG_RANGE_SHARE = 0.03

/** Share of crimes without a place of their own that are put down to one and the same point. */
export const DEFAULT_GEOCODE_SHARE = 0.004

/** One in so many dates of a status, and of an outcome, has no time of day. */
export const [STATUS_DATE_ONLY, OUTCOME_DATE_ONLY] = [7, 100]

/** Share of people who come with all charges of a life, those from before the first record too. */
export const WHOLE_LIFE_SHARE = 0.03

/** Offence codes without a harm weight: 4% of the crimes. */
export const UNWEIGHTED_CODES = ['66', '99', '802'] as const

/** Share of a code's records that tell of a crime of more than a year ago. */
export function nonRecentShare(code: string): number {
  return NON_RECENT.has(code) ? NON_RECENT_SHARE : 0
}

interface Dated {
  readonly occurred: Int32Array
  readonly until: Int32Array
}

/**
 * Moves some crimes back in time, their recording left as it is: non-recent offences by one to sixty years,
 * half of them with a year for a date; and crimes with a range of dates to one of 30 to 89 days.
 */
export function backdate(
  i: number,
  code: string,
  { crimes, source, clock }: { readonly crimes: Dated; readonly source: Random; readonly clock: Clock },
): void {
  const occurred = crimes.occurred[i]!
  if (NON_RECENT.has(code) && source.next() < NON_RECENT_SHARE) {
    const yearsAgo = Math.min(MAX_YEARS_AGO, 1 + 12 * source.exponential())
    const day = Math.floor(occurred / DAY - yearsAgo * YEAR)
    const [from, until] = source.next() < 0.5 ? yearAround(day) : [day, day]
    crimes.occurred[i] = noon(from)
    crimes.until[i] = until > from ? noon(until) : 0
  } else if (crimes.until[i]! > 0 && source.next() < LONG_RANGE_SHARE) {
    crimes.until[i] = occurred
    crimes.occurred[i] = clock.real(occurred - (30 + source.int(60)) * DAY)
  }
}

function yearAround(day: number): readonly [number, number] {
  const year = yearOf(day)
  return [epochDay(`${year}-01-01`), epochDay(`${year}-12-31`)]
}

const noon = (day: number) => day * DAY + DAY / 2

/** A crime whose date says little about when it happened: of more than a year ago, or of a long range. */
export function isVague({ occurred, until, recorded }: Dated & { recorded: Int32Array }, i: number): boolean {
  return recorded[i]! - occurred[i]! > 400 * DAY || until[i]! - occurred[i]! > 28 * DAY
}

/** Where crimes without a place of their own are put: the middle of the square of the first station. */
export function defaultPoint(city: City): {
  readonly x: number
  readonly y: number
  readonly square: number
} {
  const { square } = city.stations[0]!
  return { x: city.x[square]! + LATTICE / 2, y: city.y[square]! + LATTICE / 2, square }
}
