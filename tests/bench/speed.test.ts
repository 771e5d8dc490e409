import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { makeTinyExtract } from '../tiny-extract.ts'

const folder = mkdtempSync(join(tmpdir(), 'speed-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('the performance bench prints a line a stage: rows, seconds, memory, ratio to the floor', async () => {
  const extract = join(folder, 'extract')
  const { files } = await makeTinyExtract(extract)
  const rows = files.reduce((total, file) => total + file.rows, 0)
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['pipeline/bench/speed.ts', '--extract', extract],
    { encoding: 'utf8' },
  )
  expect([status, stderr]).toEqual([0, ''])
  const lines = stdout.trim().split('\n')
  expect(lines[0]).toMatch(/^stage +rows +seconds +peak MB +x floor$/)
  const stages = lines.slice(1).map(line => /^(.+?) +(\d+) +([\d.]+) +(\d+) +([\d.]+)$/.exec(line)!.slice(1))
  expect(stages.map(([name]) => name)).toEqual([
    'floor: bare CSV to Parquet',
    'ingest',
    'forecast knife-injury',
    'forecast serious-violence',
    'people: features, fit, files',
  ])
  expect(stages.slice(0, 2).map(stage => Number(stage[1]))).toEqual([rows, rows])
  expect(stages[0]![4]).toBe('1.0')
})
