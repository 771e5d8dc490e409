import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import { epochDay, isoDate } from '../../pipeline/lib/week.ts'
import { openingReport } from '../../pipeline/publish/openings.ts'
import { removeTestFolder, temporaryFolder } from './sites.ts'

afterAll(removeTestFolder)

const TODAY = epochDay('2026-11-27')
const PERSON = `/lomu/BW/person/${'a'.repeat(32)}.json`

const line = (user: string | null, daysAgo: number, more: object = {}) =>
  JSON.stringify({
    time: `${isoDate(TODAY - daysAgo)}T10:00:00.000Z`,
    user,
    path: PERSON,
    why: 'review',
    status: 200,
    ...more,
  })

function homeWith(files: Record<string, string | Buffer>): string {
  const home = temporaryFolder('home')
  mkdirSync(join(home, 'log'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(home, 'log', name), content)
  return home
}

it('openings and exports of seven days are counted by user, unit and reason, rotated logs too', async () => {
  const home = homeWith({
    'access-people.jsonl': [
      line('ann', 0),
      line('ann', 6, { why: '' }),
      line('bob', 1, { path: '/lomu/SH/list.json' }),
      line(null, 2, { path: '/lomu/SH/list.json', why: '' }),
      line('bob', 1, { status: 403 }),
      line('ann', 7),
      '{"half a li',
    ].join('\n'),
    'access-people.jsonl.1.gz': gzipSync(`${line('ann', 3)}\n`),
    'access-areas.jsonl': line('ann', 0),
  })
  const { from, to, rows, unusual } = await openingReport(home, TODAY)
  expect([from, to, unusual]).toEqual(['2026-11-21', '2026-11-27', []])
  expect(rows).toEqual(
    [
      { user: 'ann', unit: 'BW', what: 'person', why: 'review', count: 2 },
      { user: 'ann', unit: 'BW', what: 'person', why: '', count: 1 },
      { user: 'bob', unit: 'SH', what: 'export', why: 'review', count: 1 },
    ].sort((a, b) => b.count - a.count),
  )
})

it('who opens far more people than users do in a week is named', async () => {
  const usual = ['ann', 'bob', 'eve'].flatMap(user =>
    Array.from({ length: 63 * 2 }, (_, i) => line(user, 7 + (i % 56))),
  )
  const now = Array.from({ length: 60 }, () => line('eve', 1))
  const home = homeWith({ 'access-people.jsonl': [...usual, ...now, line('ann', 1)].join('\n') })
  const report = await openingReport(home, TODAY)
  expect(report.unusual).toEqual([{ user: 'eve', count: 60 }])
  expect(report.usual).toBeLessThan(60)
})

it('a home whose people nobody opened has an empty report', async () => {
  expect((await openingReport(temporaryFolder('home'), TODAY)).rows).toEqual([])
})
