import * as Plot from '@observablehq/plot'
import { plotFigure } from '../../shared/charts/plot.ts'
import type { Tree } from '../../shared/charts/tree.ts'
import { formatPercent, formatShare, formatWhole } from '../../shared/format.ts'

/** Share of the offences that a map captured, by share of the area. */
export interface CaptureLine {
  readonly title: string
  readonly capture: readonly { readonly areaShare: number; readonly captured: number | null }[]
}

/**
 * Offences captured against area used, a line a map: the first in full, the others as comparisons. At most
 * three lines.
 */
export function captureCurves(lines: readonly CaptureLine[]): Tree {
  const points = lines.flatMap(({ title, capture }, k) => [
    { title, k, areaShare: 0, captured: 0 },
    ...capture.map(({ areaShare, captured }) => ({ title, k, areaShare, captured: captured ?? 0 })),
  ])
  const most = Math.max(0.01, ...points.map(point => point.captured))
  const last = Math.max(...points.map(point => point.areaShare))
  const ends = lines.map(({ title, capture }) => ({ title, y: capture.at(-1)?.captured ?? 0 }))
  return plotFigure(
    {
      width: 460,
      height: 240,
      marginLeft: 44,
      marginRight: 110,
      marginBottom: 34,
      x: { label: 'Area of the force', tickFormat: formatPercent, ticks: 5 },
      y: {
        label: 'Offences captured',
        tickFormat: formatPercent,
        ticks: 5,
        domain: [0, most * 1.08],
        grid: true,
      },
      marks: [
        Plot.ruleY([0]),
        Plot.lineY([0, last], { x: value => value, y: value => value, className: 'chance' }),
        ...lines.map((_, k) => captureLine(points, k)),
        Plot.text(spread(ends, most * 0.08), { x: last, y: 'y', text: 'title', dx: 6, textAnchor: 'start' }),
      ],
    },
    `Offences captured by area. ${lines.map(lineWords).join('. ')}. ${EVEN}`,
  )
}

const EVEN = 'The dashed line is the same number of offences everywhere.'

function captureLine(points: readonly { readonly k: number }[], k: number): Plot.Markish {
  return Plot.lineY(
    points.filter(point => point.k === k),
    { x: 'areaShare', y: 'captured', className: `line line-${k}`, strokeWidth: k === 0 ? 2.5 : 1.75 },
  )
}

function lineWords({ title, capture }: CaptureLine): string {
  const parts = capture.map(at => `${formatShare(at.captured ?? 0)} in ${formatPercent(at.areaShare)}`)
  return `${title}: ${parts.join(', ')}`
}

/** Keeps names of lines a distance apart, so that each can be read. */
function spread<T extends { y: number }>(names: readonly T[], gap: number): T[] {
  const placed: T[] = []
  for (const name of [...names].sort((a, b) => a.y - b.y)) {
    placed.push({ ...name, y: Math.max(name.y, (placed.at(-1)?.y ?? -gap) + gap) })
  }
  return placed
}

/**
 * Expected against recorded offences, a dot a tenth of the squares: on the line where the numbers mean what
 * they say.
 */
export function reliabilityFigure(
  tenths: readonly { readonly expected: number; readonly actual: number }[],
): Tree {
  const most = Math.max(1, ...tenths.flatMap(({ expected, actual }) => [expected, actual]))
  const said = tenths
    .map(({ expected, actual }) => `${formatWhole(expected)} and ${formatWhole(actual)}`)
    .join('; ')
  return plotFigure(
    {
      width: 320,
      height: 260,
      marginLeft: 50,
      marginBottom: 34,
      x: { label: 'Expected', type: 'sqrt', domain: [0, most * 1.05], ticks: 4 },
      y: { label: 'Recorded', type: 'sqrt', domain: [0, most * 1.05], ticks: 4, grid: true },
      marks: [
        Plot.line(
          [
            [0, 0],
            [most, most],
          ],
          { className: 'chance' },
        ),
        Plot.dot(tenths, { x: 'expected', y: 'actual', className: 'dots', r: 4 }),
      ],
    },
    `Expected and recorded offences in ten groups of squares, fewest expected first: ${said}. ` +
      'On the dashed line they are equal.',
  )
}

/** Where the recorded counts fell within their forecasts: ten equal bars when the intervals are right. */
export function pitFigure(parts: readonly number[]): Tree {
  const bars = parts.map((part, k) => ({ part, x1: k / parts.length, x2: (k + 1) / parts.length }))
  const even = 1 / Math.max(1, parts.length)
  return plotFigure(
    {
      width: 320,
      height: 260,
      marginLeft: 44,
      marginBottom: 34,
      x: { label: 'Place within the forecast, lowest to highest', tickFormat: formatPercent, ticks: 5 },
      y: {
        label: 'Share of the counts',
        tickFormat: formatPercent,
        ticks: 4,
        domain: [0, Math.max(2 * even, ...parts) * 1.05],
        grid: true,
      },
      marks: [
        Plot.rectY(bars, { x1: 'x1', x2: 'x2', y: 'part', className: 'bars', inset: 1 }),
        Plot.ruleY([even], { className: 'chance' }),
        Plot.ruleY([0]),
      ],
    },
    `Share of the recorded counts in each tenth of the forecast: ${parts.map(formatShare).join(', ')}. ` +
      `If the intervals are right, each tenth holds ${formatPercent(even)}.`,
  )
}
