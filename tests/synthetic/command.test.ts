import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fileHash, readManifest } from './small.ts'

const home = mkdtempSync(join(tmpdir(), 'extract-'))
afterAll(() => rmSync(home, { recursive: true }))

function extract(name: string, more: string[] = [], environment: Record<string, string> = {}) {
  const args = ['pipeline/extract.ts', '--out', join(home, name), '--scale', '0.002', '--years', '1', ...more]
  return spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, ...environment } })
}

test('the same bytes come out in another time zone and locale', () => {
  expect(extract('here').status).toBe(0)
  expect(extract('there', [], { TZ: 'Pacific/Auckland', LC_ALL: 'de_DE.UTF-8' }).status).toBe(0)
  expect(readManifest(join(home, 'there'))).toEqual(readManifest(join(home, 'here')))
  for (const file of ['truth.json', 'days.csv', 'squares.csv', 'people.csv', 'transitions.csv']) {
    expect(fileHash(join(home, 'there-truth', file))).toBe(fileHash(join(home, 'here-truth', file)))
  }
})

test('a folder that holds something is never written into', () => {
  const { status, stderr } = extract('here')
  expect(status).toBe(5)
  expect(stderr).toContain('not empty')
})

test('what a broken run left behind is replaced', () => {
  mkdirSync(join(home, 'broken.part'))
  mkdirSync(join(home, 'broken-truth'))
  writeFileSync(join(home, 'broken.part', 'manifest.json'), '{')
  writeFileSync(join(home, 'broken-truth', 'truth.json'), '{')
  expect(extract('broken').status).toBe(0)
  expect(readManifest(join(home, 'broken'))).toEqual(readManifest(join(home, 'here')))
  expect(readdirSync(home).filter(name => name.startsWith('broken'))).toEqual(['broken', 'broken-truth'])
})

test.each([
  ['--faults', 'label-bug,nonsense', 'no such fault: nonsense'],
  ['--format', 'xlsx', 'no such format: xlsx'],
  ['--scale', '-1', 'bad option --scale: -1'],
  ['--weeks', '1.5', 'bad option --weeks: 1.5'],
  ['--late-days', '-2', 'bad option --late-days: -2'],
])('%s %s is refused by name', (option, value, message) => {
  const { status, stderr } = extract('refused', [`${option}=${value}`])
  expect(status).toBe(5)
  expect(stderr).toContain(message)
})

test('successive weeks lie in folders named after them, faults in the last one alone', () => {
  expect(extract('weeks', ['--weeks', '2', '--faults', 'wrong-rows']).status).toBe(0)
  const [before, last] = ['2026-W46', '2026-W47'].map(week => readManifest(join(home, 'weeks', week)))
  expect(before!.covers_to).toBe('2026-11-08')
  expect(last!.files[0]!.rows - before!.files[0]!.rows).toBeGreaterThan(7)
})
