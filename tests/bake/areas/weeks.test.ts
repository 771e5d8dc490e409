import { expect, test } from 'vitest'
import { type BakedTarget, weeksFile } from '../../../pipeline/bake/areas/weeks.ts'
import type { PastForecast, WeeksFile } from '../../../pipeline/bake/contract/areas.ts'
import { epochDay } from '../../../pipeline/lib/week.ts'

const interval = { expected: 3, low: 1, high: 4 }
const day = (isoDate: string, offences: number) => new Array<number>(offences).fill(epochDay(isoDate))

/** A target on 2026-11-16 with some recorded offences: no more of it than the list of weeks reads. */
function target(days: number[]): BakedTarget {
  const zeros = new Int32Array(days.length)
  const rows = { cell: zeros, clause: zeros, day: Int32Array.from(days) }
  const clauses = [{ kind: 'target' }]
  const grid = { ids: ['e0n0'] }
  const judged = {
    target: { slug: 'knife' },
    asAt: epochDay('2026-11-16'),
    grid,
    recorded: { rows, clauses },
  }
  const file = {
    slug: 'knife',
    total: { ...interval, mass: 0.8 },
    forecastFrom: '2026-11-16',
    forecastTo: '2026-12-13',
  }
  return { judged, file } as unknown as BakedTarget
}

const past = (forecastFrom: string, forecastTo: string, expected = 3) =>
  ({ slug: 'knife', forecastFrom, forecastTo, total: { ...interval, expected } }) as PastForecast

const rows = (file: WeeksFile) => file.weeks.map(({ week, name, corrected }) => [week, name, corrected])

test('each archived week has a row, newest first, by its last revision with those it corrected', () => {
  const forecasts = [past('2026-11-09', '2026-12-06'), past('2026-11-02', '2026-11-29')]
  const file = weeksFile('2026-W47', [target([])], {
    archived: ['2026-W45', '2026-W45.2', '2026-W46'],
    before: undefined,
    kept: () => forecasts,
  })
  expect(rows(file)).toEqual([
    ['2026-W47', null, []],
    ['2026-W46', '2026-W46', []],
    ['2026-W45', '2026-W45.2', ['2026-W45']],
  ])
})

test('a forecast that is over has what was recorded in its days, in and out of its interval', () => {
  const recorded = [
    ...day('2026-10-18', 9),
    ...day('2026-10-19', 2),
    ...day('2026-11-15', 3),
    ...day('2026-11-16', 7),
  ]
  const options = { archived: ['2026-W43', '2026-W44'], before: undefined }
  const kept = () => [past('2026-10-26', '2026-11-22'), past('2026-10-19', '2026-11-15')]
  const file = weeksFile('2026-W47', [target(recorded)], { ...options, kept })
  const outcomes = file.weeks.map(({ targets }) => targets[0]!.outcome)
  expect(outcomes).toEqual([
    { kind: 'none', reason: 'not-over' },
    { kind: 'none', reason: 'not-over' },
    { kind: 'over', recorded: 5, within: false },
  ])
})

test('a week beyond the forecasts that are kept is carried on, and counted anew', () => {
  const old = weeksFile('2026-W47', [target([])], { archived: [], before: undefined, kept: () => [] })
  const before: WeeksFile = {
    kind: 'weeks',
    weeks: [{ ...old.weeks[0]!, week: '2020-W01', forecastFrom: '2019-12-30', forecastTo: '2020-01-26' }],
  }
  const file = weeksFile('2026-W47', [target(day('2020-01-01', 2))], {
    archived: ['2020-W01'],
    before,
    kept: () => [],
  })
  expect(file.weeks[1]).toMatchObject({
    name: '2020-W01',
    forecastFrom: '2019-12-30',
    targets: [{ total: interval, outcome: { kind: 'over', recorded: 2, within: true } }],
  })
})

test('a week of which nothing is known has no row: it is in the archive, not in the list', () => {
  const file = weeksFile('2026-W47', [target([])], {
    archived: ['2019-W05'],
    before: undefined,
    kept: () => [],
  })
  expect(rows(file)).toEqual([['2026-W47', null, []]])
})
