import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { csvFields } from '../../pipeline/lib/csv.ts'

const folder = mkdtempSync(join(tmpdir(), 'words-'))
afterAll(() => rmSync(folder, { recursive: true }))

const run = (...asked: string[]) =>
  spawnSync(process.execPath, ['pipeline/words.ts', ...asked], { encoding: 'utf8' })

it('writes each text once, with its pages and its reading age; weeks of the archive are not read', () => {
  const page = (path: string, text: string) => {
    const file = join(folder, 'home/live', path, 'index.html')
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `<main><p>${text}</p></main>`)
  }
  const said = 'A person decides, and not the list that you see here.'
  page('areas', said)
  page('areas/help', said)
  page('areas/2026-W47', 'Not read at all.')
  page('people', 'Counts only.')
  const out = join(folder, 'words.csv')
  const { status, stdout } = run('--home', join(folder, 'home'), '--out', out)
  expect([status, stdout]).toEqual([0, expect.stringMatching(/texts written/)])
  const rows = readFileSync(out, 'utf8').trim().split('\r\n').slice(1).map(csvFields)
  expect(rows[0]).toEqual(['product', 'stands in', 'text', 'reading age', 'pages', 'where'])
  expect(rows[1]).toEqual(['areas', 'p', said, expect.stringMatching(/^\d+$/), '2', '/help/ /'])
  expect(rows[2]).toEqual(['people', 'p', 'Counts only.', '', '1', '/'])
  expect(rows.some(row => row[2] === 'Not read at all.')).toBe(false)
  const scripts = rows.filter(row => row[1] === 'script')
  expect(scripts.length).toBeGreaterThan(500)
  expect(scripts.find(row => row[2] === 'End the tour')?.[5]).toBe('site/shared/words/tour.ts')
})

it('says what is missing', () => {
  expect(run().stderr).toContain('missing option: --out')
  expect(run('--home', join(folder, 'none'), '--out', join(folder, 'x.csv')).stderr).toContain(
    'no week is live',
  )
})
