import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { editFuture, oracleGap, shuffleTime } from '../../../pipeline/evidence/places/canaries.ts'
import { readTruth } from '../../../pipeline/evidence/places/truth.ts'
import { placeEvents } from '../../../pipeline/features/events.ts'
import { gridOf } from '../../../pipeline/features/grid.ts'
import { epochDay } from '../../../pipeline/lib/week.ts'
import { expectPlaces, pastExpectation } from '../../../pipeline/models/places/forecast.ts'
import { makeCity } from '../../models/places/city.ts'

const city = makeCity({ perWeek: 25, weeks: 156 })
const { history } = city
const origins = Array.from({ length: 8 }, (_, k) => (156 - 4 * (k + 1)) * 7)
const horizonDays = 28

it('editing every row that a forecast may not know changes nothing in it', () => {
  const { rowsEdited, change } = editFuture(history, 140 * 7, horizonDays)
  expect(rowsEdited).toBeGreaterThan(200)
  expect(change).toBe(0)
})

it('where hot distinctPlaces jump, shuffled time kills the gain of recency', () => {
  const { target } = history
  const x = target.x.map((value, e) => (target.day[e]! > 120 * 7 ? (value + 7000) % 15000 : value))
  const { before, after } = shuffleTime({ ...history, target: { ...target, x } }, origins, { horizonDays })
  expect(before).toBeGreaterThan(0.1)
  expect(after).toBeLessThan(before / 5)
})

it('no forecast is far above the truth, and the truth scores the same as itself', () => {
  const grid = gridOf(history.cells.x, history.cells.y, history.cellMetres)
  const events = placeEvents(grid, history.target)
  const judged = expectPlaces(history, origins, { horizonDays, keep: pastExpectation })
  const { forecast, oracle } = oracleGap(judged, events, { horizonDays, truth: () => city.truth })
  expect(oracle.bits).toBeGreaterThan(forecast.bits - 0.01)
  const same = judged.map(({ origin, total }) => ({ origin, total, share: city.truth }))
  expect(oracleGap(same, events, { horizonDays, truth: () => city.truth }).forecast.bits).toBeCloseTo(
    oracle.bits,
    2,
  )
})

it('the truth of a square is shared out over its cells, by year; without a file there is none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'foresite-truth-'))
  writeFileSync(
    join(folder, 'squares.csv'),
    'x,y,year,knife,other\n125,125,2025,0.4,1\n500,125,2025,0.6,1\n125,125,2026,1,1\n500,125,2026,0,1\n',
  )
  const grid = gridOf([250, 750], [250, 250], 500)
  const truth = await readTruth(['/nowhere', folder], 'knife', grid)
  const [west, east] = truth!(epochDay('2025-06-01'))
  expect(west! + east!).toBeCloseTo(1)
  expect(west!).toBeGreaterThan(0.6)
  expect([...truth!(epochDay('2026-06-01'))].map(share => Math.round(share * 1e6) / 1e6)).toEqual([1, 0])
  expect(await readTruth(['/nowhere'], 'knife', grid)).toBeNull()
  rmSync(folder, { recursive: true })
})
