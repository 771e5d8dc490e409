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
  ['2027-03-01', { exit: 3, words: 'as-at-beyond-data: 2027-03-01 is 105 days after' }],
  ['2021-01-01', { exit: 3, words: 'as-at-before-history: 2021-01-01' }],
  ['next week', { exit: 5, words: 'not a date: next week' }],
])('a week as at %s is refused, and nothing is published', async (asAt, { exit, words }) => {
  const refusal = await runWeek({ extract, home, force: 'west-midlands', asAt, log: silentLog }).catch(
    (error: Error & { exit: number; remedy: string }) => error,
  )
  expect(refusal).toMatchObject({ exit, message: expect.stringContaining(words) })
  expect(refusal).toMatchObject({ remedy: expect.stringMatching(/\w/) })
  expect(existsSync(join(home, 'archive'))).toBe(false)
})
