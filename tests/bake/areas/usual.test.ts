import { expect, it } from 'vitest'
import { nightsOf } from '../../../pipeline/bake/areas/night.ts'
import { lastWeeksComplete, usualOf } from '../../../pipeline/bake/areas/usual.ts'
import { isoDate } from '../../../pipeline/lib/week.ts'

const asAt = 20_000
const at = (day: number, offences: number) => ({ day, offences })
const options = { asAt, horizonDays: 28 }

it('the usual number is the mean of the same weeks of up to three past years', () => {
  const rows = [at(asAt - 1200, 5), at(asAt - 364, 30), at(asAt - 728 + 27, 20), at(asAt - 1092, 40)]
  expect(usualOf(rows, options)).toEqual({
    kind: 'known',
    years: [364, 728, 1092].map((back, k) => ({ from: isoDate(asAt - back), count: [30, 20, 40][k] })),
    mean: 30,
  })
})

it('days outside the same weeks do not count', () => {
  const rows = [
    at(asAt - 1200, 1),
    at(asAt - 364 + 28, 500),
    at(asAt - 365, 500),
    at(asAt - 728, 50),
    at(asAt - 364, 50),
  ]
  expect(usualOf(rows, options)).toMatchObject({ mean: 100 / 3 })
})

it('fewer than two years or a small number make no usual number', () => {
  expect(usualOf([], options)).toEqual({ kind: 'none', reason: 'short-history' })
  expect(usualOf([at(asAt - 400, 90)], options)).toEqual({ kind: 'none', reason: 'short-history' })
  const few = [at(asAt - 1200, 1), at(asAt - 364, 19), at(asAt - 728, 19), at(asAt - 1092, 19)]
  expect(usualOf(few, options)).toEqual({ kind: 'none', reason: 'too-few' })
})

it('late reports are made up for week by week', () => {
  const rows = [at(asAt - 1, 8), at(asAt - 8, 9), at(asAt - 28, 10), at(asAt - 29, 99)]
  expect(lastWeeksComplete(rows, { asAt, complete: [0.8, 0.9, 1, 1] })).toBeCloseTo(30)
})

it('the night of a square with few offences is nearly that of the force, of one with many its own', () => {
  const row = (cell: number, hour: number, offences: number) => ({ cell, hour, offences })
  const rows = [row(0, 18, 1), row(1, 5, 300), row(1, 6, 100), row(2, 17, 399)]
  const { share, cells, of } = nightsOf(rows, 4)
  expect(share).toBeCloseTo(301 / 800)
  expect([...of]).toEqual([1, 400, 399, 0])
  expect(cells[3]).toBeCloseTo(share)
  expect(cells[0]).toBeCloseTo((1 + 50 * share) / 51)
  expect(cells[1]).toBeCloseTo((300 + 50 * share) / 450)
  expect(nightsOf([], 1).cells[0]).toBe(0.5)
})
