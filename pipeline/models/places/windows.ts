import type { PlacedEvents } from '../../features/events.ts'
import { sum } from '../../lib/sums.ts'
import { MODELS, type ModelName } from './catalogue.ts'
import { type CountTable, tabulate } from './count-table.ts'
import { mixtureDensities, scoreGammaPoisson } from './day-snapshot.ts'
import type { LearntWindow, OpenWindow } from './share-fit.ts'

/**
 * What a window taught once it was complete: the events that fell in it, as known on a later day, and how
 * well each model and each setting had placed them.
 *
 * @param at.until epoch day on which the window is looked back at
 */
export function closeWindow(
  { fit, logs, corrected, boosted }: OpenWindow,
  target: PlacedEvents,
  at: { readonly until: number; readonly horizonDays: number },
): LearntWindow {
  const { snapshot, shares, origin } = fit
  const within = { from: origin, until: origin + at.horizonDays, knownOn: at.until }
  const { cells, weights } = eventsWithin(target, within)
  const bitsOf = (map: Float64Array) => {
    let bits = 0
    for (let e = 0; e < cells.length; e++) bits += weights[e]! * Math.log2(map[cells[e]!]! * snapshot.cells)
    return bits
  }
  return {
    day: origin,
    events: sum(weights),
    cells,
    weights,
    bits: Object.fromEntries(MODELS.map(name => [name, bitsOf(shares[name])])) as Record<ModelName, number>,
    boosted,
    shares,
    gammaPoissonScores: scoreGammaPoisson(snapshot, { cells, weights }),
    cellEffectScores: Float64Array.from(corrected, bitsOf),
    countTable: tableOf(fit, { cells, weights }),
    mixtureRows: { densities: mixtureDensities(snapshot, cells), weights },
    poolRows: { logs, cells, weights },
  }
}

/** How the counts of a window compare with the means forecast for it, given the number that fell. */
function tableOf(
  { share, shape }: OpenWindow['fit'],
  { cells, weights }: { readonly cells: Int32Array; readonly weights: Float64Array },
): CountTable {
  const events = sum(weights)
  const counts = new Float64Array(share.length)
  for (let e = 0; e < cells.length; e++) counts[cells[e]!]! += weights[e]!
  return tabulate(
    share.map(part => part * events),
    shape,
    counts,
  )
}

/** Events of [from, until) that are known on a day: their cells and weights. */
function eventsWithin(
  events: PlacedEvents,
  { from, until, knownOn }: { from: number; until: number; knownOn: number },
): { cells: Int32Array; weights: Float64Array } {
  const chosen: number[] = []
  for (let i = 0; i < events.day.length && events.usableFrom[i]! <= knownOn; i++) {
    if (events.goneFrom[i]! <= knownOn) continue
    if (events.day[i]! >= from && events.day[i]! < until) chosen.push(i)
  }
  return {
    cells: Int32Array.from(chosen, i => events.cell[i]!),
    weights: Float64Array.from(chosen, i => events.weight[i]!),
  }
}
