import { classBreaks, classOf } from '../../../pipeline/bake/contract/vocabulary.ts'
import { formatCount, formatWhole } from '../../shared/format.ts'

export const LAYER_IDS = ['forecast', 'last4', 'last52', 'change'] as const
export type LayerId = (typeof LAYER_IDS)[number]

/**
 * One way to colour the map. `classes` holds one digit a cell, by rank: 0 (least) to 4 (most).
 */
export interface Layer {
  readonly id: LayerId
  readonly title: string
  readonly note: string
  /** Prefix of the colour classes: `c` sequential, `m` movement. */
  readonly ramp: 'c' | 'm'
  /** One label a class, least first; empty when no cell can fall in it. */
  readonly labels: readonly string[]
  readonly classes: string
}

interface Ranked {
  readonly rank: number
  readonly previousRank: number | null
  readonly expected: number
  readonly last4: number
  readonly last52: number
}

/**
 * The layers of a target's map: forecast, recorded in 4 and 52 weeks and, where there was a last week,
 * change of rank.
 */
export function layersOf(cells: readonly Ranked[]): Layer[] {
  const layers = [
    forecastLayer(cells),
    recordedLayer('last4', 'Recorded, last 4 weeks', cells),
    recordedLayer('last52', 'Recorded, last 52 weeks', cells),
  ]
  return cells.some(cell => cell.previousRank !== null) ? [...layers, changeLayer(cells)] : layers
}

function forecastLayer(cells: readonly Ranked[]): Layer {
  const breaks = classBreaks(cells.map(cell => cell.expected))
  return {
    id: 'forecast',
    title: 'Forecast',
    note: 'Offences expected in the next four weeks. The darkest squares are about the first 2% of the area.',
    ramp: 'c',
    labels: breakLabels(breaks, formatCount),
    classes: cells.map(cell => classOf(cell.expected, breaks)).join(''),
  }
}

function recordedLayer(id: 'last4' | 'last52', title: string, cells: readonly Ranked[]): Layer {
  const positive = cells.map(cell => cell[id]).filter(count => count > 0)
  const breaks = wholeBreaks(positive)
  return {
    id,
    title,
    note: 'Recorded, not predicted.',
    ramp: 'c',
    labels: wholeLabels(breaks),
    classes: cells.map(cell => classOf(cell[id], breaks)).join(''),
  }
}

/** Whole, strictly rising breaks from the least positive count on. */
function wholeBreaks(positive: readonly number[]): number[] {
  const sorted = [...positive].sort((a, b) => a - b)
  const breaks: number[] = []
  for (const share of [0, 0.5, 0.8, 0.95]) {
    const value = sorted[Math.floor(share * sorted.length)] ?? 1
    breaks.push(Math.max(value, (breaks.at(-1) ?? 0) + 1))
  }
  return breaks
}

function wholeLabels(breaks: readonly number[]): string[] {
  const labels = ['none recorded']
  breaks.forEach((from, i) => {
    const to = (breaks[i + 1] ?? Infinity) - 1
    labels.push(
      to === Infinity
        ? `${formatWhole(from)} or more`
        : to === from
          ? formatWhole(from)
          : `${formatWhole(from)} to ${formatWhole(to)}`,
    )
  })
  return labels
}

function breakLabels(breaks: readonly number[], format: (value: number) => string): string[] {
  const labels = [`under ${format(breaks[0]!)}`]
  for (let i = 0; i < breaks.length; i++) {
    const to = breaks[i + 1]
    labels.push(to === undefined ? `${format(breaks[i]!)} or more` : `${format(breaks[i]!)} to ${format(to)}`)
  }
  return labels
}

/**
 * Change of rank, only where a cell stands or stood among the top tenth: further down, ranks move by chance
 * alone.
 */
function changeLayer(cells: readonly Ranked[]): Layer {
  const top = Math.max(1, Math.round(cells.length * 0.1))
  return {
    id: 'change',
    title: 'Change of rank since last week',
    note: `Squares now or last week in the first ${formatWhole(top)}. Further down, ranks move by chance.`,
    ramp: 'm',
    labels: [
      'down 10 or more',
      'down 3 to 9',
      'within 2, or lower down',
      'up 3 to 9',
      'up 10 or more, or new',
    ],
    classes: cells.map(cell => changeClass(cell, top)).join(''),
  }
}

function changeClass({ rank, previousRank }: Ranked, top: number): number {
  if (Math.min(rank, previousRank ?? rank) > top) return 2
  const change = (previousRank ?? rank + 10) - rank
  return classOf(change, [-9, -2, 3, 10])
}
