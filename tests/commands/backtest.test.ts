import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTinyExtract } from '../tiny-extract.ts'

const folder = mkdtempSync(join(tmpdir(), 'backtest-'))
const [extract, out] = [join(folder, 'extract'), join(folder, 'out')]
const command = (...values: string[]) =>
  spawnSync(process.execPath, ['pipeline/backtest.ts', ...values], { encoding: 'utf8' })

beforeAll(async () => {
  await makeTinyExtract(extract)
})
afterAll(() => rmSync(folder, { recursive: true }))

it('writes the evidence of every target and prints a table of each, with the canaries', () => {
  const { status, stdout } = command('--extract', extract, '--out', out, '--origins', '4')
  expect(status).toBe(0)
  const names = readdirSync(out).sort()
  expect(names).toEqual(['evidence-knife.json', 'evidence-violence.json', 'people-evidence.json'])
  for (const name of names.slice(0, 2)) {
    const evidence = JSON.parse(readFileSync(join(out, name), 'utf8'))
    expect(evidence).toMatchObject({ kind: 'evidence', canaries: { future: { change: 0 } } })
    expect(Object.keys(evidence.models).length).toBeGreaterThan(3)
    for (const model of Object.keys(evidence.models)) expect(stdout).toContain(`  ${model} `)
  }
  expect(stdout).toMatch(/\nPeople: (\d+ places of \d+ people|nothing to judge)/)
  expect(stdout).toMatch(/ {2}\d+ on lists; \d+ charged within the year on none: no charge counts\n/)
  expect(stdout.match(/rows after the origin edited: change +0 +0 /g)).toHaveLength(2)
})

it('without an extract says which option is missing', () => {
  const { status, stderr } = command('--out', out)
  expect(status).toBe(5)
  expect(stderr).toContain('--extract or --out is missing')
})
