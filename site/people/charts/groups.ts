import * as Plot from '@observablehq/plot'
import { plotFigure } from '../../shared/charts/plot.ts'
import type { Tree } from '../../shared/charts/tree.ts'
import { formatShare } from '../../shared/format.ts'

/** A share of a group with its 95% interval. */
export interface GroupShare {
  readonly group: string
  readonly value: number
  readonly low: number
  readonly high: number
}

/**
 * A share for each group as a dot with its 95% interval, groups in the order given.
 *
 * @param title what the share is, for the axis
 */
export function groupsFigure(groups: readonly GroupShare[], title: string): Tree {
  const most = Math.max(0.01, ...groups.map(({ high }) => high))
  const said = groups.map(({ group, value }) => `${group} ${formatShare(value)}`).join(', ')
  return plotFigure(
    {
      width: 430,
      height: 50 + 22 * groups.length,
      marginLeft: 172,
      marginRight: 20,
      marginBottom: 34,
      x: { label: title, domain: [0, most * 1.05], tickFormat: percent, ticks: 5, grid: true },
      y: { label: null, domain: groups.map(({ group }) => group), type: 'band', tickSize: 0 },
      marks: [
        Plot.ruleX([0]),
        Plot.ruleY(groups, { x1: 'low', x2: 'high', y: 'group', className: 'range', strokeWidth: 4 }),
        Plot.dot(groups, { x: 'value', y: 'group', className: 'dots', r: 4 }),
      ],
    },
    `${title}: ${said}.`,
  )
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`
}
