import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
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

it('a week made four days after its data goes live and says so', async () => {
  const late = join(folder, 'late')
  const exit = await runWeek({
    extract,
    home: late,
    force: 'west-midlands',
    asAt: '2026-11-20',
    log: silentLog,
  })
  expect(exit).toBe(0)
  const page = readFileSync(join(late, 'live', 'areas', 'index.html'), 'utf8').replaceAll(/\s+/g, ' ')
  expect(page).toContain('Late data.')
  expect(page).toContain('is not counted as quiet')
})
