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
        Plot.text(labelled(points), {
          x: 'listed',
          y: 'recall',
          text: 'label',
          dy: -13,
          dx: -6,
        }),
      ],
    },
    `Share of those who became high harm that the lists held: ${said.join(', ')}.`,
  )
}

interface Point {
  readonly perUnit: number
  readonly recall: number
  readonly listed: number
}

/** One label a place: lengths beyond the longest list hold the same people, and share theirs. */
function labelled(points: readonly Point[]): (Point & { readonly label: string })[] {
  const alike = (a: Point, b: Point) => Math.abs(a.listed - b.listed) < 0.02
  const firsts = points.filter((point, i) => i === 0 || !alike(point, points[i - 1]!))
  return firsts.map(point => {
    const same = points.filter(other => other.perUnit >= point.perUnit && alike(point, other))
    return { ...point, label: same.map(({ perUnit }) => formatWhole(perUnit)).join(', ') }
  })
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`
}
