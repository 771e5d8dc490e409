import { expect, it } from 'vitest'
import { evidenceFile } from '../../../pipeline/bake/areas/evidence.ts'
import { judgePlaces } from '../../../pipeline/evidence/places/judge.ts'
import type { PlaceHistory } from '../../../pipeline/features/events.ts'
import { random } from '../../../pipeline/lib/seed.ts'
import { forecastTargets } from '../../../pipeline/models/places/forecast-targets.ts'
import { makeFacts } from './facts.ts'

const AS_AT = 104 * 7

/** Some squares in a row, and events in the first few of them on days of two years. */
function force(squares: number, events: number, helpers = 0): PlaceHistory {
  const source = random(11, 'small force')
  const placed = (count: number) => {
    const day = Int32Array.from({ length: count }, () => source.int(AS_AT)).sort()
    const at = Array.from({ length: count }, () => 250 + 500 * source.int(Math.min(3, squares)))
    return { day, x: Float64Array.from(at), y: new Float64Array(count).fill(250) }
  }
  return {
    cellMetres: 500,
    cells: {
      x: Float64Array.from({ length: squares }, (_value, i) => 250 + 500 * i),
      y: new Float64Array(squares).fill(250),
    },
    target: placed(events),
    ...(helpers > 0 ? { related: placed(helpers) } : {}),
  }
}

const judged = (history: PlaceHistory, asAt = AS_AT) =>
  judgePlaces(forecastTargets([makeFacts(history, { asAt })]), () => [])[0]!

it.each([
  [1, 0, 0],
  [1, 40, 0],
  [2, 1, 0],
  [60, 0, 0],
  [60, 1, 0],
  [60, 3, 0],
  [60, 0, 40],
  [60, 60, 200],
])('%i squares with %i offences and %i related ones are forecast and judged without error', (...of) => {
  const { forecast, evidence, ...rest } = judged(force(...of))
  const sum = forecast.expected.reduce((all, value) => all + value, 0)
  expect(sum).toBeCloseTo(forecast.total.expected, 6)
  expect(forecast.expected.every(value => value >= 0)).toBe(true)
  const file = evidenceFile({ ...rest, forecast, evidence }, { cells: [], review: null })
  expect(file.tested === null || file.tested.events > 0).toBe(true)
  if (of[1] === 0) expect(file.tested).toBeNull()
  else if (file.tested) expect(file.tested.ranked).toBe(false)
})

it('the first weeks of a force are forecast, and nothing is judged', () => {
  for (const asAt of [0, 7, 28, 200]) expect(judged(force(60, 60), asAt).evidence.tested).toBeNull()
})
