import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { makeTinyExtract } from '../tiny-extract.ts'

const folder = mkdtempSync(join(tmpdir(), 'speed-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('the performance bench prints a line a stage, and one of the whole week with its archive', async () => {
  const extract = join(folder, 'extract')
  const { files } = await makeTinyExtract(extract)
  const rows = files.reduce((total, file) => total + file.rows, 0)
  const out = join(folder, 'bench.json')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['pipeline/bench/speed.ts', '--extract', extract, '--out', out],
    { encoding: 'utf8' },
  )
  expect([status, stderr]).toEqual([0, ''])
  const lines = stdout.trim().split('\n')
  expect(lines[0]!.split(/ {2,}/)).toEqual([
    ...['stage', 'rows', 'seconds', 'peak MB', 'x floor', 'us/row', 'files', 'MB archived'],
    'MB with builds',
  ])
  const stages = lines
    .slice(2)
    .map(line => /^(\S.*?) {2,}.*?([\d.]+) +(\d+) +([\d.]+)(?: |$)/.exec(line)!.slice(1))
  const names = stages.map(([name]) => name)
  expect(names[0]).toBe('floor: bare CSV to Parquet')
  for (const name of [
    'read crimes',
    'ingest',
    'score people',
    'judge places',
    'bake areas',
    'build people',
    'publish',
  ])
    expect(names).toContain(name)
  expect(names.at(-1)).toBe('whole week')

  const { measured } = JSON.parse(readFileSync(out, 'utf8'))
  const [week] = measured[0].weeks
  expect(measured[0].floor.rows).toBe(rows)
  expect(week.rows).toBe(rows)
  expect(week.files).toBeGreaterThan(50)
  expect(week.bytes).toBeGreaterThan(1e6)
  expect(week.megabytes).toBeGreaterThan(100)
  const slowest = Math.max(...week.stages.map((stage: { seconds: number }) => stage.seconds))
  expect(week.seconds).toBeGreaterThan(slowest)
})
