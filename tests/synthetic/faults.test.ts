import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeExtract } from '../../pipeline/synthetic/extract.ts'
import { FAULTS } from '../../pipeline/synthetic/faults.ts'
import type { Manifest } from '../../pipeline/synthetic/faults-files.ts'
import { plantInRows } from '../../pipeline/synthetic/faults-rows.ts'
import { makeWorld, type World } from '../../pipeline/synthetic/world.ts'
import { IN_PEOPLE } from './people-faults.ts'
import { defaultSetting, fileHash, LAST, readManifest, readTable, smallPlan } from './small.ts'

type Rows = Record<string, string>[]

const home = mkdtempSync(join(tmpdir(), 'faults-'))
afterAll(() => rmSync(home, { recursive: true }))

let world: World
let sound: Manifest
beforeAll(async () => {
  world = makeWorld(await defaultSetting(), smallPlan({ scale: 0.002, years: 1 }))
  sound = await plant('sound')
})

const plant = (name: string) =>
  writeExtract(join(home, name), world, { asAt: LAST, format: 'csv', faults: name === 'sound' ? [] : [name] })

const share = (rows: Rows, holds: (row: Record<string, string>) => boolean) =>
  rows.filter(holds).length / rows.length
const table = (name: string, file = 'crimes') => readTable(join(home, name), `${file}.csv`)

/**
 * What each fault in the rows does, seen from the outside: the manifest agrees with the files in all of them.
 */
const IN_ROWS: Record<string, (name: string) => void> = {
  'duplicated-file': name => expect(table(name)).toHaveLength(2 * table('sound').length),
  'shifted-date': name =>
    expect(share(table(name), row => row.recorded_at! < row.occurred_from!)).toBeGreaterThan(0.8),
  'day-first-dates': name => expect(table(name)[0]!.recorded_at).toMatch(/^\d\d\/\d\d\/\d{4} \d\d:\d\d$/),
  'label-bug': name => {
    const hurt = (row: Record<string, string>) => row.weapon_use === 'used_causing_injury'
    expect(share(table(name), hurt) / share(table('sound'), hurt)).toBeGreaterThan(1.5)
  },
  'missing-column': name => expect(Object.keys(table(name)[0]!)).not.toContain('weapon_use'),
  'geocodes-lost': name => expect(share(table(name), row => row.easting === '')).toBeGreaterThan(0.35),
  'swapped-coordinates': name => expect(table(name)[0]!.easting).toBe(table('sound')[0]!.northing),
  'decimal-comma': name =>
    expect(share(table(name), row => /^"\d+,0"$/.test(row.easting!))).toBeGreaterThan(0.9),
  stale: name => {
    expect(share(table(name), row => row.recorded_at! >= '2026-10-26')).toBe(0)
    expect(share(table(name, 'charges'), row => row.charged_at! >= '2026-10-26')).toBe(0)
  },
  'future-dates': name =>
    expect(share(table(name), row => row.recorded_at! > '2026-11-17')).toBeCloseTo(0.05, 1),
  'duplicate-ids': name => {
    const ids = table(name).map(row => row.crime_id)
    expect(1 - new Set(ids).size / ids.length).toBeGreaterThan(0.02)
  },
  'orphan-charges': name =>
    expect(share(table(name, 'charges'), row => row.person_id!.startsWith('X'))).toBeCloseTo(0.1, 1),
  'merge-loop': name => {
    const into = new Map(table(name, 'persons').map(row => [row.person_id!, row.merged_into!]))
    const loops = [...into].filter(([id, next]) => next !== '' && into.get(next) === id)
    expect(loops.length).toBeGreaterThan(1)
  },
  'unknown-code': name =>
    expect(share(table(name, 'charges'), row => row.offence_code!.startsWith('Z'))).toBeGreaterThan(0.04),
  'outcomes-lost': name => expect(share(table(name, 'charges'), row => row.outcome === 'pending')).toBe(1),
  'doubled-volume': name => {
    expect(table(name)).toHaveLength(2 * table('sound').length)
    expect(new Set(table(name).map(row => row.crime_id)).size).toBeGreaterThan(1.99 * table('sound').length)
  },
  'half-volume': name => expect(table(name).length / table('sound').length).toBeCloseTo(1 / 3, 1),
  'bad-values': name =>
    expect(share(table(name), row => row.weapon_type === 'BLADED ARTICLE')).toBeGreaterThan(0.04),
  ...Object.fromEntries(
    Object.entries(IN_PEOPLE).map(([fault, check]) => [fault, (name: string) => check(seenIn(name))]),
  ),
}

const seenIn = (name: string) => ({
  sound: (file: string) => table('sound', file),
  faulty: (file: string) => table(name, file),
  share,
})

const bytes = (name: string) => readFileSync(join(home, name, 'crimes.csv'))

const IN_FILES: Record<string, (name: string) => void> = {
  'truncated-file': name => {
    expect(bytes(name).at(-1)).not.toBe(10)
    expect(bytes(name).length / bytes('sound').length).toBeCloseTo(0.6)
  },
  utf16: name => expect([...bytes(name).subarray(0, 2)]).toEqual([0xff, 0xfe]),
  bom: name => expect([...bytes(name).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]),
  'empty-file': name => expect(bytes(name)).toHaveLength(0),
  'wrong-hash': name =>
    expect(readManifest(join(home, name)).files[0]!.sha256).not.toBe(sound.files[0]!.sha256),
  'wrong-rows': name => expect(readManifest(join(home, name)).files[0]!.rows).toBe(sound.files[0]!.rows + 7),
  'missing-file': name => expect(existsSync(join(home, name, 'charges.csv'))).toBe(false),
  'wrong-week': name => expect(readManifest(join(home, name)).covers_to).toBe('2026-09-20'),
}

test('every fault that the command offers is looked at here', () => {
  expect([...FAULTS.keys()].sort()).toEqual([...Object.keys(IN_ROWS), ...Object.keys(IN_FILES)].sort())
})

describe('a fault in the rows is there, and the manifest agrees with the files', () => {
  test.each(Object.keys(IN_ROWS))('%s', async name => {
    const { files } = await plant(name)
    IN_ROWS[name]!(name)
    for (const file of files) {
      expect(fileHash(join(home, name, file.name))).toBe(file.sha256)
      expect(table(name, file.table)).toHaveLength(file.rows)
    }
  })
})

test('a shifted date leaves alone what is no date', async () => {
  const folder = join(home, 'by-hand')
  mkdirSync(folder)
  writeFileSync(
    join(folder, 'crimes.csv'),
    'crime_id,recorded_at\n1,2026-03-01T10:00:00\n2,2023-02-30T12:00:00\n3,\n',
  )
  const files: Manifest['files'] = [{ table: 'crimes', name: 'crimes.csv', rows: 3, sha256: '' }]
  await plantInRows(folder, { ...sound, files }, { names: ['shifted-date'], seed: 1 })
  expect(readTable(folder, 'crimes.csv').map(row => row.recorded_at)).toEqual([
    '2026-02-01T10:00:00',
    '2023-02-30T12:00:00',
    '',
  ])
})

describe('a fault in the files or in the manifest is there', () => {
  test.each(Object.keys(IN_FILES))('%s', async name => {
    await plant(name)
    IN_FILES[name]!(name)
  })
})
