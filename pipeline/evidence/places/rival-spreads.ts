import { sum } from 'd3-array'
import { type CountSpread, spreadCounts } from '../../models/places/count-spread.ts'
import { type CountTable, mergeTables, tabulate } from '../../models/places/count-table.ts'
import { fitDispersion } from '../../models/places/dispersion.ts'
import type { PastExpectation } from '../../models/places/forecast.ts'

/**
 * The spread of the counts of one map at every past origin: its own dispersion, fitted like that of the
 * published forecast to the origins whose horizon was over by then. So maps are told apart by where they put
 * offences, not by whose spread was tuned.
 *
 * @param past origins in order of days, with what all maps share: total and shape
 * @param shares the map at each origin
 * @param at.outcomes events of each cell within each horizon
 */
export function rivalSpreads(
  past: readonly PastExpectation[],
  shares: readonly Float64Array[],
  at: { readonly outcomes: readonly Float64Array[]; readonly horizonDays: number },
): CountSpread[] {
  const tables: CountTable[] = shares.map((share, k) => {
    const events = sum(at.outcomes[k]!)
    const mean = share.map(part => part * events)
    return tabulate(mean, past[k]!.shape, at.outcomes[k]!)
  })
  let [known, next] = [mergeTables([]), 0]
  let dispersion = fitDispersion(known)
  return past.map(({ origin, total, shape }, k) => {
    const before = next
    while (next < k && past[next]!.origin + at.horizonDays <= origin) next++
    known = mergeTables([known, ...tables.slice(before, next)])
    dispersion = fitDispersion(known, before === 0 ? undefined : dispersion)
    const mean = shares[k]!.map(part => part * total.expected)
    return spreadCounts(mean, { shape, dispersion, cv: total.cv })
  })
}
