import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadForce } from '../../pipeline/force/load.ts'
import { ONS_2020 } from '../../pipeline/force/weights.ts'

const run = (...args: string[]) => promisify(execFile)(process.execPath, args)

/** The printed table of people by band before (row) and after (column). */
function flowOf(text: string): number[][] {
  const lines = text.slice(text.indexOf('people from band')).trim().split('\n').slice(2)
  return lines.map(line =>
    line
      .trim()
      .split(/\s{2,}/)
      .slice(1)
      .map(Number),
  )
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

describe('the rebase command', () => {
  let folder: string
  let extract: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'foresite-rebase-test-'))
    extract = join(folder, 'extract')
    await run('pipeline/extract.ts', '--out', extract, '--scale', '0.005')
  })

  afterAll(() => rm(folder, { recursive: true }))

  it('prints the cut-points in use, those that it proposes, and who would change band', async () => {
    const { stdout } = await run('pipeline/rebase.ts', '--extract', extract)
    const { cuts } = (await loadForce()).settings.harm
    const jsonIn = (start: string) => JSON.parse(/\{.*\}/.exec(stdout.slice(stdout.indexOf(start)))![0])
    expect(jsonIn('cut-points in use')).toEqual(cuts)
    const proposed = jsonIn('proposed on 2026-11-16')
    const rising = [proposed.lowMedium, proposed.highMedium, proposed.high, proposed.superHigh]
    expect(rising).toEqual([...rising].sort((a, b) => a - b))
    expect(rising[0]).toBeGreaterThan(0)
    const flow = flowOf(stdout)
    expect(flow.map(row => row.length)).toEqual([5, 5, 5, 5, 5])
    expect(sum(flow.flat())).toBeGreaterThan(50)
  })

  it('says which weights a revised table changes and moves nobody when it changes none', async () => {
    const table = join(folder, 'weights.json')
    const write = (weights: unknown) =>
      writeFile(table, JSON.stringify({ source: 'a draft', vintage: '2030', weights }))
    await write(ONS_2020.weights)
    const same = (await run('pipeline/rebase.ts', '--extract', extract, '--weights', table)).stdout
    expect(same).toContain('0 offence codes change weight')
    expect(same).toMatch(/^0 of \d+ people change band/m)
    await write(ONS_2020.weights.map(row => ({ ...row, weight: row.code === '8N' ? 1000 : row.weight })))
    const heavier = (await run('pipeline/rebase.ts', '--extract', extract, '--weights', table)).stdout
    expect(heavier).toContain('1 offence codes change weight')
    expect(heavier).toMatch(/8N +189 -> 1000/)
    const flow = flowOf(heavier)
    const [up, down] = [
      sum(flow.flatMap((row, b) => row.slice(b + 1))),
      sum(flow.flatMap((row, b) => row.slice(0, b))),
    ]
    expect(up).toBeGreaterThan(0)
    expect(down).toBe(0)
    expect(heavier).toContain(`${up} of ${sum(flow.flat())} people change band`)
  })

  it('fails in plain words without an extract', async () =>
    await expect(run('pipeline/rebase.ts')).rejects.toThrow('--extract PATH is needed'))
})
