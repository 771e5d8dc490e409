import { sum } from 'd3-array'
import type { JudgedTarget } from '../../evidence/places/judge.ts'
import type { AreaWeights, CellShare } from '../../features/area-weights.ts'
import type { Layer } from '../../force/layers.ts'
import { bounds, inside } from '../../lib/geo.ts'
import { forecastOfSum } from '../../models/places/sum-forecast.ts'
import type { PastForecast, TargetFile } from '../contract/areas.ts'
import { LayerForecastFile } from '../contract/layers.ts'
import { tidy } from './tidy.ts'

/** What the forecast of a layer is made from. */
export interface LayerForecastFrom {
  readonly judged: JudgedTarget
  /** The target's file, whose squares it adds up to. */
  readonly file: TargetFile
  readonly weights: AreaWeights
  /** The forecast of the week before, where there is one. */
  readonly before: PastForecast | undefined
}

type Numbers = LayerForecastFile['outside']

/**
 * The forecast of the polygons of a layer by the shares of their squares: expected numbers that add up to
 * those of the squares, intervals that keep what all squares have in common, and what was recorded where it
 * was. The names of its downloads are still empty.
 */
export function layerForecast(layer: Layer, from: LayerForecastFrom): LayerForecastFile {
  const { judged, file, weights, before } = from
  const squares = inGridOrder(judged, file)
  const outside = Array.from(weights.outside, (share, cell): CellShare => [cell, share])
  const parts = [...weights.areas, outside.filter(([, share]) => share > DUST)]
  const expected = roundedSums(
    parts,
    squares.map(cell => cell.count.expected),
  )
  const recorded = recordedIn(layer, judged)
  const numbers = parts.map((shares, p): Numbers => {
    const cells = shares.map(([cell, share]) => {
      const { count, size } = squares[cell]!
      return { expected: count.expected, size, share }
    })
    const { low, high, mass, pAny } = forecastOfSum(cells, file.spread.cv)
    return { expected: expected[p]!, low, high, mass: tidy(mass), pAny: tidy(pAny), ...recorded[p]! }
  })
  return LayerForecastFile.parse({
    kind: 'layer-forecast',
    slug: file.slug,
    layer: layer.id,
    forecastFrom: file.forecastFrom,
    forecastTo: file.forecastTo,
    areas: layer.areas.map(({ code }, a) => ({ code, ...numbers[a]! })),
    outside: numbers.at(-1)!,
    before: beforeOf(judged, parts, before),
    downloads: { csv: '', geojson: '' },
  })
}

/** A share of a square below this is rounding, not ground. */
const DUST = 1e-9

function inGridOrder({ grid }: JudgedTarget, { cells }: TargetFile): TargetFile['cells'] {
  const byId = new Map(cells.map(cell => [cell.id, cell]))
  return grid.ids.map(id => byId.get(id)!)
}

/**
 * Sums of shares of the squares' numbers to six decimals, rounded so that they add up to the sum of the
 * squares (largest remainders).
 */
function roundedSums(parts: readonly (readonly CellShare[])[], values: readonly number[]): number[] {
  const sums = parts.map(shares => 1e6 * sum(shares, ([cell, share]) => values[cell]! * share))
  const whole = sums.map(Math.floor)
  const missing = Math.round(1e6 * sum(values)) - sum(whole)
  const order = sums.map((_, p) => p).sort((a, b) => sums[b]! - whole[b]! - (sums[a]! - whole[a]!))
  for (const p of order.slice(0, Math.max(0, missing))) whole[p]!++
  return whole.map(value => value / 1e6)
}

const FOUR_WEEKS = 28

/** Offences recorded in each polygon by where they were, and at last those in none. */
function recordedIn({ areas }: Layer, { points, asAt }: JudgedTarget): { last4: number; last52: number }[] {
  const boxes = areas.map(({ shape }) => bounds(shape))
  const counts = [...areas.map(() => ({ last4: 0, last52: 0 })), { last4: 0, last52: 0 }]
  for (const { x, y, day, offences } of points) {
    const found = areas.findIndex(({ shape }, a) => {
      const [west, south, east, north] = boxes[a]!
      return x >= west && x <= east && y >= south && y <= north && inside(shape, x, y)
    })
    const count = counts.at(found)!
    count.last52 += offences
    if (day >= asAt - FOUR_WEEKS) count.last4 += offences
  }
  return counts
}

/** What the forecast before expected of the same polygons. */
function beforeOf(
  { grid }: JudgedTarget,
  parts: readonly (readonly CellShare[])[],
  before: PastForecast | undefined,
): LayerForecastFile['before'] {
  if (!before) return { kind: 'none', reason: 'no-earlier-week' }
  const byId = new Map(before.cells.map(({ id, count }) => [id, count.expected]))
  const values = grid.ids.map(id => byId.get(id))
  if (values.length !== before.cells.length || values.includes(undefined))
    return { kind: 'none', reason: 'other-squares' }
  const sums = roundedSums(parts, values as number[])
  return { kind: 'since', from: before.forecastFrom, expected: sums.slice(0, -1), outside: sums.at(-1)! }
}
