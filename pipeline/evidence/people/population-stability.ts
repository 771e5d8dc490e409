import type { PeopleSettings } from '../../features/people-settings.ts'
import type { PersonFeature } from '../../force/factors.ts'
import { rowsWhere } from '../../lib/rows.ts'
import { HIGH } from '../../models/people/bands.ts'
import { binColumn } from '../../models/people/bins.ts'
import type { Table } from '../../models/people/columns.ts'
import { peopleOn, personTable, takePersonDays } from '../../models/people/person-table.ts'
import type { ScoredPeople } from '../../models/people/score.ts'
import type { HeldOut } from './held-out.ts'

/** Population stability of one feature between the people a model learnt from and those it scores now. */
export interface Stability {
  readonly name: PersonFeature
  readonly psi: number
  /** PSI that sampling alone reaches in 5% of cases at these sizes; above it the feature has moved. */
  readonly expected: number
  readonly moved: boolean
}

/** However many people there are, a smaller PSI is of no practical weight. */
const PRACTICAL = 0.1

/**
 * Population stability index over bins, sum of (q - p) ln(q / p), with the bound that the sample sizes imply:
 * under no change PSI is about (1/n + 1/m) x chi-squared with bins - 1 degrees of freedom (Yurdakul 2018),
 * here its 95% point by Wilson and Hilferty. Counts of equal length; bins empty on both sides are left out,
 * others get half a person.
 *
 * @example stability('age', [50, 50], [50, 50]).psi === 0
 * @internal
 */
export function stability(
  name: PersonFeature,
  reference: ArrayLike<number>,
  now: ArrayLike<number>,
): Stability {
  const kept = Array.from({ length: reference.length }, (_value, b) => b).filter(
    b => reference[b]! + now[b]! > 0,
  )
  const sum = (counts: ArrayLike<number>) => kept.reduce((total, b) => total + counts[b]!, 0)
  const [n, m] = [sum(reference), sum(now)]
  let psi = 0
  for (const b of kept) {
    const p = Math.max(reference[b]!, 0.5) / n
    const q = Math.max(now[b]!, 0.5) / m
    psi += (q - p) * Math.log(q / p)
  }
  const freedom = Math.max(kept.length - 1, 1)
  const spread = 2 / (9 * freedom)
  const expected = (1 / n + 1 / m) * freedom * (1 - spread + 1.645 * Math.sqrt(spread)) ** 3
  return { name, psi, expected, moved: psi > Math.max(expected, PRACTICAL) }
}

/**
 * Stability of each feature of the model, by its bins: everyone listed below high now against those of the
 * latest judged lists (people in custody among both). Names are those of the features.
 *
 * @example stabilityOf(people, heldOut, settings)[0].name === 'gap'
 */
export function stabilityOf(
  { careers, trained, listed, band, asAt }: ScoredPeople,
  heldOut: HeldOut,
  settings: PeopleSettings,
): Stability[] {
  const latest = heldOut.days[0]!
  const then = rowsWhere(heldOut.person.length, r => heldOut.day[r] === latest)
  const scored = Int32Array.from(listed.filter(p => band[p]! < HIGH))
  const before = personTable(careers, takePersonDays(heldOut, then), settings)
  const now = personTable(careers, peopleOn(scored, asAt), settings)
  return (trained.model?.terms ?? []).map(({ bins, mass }, j) => {
    const counts = (table: Table) => {
      const sums = new Float64Array(mass.length)
      for (const code of binColumn(bins, table.columns[j]!)) if (code < sums.length) sums[code]!++
      return sums
    }
    return stability(bins.name as PersonFeature, counts(before), counts(now))
  })
}
