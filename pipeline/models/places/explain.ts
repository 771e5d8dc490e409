import type { ShareFit } from './share-fit.ts'
import type { Layer } from './smoothed-histories.ts'

/** One part of a forecast, cell by cell: what it rests on, and how much of the number. */
export interface WhyPart {
  readonly label: string
  readonly count: Float64Array
}

const RECENT_WEEKS = 26
const HERE_METRES = 250

const LABELS = [
  'offences recorded here over the years',
  'offences recorded around here over the years',
  'offences here and around in the last half year',
  'related, commoner offences recorded here and around',
  'level of the whole area',
  'correction learnt from past forecasts',
] as const

/**
 * Splits each cell's share into parts that add up to it exactly: the mean of the additive models by layers,
 * grouped by what they rest on, and the difference between the chosen share and the additive one.
 */
export function explainShare(fit: ShareFit): WhyPart[] {
  const { snapshot, coefficients, share } = fit
  const { plan, densities, cells } = snapshot
  const parts = LABELS.map(label => ({ label, count: new Float64Array(cells) }))
  const sums = new Float64Array(cells)
  const add = (part: number, i: number, value: number) => {
    parts[part]!.count[i]! += value
    sums[i]! += value
  }
  plan.layers.forEach((layer, k) => {
    const w = coefficients[k]!
    if (w === 0) return
    const part = partOf(layer)
    for (let i = 0; i < cells; i++) add(part, i, w * densities[k * cells + i]!)
  })
  for (let i = 0; i < cells; i++) {
    add(4, i, coefficients.at(-1)! / cells)
    parts[5]!.count[i] = share[i]! - sums[i]!
  }
  return parts.filter(({ count }) => count.some(value => Math.abs(value) > 1e-12))
}

function partOf({ source, sigmaMetres, halfLifeWeeks }: Layer): number {
  if (source === 'related') return 3
  if (halfLifeWeeks <= RECENT_WEEKS) return 2
  return sigmaMetres <= HERE_METRES ? 0 : 1
}
