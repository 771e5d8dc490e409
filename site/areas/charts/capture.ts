import * as Plot from '@observablehq/plot'
import type { TargetFile } from '../../../pipeline/bake/contract/areas.ts'
import { plotFigure } from '../../shared/charts/plot.ts'
import type { Tree } from '../../shared/charts/tree.ts'
import { formatPercent, formatShare } from '../../shared/format.ts'

/** Share of the expected offences that the first squares hold, against the share of the area they cover. */
export function captureFigure(target: Pick<TargetFile, 'capture'>): Tree {
  const points = [{ areaShare: 0, expectedShare: 0 }, ...target.capture]
  const most = Math.max(...points.map(point => point.expectedShare))
  const last = target.capture.at(-1)
  const said = target.capture.map(
    ({ areaShare, expectedShare }) =>
      `${formatShare(expectedShare)} in ${formatPercent(areaShare)} of the area`,
  )
  return plotFigure(
    {
      width: 420,
      height: 220,
      marginLeft: 44,
      marginBottom: 34,
      x: { label: 'Area of the force', tickFormat: formatPercent, ticks: 5 },
      y: {
        label: 'Expected offences',
        tickFormat: formatPercent,
        ticks: 5,
        domain: [0, most * 1.1],
        grid: true,
      },
      marks: [
        Plot.ruleY([0]),
        Plot.lineY([0, last?.areaShare ?? 0.1], {
          x: value => value,
          y: value => value,
          className: 'chance',
        }),
        Plot.lineY(points, { x: 'areaShare', y: 'expectedShare', className: 'line', strokeWidth: 2 }),
        Plot.dot(target.capture, { x: 'areaShare', y: 'expectedShare', className: 'dots', r: 3 }),
      ],
    },
    `Expected offences captured: ${said.join(', ')}.`,
  )
}
