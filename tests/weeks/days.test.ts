import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { silentLog } from '../../pipeline/lib/log.ts'
import { runWeek } from '../../pipeline/weekly.ts'
import { makeTinyExtract } from '../tiny-extract.ts'

const folder = mkdtempSync(join(tmpdir(), 'days-'))
const [extract, home] = [join(folder, 'extract'), join(folder, 'home')]
beforeAll(async () => {
  await makeTinyExtract(extract)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it.each([
  ['far beyond the data', '2027-03-01', 3, 'as-at-beyond-data: 2027-03-01 is 105 days after'],
  ['before the history', '2021-01-01', 3, 'as-at-before-history: 2021-01-01'],
  ['that is none', 'next week', 5, 'not a date: next week'],
])('a week as at a day %s is refused, and nothing is published', async (_, asAt, exit, words) => {
  const refusal = await runWeek({ extract, home, force: 'west-midlands', asAt, log: silentLog }).catch(
    (error: Error & { exit: number; remedy: string }) => error,
  )
  expect(refusal).toMatchObject({ exit, message: expect.stringContaining(words) })
  expect(refusal).toMatchObject({ remedy: expect.stringMatching(/\w/) })
  expect(existsSync(join(home, 'archive'))).toBe(false)
})
