import * as Plot from '@observablehq/plot'
import { plotFigure } from '../../shared/charts/plot.ts'
import type { Tree } from '../../shared/charts/tree.ts'
import { formatShare, formatWhole } from '../../shared/format.ts'

/** What the pictures of a square's way to its forecast are drawn from. */
interface Walk {
  readonly place: string
  readonly years: readonly number[]
  readonly chances: readonly number[]
}

const SIZE = { width: 440, height: 190, marginLeft: 40, marginBottom: 36 }

/** Offences recorded in a square, year by year. */
export function yearsFigure({ place, years }: Walk): Tree {
  const rows = years.map((offences, k) => ({ year: yearName(years.length - k), offences }))
  const label =
    `Offences recorded in ${place}: ` +
    `${rows.map(({ year, offences }) => `${year} ${shown(offences)}`).join(', ')}.`
  return plotFigure(
    {
      ...SIZE,
      x: { domain: rows.map(({ year }) => year), label: null },
      y: { label: 'recorded offences', grid: true, nice: true, ticks: 4 },
      marks: [
        Plot.barY(rows, { x: 'year', y: 'offences', fill: 'var(--c3)' }),
        Plot.text(rows, { x: 'year', y: 'offences', text: d => shown(d.offences), dy: -7 }),
        Plot.ruleY([0]),
      ],
    },
    label,
  )
}

/** Whole but where a crime of unknown day is divided between two years. */
const shown = (offences: number) => (Number.isInteger(offences) ? formatWhole(offences) : offences.toFixed(1))
const yearName = (back: number) => (back === 1 ? 'last year' : `${back} years ago`)

/** The chance of each count in a square. */
export function chancesFigure({ place, chances }: Walk): Tree {
  const last = chances.length - 1
  const rows = chances.map((chance, count) => ({
    count: count === last ? `${count} or more` : String(count),
    chance,
  }))
  const label =
    `Chance of each count in ${place}: ` +
    `${rows.map(({ count, chance }) => `${count} ${formatShare(chance)}`).join(', ')}.`
  return plotFigure(
    {
      ...SIZE,
      x: { domain: rows.map(({ count }) => count), label: 'offences in the coming weeks' },
      y: { label: 'chance', percent: true, grid: true, nice: true, ticks: 4 },
      marks: [
        Plot.barY(rows, { x: 'count', y: 'chance', fill: 'var(--c3)' }),
        Plot.text(rows, { x: 'count', y: 'chance', text: d => formatShare(d.chance), dy: -7 }),
        Plot.ruleY([0]),
      ],
    },
    label,
  )
}
