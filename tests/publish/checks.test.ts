import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lastChecks, rememberChecks } from '../../pipeline/publish/checks.ts'
import { type Home, homeOf } from '../../pipeline/publish/home.ts'
import { statusText } from '../../pipeline/publish/status.ts'

let home: Home
beforeEach(async () => {
  home = homeOf(await mkdtemp(join(tmpdir(), 'checks-')))
  await mkdir(home.log)
})
afterEach(() => rm(home.root, { recursive: true }))

const fault = { what: 'hash', where: 'areas/index.html' }

test('what a check found of a week stands beside what is known of the others', async () => {
  await rememberChecks(
    home,
    [
      { name: '2026-W46', findings: [] },
      { name: '2026-W47', findings: [fault] },
    ],
    '2026-11-20T10:00:00.000Z',
  )
  await rememberChecks(home, [{ name: '2026-W47', findings: [] }], '2026-11-27T10:00:00.000Z')
  expect(await lastChecks(home)).toEqual({
    '2026-W46': { at: '2026-11-20T10:00:00.000Z', faults: 0 },
    '2026-W47': { at: '2026-11-27T10:00:00.000Z', faults: 0 },
  })
})

test('where no check is known, or what is kept cannot be read, nothing is said', async () => {
  expect(await lastChecks(home)).toEqual({})
  for (const text of ['{', '[]', '{"2026-W47":1}', '{"nonsense":{"at":"2026-11-20T10:00:00Z","faults":0}}']) {
    await writeFile(join(home.log, 'checks.json'), text)
    expect(await lastChecks(home)).toEqual({})
  }
})

test('both products say what the last check found', () => {
  const week = { name: '2026-W47', week: '2026-W47', revision: 1, folder: '' }
  const checks = { '2026-W47': { at: '2026-11-20T10:00:00.000Z', faults: 2 } }
  for (const product of ['areas', 'people'] as const) {
    const text = statusText(product, { week, weeks: [week], pauses: [], refusal: undefined, checks })
    expect(JSON.parse(text).verified).toEqual(checks)
  }
})
