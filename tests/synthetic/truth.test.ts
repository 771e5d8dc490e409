import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeExtract } from '../../pipeline/synthetic/extract.ts'
import { writeTruth } from '../../pipeline/synthetic/truth.ts'
import { makeWorld, type World } from '../../pipeline/synthetic/world.ts'
import { defaultSetting, LAST, readTable, smallPlan } from './small.ts'

const home = mkdtempSync(join(tmpdir(), 'truth-'))
afterAll(() => rmSync(home, { recursive: true }))
const truth = join(home, 'extract-truth')

let world: World
beforeAll(async () => {
  world = makeWorld(await defaultSetting(), smallPlan({ scale: 0.02, years: 4 }))
  await writeExtract(join(home, 'extract'), world, { asAt: LAST, format: 'csv', faults: ['label-bug'] })
  await writeTruth(truth, world, ['label-bug'])
})

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

describe('the truth of places', () => {
  test('the shares of a target add up to 1 in each year', () => {
    const byYear = new Map<string, number>()
    for (const row of readTable(truth, 'squares.csv')) {
      byYear.set(row.year!, (byYear.get(row.year!) ?? 0) + Number(row['knife-injury']))
    }
    for (const total of byYear.values()) expect(total).toBeCloseTo(1, 3)
  })

  test('the expected number of a target is what was recorded, within chance', () => {
    const expected = sum(
      readTable(truth, 'days.csv')
        .filter(row => row.date! >= '2023-06-01' && row.date! < '2026-06-01')
        .map(row => Number(row['knife-injury'])),
    )
    const { crimes } = world
    const counted = [...crimes.order].filter(i => {
      const day = new Date(crimes.occurred[i]! * 60_000).toISOString().slice(0, 10)
      return (
        day >= '2023-06-01' &&
        day < '2026-06-01' &&
        crimes.kind[i]! < 11 &&
        !crimes.status[i] &&
        !crimes.police[i]
      )
    }).length
    expect(expected).toBeGreaterThan(1000)
    expect(Math.abs(counted - expected)).toBeLessThan(4 * Math.sqrt(expected))
  })

  test('planted flare-ups name their place and their days, all in the last four weeks', () => {
    const { flares, faults } = JSON.parse(readFileSync(join(truth, 'truth.json'), 'utf8'))
    expect(faults).toEqual(['label-bug'])
    expect(flares).toHaveLength(2)
    for (const { days } of flares)
      for (const day of days) expect(day >= '2026-10-19' && day < '2026-11-16').toBe(true)
  })
})

describe('the truth of people', () => {
  test('as many become high harm as the oracle expects, within chance', () => {
    const rows = readTable(truth, 'transitions.csv')
    for (const column of ['oracle', 'latent']) {
      const expected = sum(rows.map(row => Number(row[column])))
      const happened = rows.filter(row => row.happened === 'true').length
      expect(happened).toBeGreaterThan(30)
      expect(Math.abs(happened - expected)).toBeLessThan(4 * Math.sqrt(expected))
    }
  })

  test('who has stopped becomes high harm with probability 0, and never does', () => {
    const stopped = readTable(truth, 'transitions.csv').filter(
      row => Number(row.latent) === 0 && Number(row.oracle) > 0.02,
    )
    expect(stopped.length).toBeGreaterThan(5)
    expect(stopped.filter(row => row.happened === 'true').length).toBeLessThan(0.02 * stopped.length + 2)
  })

  test('names the record at the end of each chain of merges', () => {
    const merged = new Set(
      readTable(join(home, 'extract'), 'persons.csv')
        .filter(row => row.merged_into !== '')
        .map(row => row.person_id),
    )
    expect(merged.size).toBeGreaterThan(3)
    expect(readTable(truth, 'people.csv').filter(row => merged.has(row.person_id))).toEqual([])
  })
})

test('no truth lies in the extract', () => {
  expect(existsSync(truth)).toBe(true)
  expect(readdirSync(join(home, 'extract')).sort()).toEqual([
    'charges.csv',
    'crimes.csv',
    'decisions.csv',
    'exclusions.csv',
    'manifest.json',
    'patrols.csv',
    'persons.csv',
  ])
})
