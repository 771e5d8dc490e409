import {
  byDay,
  byNight,
  type CellRow,
  changeOf,
  classBreaks,
  classOf,
} from '../../../pipeline/bake/contract/vocabulary.ts'
import { formatCount, formatWhole } from '../../shared/format.ts'
import { changeWords } from '../words/change.ts'
import { DAY_HOURS, NIGHT_HOURS } from '../words/hours.ts'

export const LAYER_IDS = ['forecast', 'change', 'last4', 'last52', 'day', 'night'] as const
export type LayerId = (typeof LAYER_IDS)[number]

/** One way to colour the map. `classes` holds one digit a cell, by rank: 0 (least) to 4 (most). */
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

type Valued = Pick<CellRow, 'expected' | 'previousExpected' | 'nightShare' | 'last4' | 'last52'>

/** The number of a cell that a layer shows; null where it has none. */
const VALUES: Readonly<Record<LayerId, (cell: Valued) => number | null>> = {
  forecast: cell => cell.expected,
  change: changeOf,
  last4: cell => cell.last4,
  last52: cell => cell.last52,
  day: byDay,
  night: byNight,
}

/** What a layer says of a cell, in words that name the layer. */
export function layerWords(id: LayerId, cell: Valued): string {
  const value = VALUES[id](cell)
  if (value === null) return 'no forecast last week'
  const recorded = value === 0 ? 'none recorded' : `${formatWhole(value)} recorded`
  const words: Readonly<Record<LayerId, string>> = {
    forecast: `${formatCount(value)} expected in the next four weeks`,
    change: `${changeWords(value)} expected than last week`,
    last4: `${recorded} in the last 4 weeks`,
    last52: `${recorded} in the last 52 weeks`,
    day: `${formatCount(value)} expected by day (${DAY_HOURS})`,
    night: `${formatCount(value)} expected by night (${NIGHT_HOURS})`,
  }
  return words[id]
}

/**
 * The layers of a target's map: the forecast and, where there was a last week, its difference from that; what
 * was recorded in 4 and 52 weeks; the forecast by day and by night.
 */
export function layersOf(cells: readonly Valued[]): Layer[] {
  const changes = cells.map(changeOf).filter(change => change !== null && change !== 0)
  return [
    forecastLayer(cells),
    ...(changes.length > 0 ? [changeLayer(cells)] : []),
    recordedLayer('last4', 'Recorded, last 4 weeks', cells),
    recordedLayer('last52', 'Recorded, last 52 weeks', cells),
    ...halfDayLayers(cells),
  ]
}

const valuesOf = (id: LayerId, cells: readonly Valued[]) => cells.map(cell => VALUES[id](cell) ?? 0)

const digits = (values: readonly number[], breaks: readonly number[]) =>
  values.map(value => classOf(value, breaks)).join('')

function forecastLayer(cells: readonly Valued[]): Layer {
  const values = valuesOf('forecast', cells)
  const breaks = classBreaks(values)
  return {
    id: 'forecast',
    title: 'Forecast, next 4 weeks',
    note: 'Offences expected in the next four weeks. The darkest squares are about the first 2% of the area.',
    ramp: 'c',
    labels: breakLabels(breaks),
    classes: digits(values, breaks),
  }
}

/** By day and by night: both with the same classes, so that the two maps can be set side by side. */
function halfDayLayers(cells: readonly Valued[]): Layer[] {
  const breaks = classBreaks([...valuesOf('day', cells), ...valuesOf('night', cells)])
  const pattern =
    'The forecast, split by the hours of offences that were recorded in the square over the years, ' +
    'drawn towards the pattern of the whole force where they are few.'
  return (['day', 'night'] as const).map(id => ({
    id,
    title: id === 'day' ? `Forecast by day, ${DAY_HOURS}` : `Forecast by night, ${NIGHT_HOURS}`,
    note: pattern,
    ramp: 'c',
    labels: breakLabels(breaks),
    classes: digits(valuesOf(id, cells), breaks),
  }))
}

function recordedLayer(id: 'last4' | 'last52', title: string, cells: readonly Valued[]): Layer {
  const values = valuesOf(id, cells)
  const breaks = wholeBreaks(values.filter(count => count > 0))
  return {
    id,
    title,
    note: 'Recorded, not predicted. Late reports of the last weeks are still to come.',
    ramp: 'c',
    labels: wholeLabels(breaks),
    classes: digits(values, breaks),
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

function breakLabels(breaks: readonly number[]): string[] {
  const labels = [`under ${formatCount(breaks[0]!)}`]
  for (let i = 0; i < breaks.length; i++) {
    const [from, to] = [formatCount(breaks[i]!), breaks[i + 1]]
    labels.push(to === undefined ? `${from} or more` : `${from} to ${formatCount(to)}`)
  }
  return labels
}

/** Parts of the squares whose change is smaller than that of the second and of the last class. */
const CHANGE_SHARES = [0.8, 0.97]
/** A change under a hundredth of an offence is written as nothing. */
const LEAST_CHANGE = 0.01

/** Difference from the forecast before in offences: as many classes up as down, with the same bounds. */
function changeLayer(cells: readonly Valued[]): Layer {
  const values = valuesOf('change', cells)
  const sizes = values.map(Math.abs).sort((a, b) => a - b)
  const at = (share: number) => Number((sizes[Math.floor(share * sizes.length)] ?? 0).toPrecision(2))
  const small = Math.max(LEAST_CHANGE, at(CHANGE_SHARES[0]!))
  const large = Math.max(2 * small, at(CHANGE_SHARES[1]!))
  const [some, much] = [formatCount(small), formatCount(large)]
  return {
    id: 'change',
    title: 'Difference from last week',
    note: 'How many more or fewer offences are expected than in the forecast of last week.',
    ramp: 'm',
    labels: [
      `down ${much} or more`,
      `down ${some} to ${much}`,
      `within ${some} of last week`,
      `up ${some} to ${much}`,
      `up ${much} or more`,
    ],
    classes: values.map(value => changeClass(value, small, large)).join(''),
  }
}

function changeClass(value: number, small: number, large: number): number {
  const size = Math.abs(value)
  const steps = size >= large ? 2 : size >= small ? 1 : 0
  return value < 0 ? 2 - steps : 2 + steps
}
