import * as Plot from '@observablehq/plot'
import type { PeopleEvidenceFile } from '../../../pipeline/bake/contract/people.ts'
import { plotFigure } from '../../shared/charts/plot.ts'
import type { Tree } from '../../shared/charts/tree.ts'
import { formatShare } from '../../shared/format.ts'

type Tenth = PeopleEvidenceFile['calibration']['tenth'][number]

/**
 * What the model expected beside what happened, a row for each tenth of the people, greatest probability on
 * top: a ring is the expected share, a dot the observed one, and the line its 95% interval.
 */
export function calibrationFigure(tenths: readonly Tenth[]): Tree {
  const rows = tenths
    .map(({ part, expected, observed }) => ({
      tenth: Number(part),
      expected,
      observed: observed.value,
      low: observed.low,
      high: observed.high,
    }))
    .reverse()
  const most = Math.max(0.001, ...rows.flatMap(({ expected, high }) => [expected, high]))
  const top = rows[0]
  const label = top
    ? 'Expected and observed share becoming high harm by tenth of the people. ' +
      `In the top tenth ${formatShare(top.expected)} expected, ${formatShare(top.observed)} observed.`
    : 'No people to show.'
  return plotFigure(
    {
      width: 420,
      height: 270,
      marginLeft: 60,
      marginRight: 20,
      marginBottom: 36,
      x: { label: 'Became high harm', domain: [0, most * 1.08], tickFormat: percent, ticks: 6, grid: true },
      y: {
        label: null,
        domain: rows.map(({ tenth }) => tenth),
        type: 'band',
        tickFormat: tenthName,
        tickSize: 0,
      },
      marks: [
        Plot.ruleX([0]),
        Plot.ruleY(rows, { x1: 'low', x2: 'high', y: 'tenth', className: 'range', strokeWidth: 4 }),
        Plot.dot(rows, { x: 'expected', y: 'tenth', className: 'rings', r: 5 }),
        Plot.dot(rows, { x: 'observed', y: 'tenth', className: 'dots', r: 4 }),
      ],
    },
    label,
  )
}

/** The name of a tenth of the people, by probability. @example tenthName(10) === 'highest' */
export function tenthName(tenth: number): string {
  return tenth === 10 ? 'highest' : tenth === 1 ? 'lowest' : `${tenth}`
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10}%`
}
