import * as Plot from '@observablehq/plot'
import { plotFigure } from '../../shared/charts/plot.ts'
import type { Tree } from '../../shared/charts/tree.ts'
import { formatWhole } from '../../shared/format.ts'

/** A cut-point: the band that begins at it. */
interface Cut {
  readonly band: string
  readonly from: number
}

/** One made-up charge: its weight, the half-life in years, and the cut-points. */
export interface MadeUpCharge {
  readonly weight: number
  readonly halfLifeYears: number
  readonly cuts: readonly Cut[]
}

/** What a charge adds after some years, and the band of that score alone. */
export interface Faded {
  readonly years: number
  readonly score: number
  readonly band: string
}

/**
 * What one charge adds year by year until it is below every cut-point.
 *
 * @example fadedOf({ weight: 100, halfLifeYears: 2, cuts: [{ band: 'high', from: 50 }] })[2].score === 50
 */
export function fadedOf({ weight, halfLifeYears, cuts }: MadeUpCharge): Faded[] {
  const rising = [...cuts].sort((a, b) => a.from - b.from).filter(({ from }) => from > 0)
  const lowest = rising[0]?.from ?? weight
  const last = Math.max(1, Math.ceil(halfLifeYears * Math.log2(weight / lowest)))
  return Array.from({ length: last + 1 }, (_, years) => {
    const score = weight * 2 ** (-years / halfLifeYears)
    return { years, score, band: rising.findLast(({ from }) => from <= score)?.band ?? 'low' }
  })
}

/** One charge as it fades, beside the cut-points of the bands. */
export function decayFigure(charge: MadeUpCharge): Tree {
  const faded = fadedOf(charge)
  const cuts = charge.cuts.filter(({ from }) => from > 0)
  const label = `What a charge of weight ${formatWhole(charge.weight)} adds, year by year: ${faded
    .map(({ years, score, band }) => `after ${years} years ${formatWhole(score)}, ${band}`)
    .join('; ')}.`
  return plotFigure(
    {
      width: 480,
      height: 260,
      marginLeft: 48,
      marginRight: 90,
      x: { label: 'years since the charge', ticks: faded.length > 12 ? 6 : faded.length },
      y: {
        type: 'log',
        label: 'harm score (each step a multiple)',
        ticks: 4,
        tickFormat: d => formatWhole(d),
      },
      marks: [
        Plot.ruleY(cuts, { y: 'from', stroke: 'var(--line-strong)', strokeDasharray: '4 4' }),
        Plot.text(cuts, {
          y: 'from',
          text: d => `${d.band} from ${formatWhole(d.from)}`,
          frameAnchor: 'right',
          textAnchor: 'start',
          dx: 4,
        }),
        Plot.line(faded, { x: 'years', y: 'score', stroke: 'var(--k0)', strokeWidth: 2 }),
        Plot.dot(faded, { x: 'years', y: 'score', fill: 'var(--k0)', r: 3 }),
      ],
    },
    label,
  )
}
