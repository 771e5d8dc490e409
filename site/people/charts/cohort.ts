import * as Plot from '@observablehq/plot'
import type { FairnessFile } from '../../../pipeline/bake/contract/people.ts'
import { plotFigure } from '../../shared/charts/plot.ts'
import type { Tree } from '../../shared/charts/tree.ts'
import { formatWhole } from '../../shared/format.ts'

/** People charged for the first time, a bar for each quarter. */
export function cohortFigure(cohort: FairnessFile['cohort']): Tree {
  const said = cohort.map(({ quarter, people }) => `${quarter} ${formatWhole(people)}`).join(', ')
  return plotFigure(
    {
      width: 440,
      height: 200,
      marginLeft: 40,
      marginBottom: 40,
      x: { label: null, tickSize: 0, tickFormat: quarter => String(quarter).replace('-', '\n') },
      y: { label: 'People', grid: true, ticks: 4 },
      marks: [
        Plot.barY(cohort, { x: 'quarter', y: 'people', className: 'bars', insetLeft: 3, insetRight: 3 }),
        Plot.ruleY([0]),
      ],
    },
    `People charged for the first time by quarter: ${said}.`,
  )
}
