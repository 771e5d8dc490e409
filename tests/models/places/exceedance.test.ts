import { expect, it } from 'vitest'
import { random } from '../../../pipeline/lib/seed.ts'
import { findExceedances, type LookBack } from '../../../pipeline/models/places/exceedance.ts'

const CELLS = 400
const expected = Float64Array.from({ length: CELLS }, (_, i) => 0.02 + 3 * (i / CELLS) ** 4)
const size = expected.map(m => 1 / (0.4 + 0.15 / m))

/**
 * Two looks back at the same cells: the last weeks, and as many before them too. `raised` cells have a
 * multiple.
 */
function looksOf(stream: string, raised: (cell: number) => number = () => 1): LookBack[] {
  const source = random(21, stream)
  const draw = (cell: number) =>
    source.poisson((raised(cell) * expected[cell]! * source.gamma(size[cell]!)) / size[cell]!)
  const four = expected.map((_, cell) => draw(cell))
  const twice = expected.map(value => 2 * value)
  return [
    { weeks: 4, expected, size, recent: four },
    { weeks: 8, expected: twice, size, recent: four.map((count, cell) => count + draw(cell)) },
  ]
}

it('a planted flare-up is found once, and quiet cells are not', () => {
  const before = { expected: new Float64Array(500).fill(0.3), size: new Float64Array(500).fill(3) }
  const recent = new Float64Array(500).map((_, i) => (i % 4 === 0 ? 1 : 0))
  recent[42] = 9
  const looks = [
    { ...before, weeks: 4, recent },
    { ...before, weeks: 8, recent },
  ]
  expect(findExceedances(looks).map(({ cell }) => cell)).toEqual([42])
})

it('where nothing has changed, anything is found in at most one week of ten', () => {
  const weeks = Array.from({ length: 400 }, (_, k) => findExceedances(looksOf(`null ${k}`)).length > 0)
  expect(weeks.filter(Boolean).length / weeks.length).toBeLessThanOrEqual(0.1)
})

it('of the cells found beside true flare-ups, at most one in ten is there by chance', () => {
  const truly = (cell: number) => cell % 20 === 7
  let [found, false_] = [0, 0]
  for (let k = 0; k < 200; k++) {
    const flares = findExceedances(looksOf(`true ${k}`, cell => (truly(cell) ? 12 : 1)))
    found += flares.length
    false_ += flares.filter(({ cell }) => !truly(cell)).length
  }
  expect(found).toBeGreaterThan(200)
  expect(false_ / found).toBeLessThanOrEqual(0.1)
})
