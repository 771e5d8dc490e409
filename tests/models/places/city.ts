import type { Events, PlaceHistory } from '../../../pipeline/features/events.ts'
import { random } from '../../../pipeline/lib/seed.ts'

/**
 * A made city of 30 x 30 cells of 500 m whose intensity is known: three hot distinctPlaces on a low plain.
 */
export interface City {
  readonly history: PlaceHistory
  /** True share of each cell. */
  readonly truth: Float64Array
}

const SIDE = 30
const CELL = 500
const CENTRES = [
  [5000, 5000, 700],
  [9000, 11000, 500],
  [12000, 4000, 1200],
] as const

/**
 * Draws a city's events: `perWeek` on average over `weeks` weeks from day 0 on; the same seed gives the same
 * city.
 */
export function makeCity({
  perWeek,
  weeks,
  seed = 1,
}: {
  perWeek: number
  weeks: number
  seed?: number
}): City {
  const index = Array.from({ length: SIDE * SIDE }, (_, i) => i)
  const x = Float64Array.from(index, i => ((i % SIDE) + 0.5) * CELL)
  const y = Float64Array.from(index, i => (Math.floor(i / SIDE) + 0.5) * CELL)
  const raw = x.map((_, i) => intensity(x[i]!, y[i]!))
  const sum = raw.reduce((a, b) => a + b, 0)
  const truth = raw.map(value => value / sum)
  return {
    history: { cellMetres: CELL, cells: { x, y }, target: draw(truth, { x, y, perWeek, weeks, seed }) },
    truth,
  }
}

function intensity(x: number, y: number): number {
  const heat = CENTRES.map(([cx, cy, s]) => Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * s * s)))
  return 0.02 + heat.reduce((a, b) => a + b, 0)
}

function draw(
  truth: Float64Array,
  at: { x: Float64Array; y: Float64Array; perWeek: number; weeks: number; seed: number },
): Events {
  const source = random(at.seed, 'city')
  const sums = truth.slice()
  for (let i = 1; i < sums.length; i++) sums[i]! += sums[i - 1]!
  const rows: [number, number, number][] = []
  for (let day = 0; day < at.weeks * 7; day++) {
    for (let n = source.poisson(at.perWeek / 7); n > 0; n--) {
      const u = source.next()
      const cell = Math.min(
        sums.length - 1,
        sums.findIndex(sum => u < sum),
      )
      rows.push([day, at.x[cell]! + (source.next() - 0.5) * CELL, at.y[cell]! + (source.next() - 0.5) * CELL])
    }
  }
  return {
    day: Int32Array.from(rows, row => row[0]),
    x: Float64Array.from(rows, row => row[1]),
    y: Float64Array.from(rows, row => row[2]),
  }
}
