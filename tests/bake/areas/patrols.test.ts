import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bakePatrols, patrolsFile } from '../../../pipeline/bake/areas/patrols.ts'
import type { TargetFile } from '../../../pipeline/bake/contract/areas.ts'
import type { JudgedTarget } from '../../../pipeline/evidence/places/judge.ts'
import { readPatrols } from '../../../pipeline/features/patrols.ts'
import { openDuck } from '../../../pipeline/lib/duck.ts'
import { epochDay } from '../../../pipeline/lib/week.ts'

const asAt = epochDay('2026-11-16')
let out: string
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'patrols-'))
})
afterEach(() => rm(out, { recursive: true }))

/** Patrols as the store holds them, read as a week reads them. */
async function patrols(rows: string[]) {
  const store = await openDuck()
  try {
    await store.run(`create table patrols (patrol_id varchar, cell varchar, started_at timestamp,
      minutes double,
      kind varchar, target varchar, officers double, source varchar, arrests double, searches double,
      weapons double)`)
    for (const row of rows) await store.run(`insert into patrols values (${row})`)
    return await readPatrols(store, asAt)
  } finally {
    store.close()
  }
}

const none = { kind: 'none', reason: 'no-patrols' } as const
const dose = { squares: 1, weeks: [], effect: none, placebo: none, bands: [] }

const judged = (given: Awaited<ReturnType<typeof patrols>>) =>
  ({
    patrols: given,
    asAt,
    evidence: { dose },
    target: { slug: 'knife', title: 'Knife' },
  }) as unknown as JudgedTarget

const file = {
  slug: 'knife',
  cells: [{ id: 'e1n1', place: 'Aston', rank: 3 }],
  patches: { patches: [{ cells: ['e1n1'] }] },
} as unknown as TargetFile

const ROWS = [
  "'a', 'e1n1', '2026-11-09 22:15', 15, 'planned', null, 2, null, null, null, null",
  "'b', 'e1n1', '2026-11-09 22:20', 12, 'delivered', null, 2, 'gps', 1, 2, 0",
  "'c', 'J. Smith', '2026-11-08 09:00', 10, 'delivered', null, 1, 'log', null, null, null",
  "'d', 'elsewhere', '2026-08-03 09:00', 20, 'delivered', null, 1, 'log', 0, 0, 0",
  "'e', 'e1n1', '2026-11-16 09:00', 30, 'planned', null, 1, null, null, null, null",
]

test('planned stands against delivered by week, hour, day, square and quarter', async () => {
  const { delivery } = patrolsFile(judged(await patrols(ROWS)), file)
  expect(delivery!.all).toEqual({ planned: 15, delivered: 42, visits: 3 })
  expect(delivery!.weeks.map(({ day, delivered }) => [day, delivered])).toEqual([
    ['2026-08-03', 20],
    ['2026-11-02', 10],
    ['2026-11-09', 12],
  ])
  expect(delivery!.hours[22]).toEqual({ planned: 15, delivered: 12, visits: 1 })
  expect(delivery!.weekdays.map(({ visits }) => visits)).toEqual([2, 0, 0, 0, 0, 0, 1])
  expect(delivery!.quarters.map(one => [one.quarter, one.officerHours, one.arrests, one.searches])).toEqual([
    ['2026-Q3', expect.closeTo(1 / 3, 3), 0, 0],
    ['2026-Q4', expect.closeTo(34 / 60, 3), 1, 2],
  ])
})

test('a square that the forecast does not know keeps its minutes and loses its name', async () => {
  const made = patrolsFile(judged(await patrols(ROWS)), file)
  expect(made.delivery!.squares).toEqual([
    { id: 'e1n1', place: 'Aston', rank: 3, patch: 1, planned: 15, delivered: 12, visits: 1 },
    { id: 'other squares', place: null, rank: null, patch: 0, planned: 0, delivered: 30, visits: 2 },
  ])
  expect(JSON.stringify(made)).not.toMatch(/Smith|elsewhere/)
})

test('without patrols, or with none in the last 52 weeks, there is no account of them', async () => {
  expect(await patrols([])).toBeNull()
  expect(patrolsFile(judged(null), file).delivery).toBeNull()
  const old = await patrols([
    "'a', 'e1n1', '2020-01-01 09:00', 15, 'delivered', null, 1, null, null, null, null",
  ])
  expect(patrolsFile(judged(old), file).delivery).toBeNull()
})

test('the return by quarter is marked, and what nobody counted is left empty', async () => {
  await bakePatrols(judged(await patrols(ROWS.slice(2, 3))), file, {
    out,
    week: '2026-W47',
    marking: 'OFFICIAL',
  })
  const [name] = await readdir(join(out, 'data'))
  expect(name).toMatch(/^[0-9a-f]{12}-OFFICIAL-patrols-2026-W47\.csv$/)
  const lines = (await readFile(join(out, 'data', name!), 'utf8')).split('\r\n')
  expect(lines[0]).toMatch(/^OFFICIAL\. /)
  expect(lines[2]).toMatch(/^2026-Q4,0,10,1,0\.1\d*,,,$/)
})
