import type { PersonPage } from '../../../pipeline/bake/contract/vocabulary.ts'

type Charge = PersonPage['harm']['charges'][number]

/**
 * A charge as listed: `tenths` is its contribution as written, in tenths; `leading` charges stay on the
 * printed side.
 */
export interface ChargeRow {
  readonly charge: Charge
  readonly tenths: number
  readonly leading: boolean
  /** Length of the bar: 0 to 100, against the largest contribution. */
  readonly bar: number
}

/** All charges of a person and the sum as a reader adds it up, in tenths of a point. */
export interface ChargeSum {
  /** Newest first. */
  readonly rows: readonly ChargeRow[]
  /** Charges that are not leading: how many, and what they come to as written. */
  readonly others: number
  readonly othersTenths: number
  /** Score as written, less the sum of the contributions as written: what rounding leaves. */
  readonly roundingTenths: number
  readonly scoreTenths: number
}

/**
 * Lays out every charge's contribution so that what is written adds up by hand: contributions in tenths, what
 * rounding leaves in a line of its own, the score in tenths.
 *
 * @param harm charges and score of one person
 * @param leading how many of the largest contributions stand on a printed page; the others are summed there
 * @example sumCharges(person.harm, 8).roundingTenths // 1: one line of rounding, +0.1
 */
export function sumCharges(harm: Pick<PersonPage['harm'], 'charges' | 'score'>, leading: number): ChargeSum {
  const byContribution = [...harm.charges].sort(
    (a, b) => b.contribution - a.contribution || newestFirst(a, b),
  )
  const leaders = new Set(byContribution.slice(0, leading))
  const largest = Math.max(1e-9, byContribution[0]?.contribution ?? 0)
  const rows = [...harm.charges].sort(newestFirst).map(charge => ({
    charge,
    tenths: Math.round(charge.contribution * 10),
    leading: leaders.has(charge),
    bar: Math.round((charge.contribution / largest) * 1000) / 10,
  }))
  const others = rows.filter(row => !row.leading)
  const scoreTenths = Math.round(harm.score * 10)
  return {
    rows,
    others: others.length,
    othersTenths: total(others),
    roundingTenths: scoreTenths - total(rows),
    scoreTenths,
  }
}

function total(rows: readonly ChargeRow[]): number {
  return rows.reduce((sum, row) => sum + row.tenths, 0)
}

function newestFirst(a: Charge, b: Charge): number {
  return a.chargedOn < b.chargedOn ? 1 : a.chargedOn > b.chargedOn ? -1 : 0
}
