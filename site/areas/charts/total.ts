import * as Plot from '@observablehq/plot'
import type { TargetFile } from '../../../pipeline/bake/contract/areas.ts'
import { plotFigure } from '../../shared/charts/plot.ts'
import type { Tree } from '../../shared/charts/tree.ts'
import { formatCount, formatWhole } from '../../shared/format.ts'
import { heldWords } from '../words/spread.ts'

type Totals = Pick<TargetFile, 'total' | 'lastFourWeeks' | 'lastFourWeeksComplete' | 'sameWeeksLastYear'>

/** A forecast allows for late reports; what is recorded of the last weeks does not yet. */
function lateNote(recorded: number, complete: number): string {
  return Math.round(complete) > recorded ? `; about ${formatWhole(complete)} in the end` : ''
}

/** What was recorded, with what is still to be said of it. */
function recordedRows({ lastFourWeeks, lastFourWeeksComplete, sameWeeksLastYear }: Totals) {
  const late = lateNote(lastFourWeeks, lastFourWeeksComplete)
  const lastYear = { row: 'Same weeks last year', count: sameWeeksLastYear ?? 0, note: '' }
  return [
    { row: 'Last 4 weeks, so far', count: lastFourWeeks, note: late },
    ...(sameWeeksLastYear === null ? [] : [lastYear]),
  ]
}

/** The expected total with its interval, beside what was recorded in the last four weeks and a year ago. */
export function totalFigure(target: Totals): Tree {
  const { total } = target
  const recorded = recordedRows(target)
  const forecast = [{ row: 'Next 4 weeks', ...total }]
  const most = Math.max(total.high, ...recorded.map(({ count }) => count))
  const interval = heldWords(total)
  const said = recorded
    .map(({ row, count, note }) => `${row.toLowerCase()} ${formatWhole(count)} recorded${note}`)
    .join(', ')
  return plotFigure(
    {
      width: 420,
      height: 42 + 30 * (1 + recorded.length),
      marginLeft: 140,
      marginRight: 130,
      x: { domain: [0, most * 1.05], label: 'Offences', ticks: 4, grid: true },
      y: { domain: ['Next 4 weeks', ...recorded.map(({ row }) => row)], label: null, tickSize: 0 },
      marks: [
        Plot.barX(recorded, { x: 'count', y: 'row', className: 'bars', insetTop: 7, insetBottom: 7 }),
        Plot.text(recorded, {
          x: 'count',
          y: 'row',
          text: ({ count, note }) => `${formatWhole(count)}${note}`,
          dx: 5,
          textAnchor: 'start',
        }),
        Plot.ruleY(forecast, { x1: 'low', x2: 'high', y: 'row', className: 'range', strokeWidth: 6 }),
        Plot.dot(forecast, { x: 'expected', y: 'row', className: 'dots', r: 5 }),
        Plot.text(forecast, {
          x: 'high',
          y: 'row',
          text: ({ expected }) => formatCount(expected),
          dx: 8,
          textAnchor: 'start',
        }),
        Plot.ruleX([0]),
      ],
    },
    `Next four weeks: ${formatCount(total.expected)} expected, ${interval}; ${said}.`,
  )
}
