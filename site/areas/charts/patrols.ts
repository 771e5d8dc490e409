import * as Plot from '@observablehq/plot'
import type { PatrolsFile } from '../../../pipeline/bake/contract/areas.ts'
import { plotFigure } from '../../shared/charts/plot.ts'
import type { Tree } from '../../shared/charts/tree.ts'
import { formatWhole } from '../../shared/format.ts'

type Delivery = NonNullable<PatrolsFile['delivery']>

/** Minutes a week: bars are delivered, the line is planned. */
export function weeklyMinutes({ weeks }: Pick<Delivery, 'weeks'>): Tree {
  const rows = weeks.map(week => ({ ...week, at: new Date(`${week.day}T00:00:00Z`) }))
  const most = Math.max(1, ...weeks.flatMap(({ planned, delivered }) => [planned, delivered]))
  return plotFigure(
    {
      width: 640,
      height: 220,
      marginLeft: 56,
      x: { type: 'utc', label: null },
      y: { label: 'Minutes a week', domain: [0, most * 1.05], grid: true, ticks: 4 },
      marks: [
        Plot.rectY(rows, { x: 'at', y: 'delivered', interval: 'week', className: 'bars', inset: 0.5 }),
        Plot.lineY(rows, { x: 'at', y: 'planned', curve: 'step', className: 'line line-0', strokeWidth: 2 }),
        Plot.ruleY([0]),
      ],
    },
    `Minutes of patrol by week, bars delivered and line planned. In all ${formatWhole(
      weeks.reduce((sum, week) => sum + week.delivered, 0),
    )} delivered of ${formatWhole(weeks.reduce((sum, week) => sum + week.planned, 0))} planned.`,
  )
}
