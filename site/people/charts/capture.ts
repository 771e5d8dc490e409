import * as Plot from '@observablehq/plot'
import type { PeopleEvidenceFile } from '../../../pipeline/bake/contract/people.ts'
import { plotFigure } from '../../shared/charts/plot.ts'
import type { Tree } from '../../shared/charts/tree.ts'
import { formatShare, formatWhole } from '../../shared/format.ts'

/** Lists of some lengths, and the people at stake from whom they were drawn. */
export interface ListLengths {
  readonly atCapacity: PeopleEvidenceFile['lists'][number]['atCapacity']
  readonly people: number
  /** The length in use, which is marked. */
  readonly capacity: number
}

/**
 * Of those who became high harm, the share on the lists (recall), against the share of all people listed; the
 * dashed line is lists drawn by chance.
 */
export function listsFigure({ atCapacity, people, capacity }: ListLengths): Tree {
  const points = atCapacity.map(({ perUnit, listed, recall }) => ({
    perUnit,
    recall: recall.value,
    listed: listed / people,
  }))
  const line = [{ listed: 0, recall: 0 }, ...points]
  const most = Math.max(0.1, ...points.map(({ listed }) => listed))
  const said = points.map(
    ({ perUnit, recall }) => `${formatShare(recall)} with ${formatWhole(perUnit)} a unit`,
  )
  return plotFigure(
    {
      width: 420,
      height: 270,
      marginLeft: 48,
      marginRight: 24,
      marginBottom: 36,
      x: { label: 'People listed', domain: [0, most * 1.08], tickFormat: percent, ticks: 6 },
      y: {
        label: 'Of those who became high, listed',
        domain: [0, 1],
        tickFormat: percent,
        ticks: 5,
        grid: true,
      },
      marks: [
        Plot.ruleY([0]),
        Plot.line([0, most], { x: value => value, y: value => value, className: 'chance' }),
        Plot.line(line, { x: 'listed', y: 'recall', className: 'line', strokeWidth: 2 }),
        Plot.dot(points, { x: 'listed', y: 'recall', className: 'dots', r: 3.5 }),
        Plot.dot(
          points.filter(({ perUnit }) => perUnit === capacity),
          { x: 'listed', y: 'recall', className: 'dots', r: 7 },
        ),
        Plot.text(points, {
          x: 'listed',
          y: 'recall',
          text: ({ perUnit }) => formatWhole(perUnit),
          dy: -13,
          dx: -6,
        }),
      ],
    },
    `Share of those who became high harm that the lists held: ${said.join(', ')}.`,
  )
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`
}
