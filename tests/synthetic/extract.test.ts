import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TABLES } from '../../pipeline/data/schema.ts'
import { openDuck } from '../../pipeline/lib/duck.ts'
import { epochDay } from '../../pipeline/lib/week.ts'
import { type Format, writeExtract } from '../../pipeline/synthetic/extract.ts'
import { writeTruth } from '../../pipeline/synthetic/truth.ts'
import { makeWorld, type World } from '../../pipeline/synthetic/world.ts'
import { defaultSetting, fileHash, LAST, readManifest, readTable, smallPlan } from './small.ts'

const home = mkdtempSync(join(tmpdir(), 'synthetic-'))
afterAll(() => rmSync(home, { recursive: true }))

const write = (
  world: World,
  name: string,
  { asAt = LAST, format = 'csv' }: { asAt?: number; format?: Format } = {},
) => writeExtract(join(home, name), world, { asAt, format, faults: [] })

let world: World
beforeAll(async () => {
  world = makeWorld(await defaultSetting(), smallPlan({ scale: 0.008 }))
  await write(world, 'now')
  await write(world, 'before', { asAt: LAST - 7 })
})

describe('one extract', () => {
  test('has every table of the contract, with its columns in order', () => {
    const { files } = readManifest(join(home, 'now'))
    expect(files.map(({ table }) => table)).toEqual(TABLES.map(({ name }) => name))
    for (const { name, columns } of TABLES) {
      const [first] = readTable(join(home, 'now'), `${name}.csv`)
      expect(Object.keys(first!)).toEqual(columns.map(column => column.name))
    }
  })

  test('names whom the units manage, about one in eighty, and what patrols planned and did', () => {
    const decisions = readTable(join(home, 'now'), 'decisions.csv')
    const managed = decisions.filter(row => row.managed_from && !row.managed_until)
    const persons = readTable(join(home, 'now'), 'persons.csv').length
    expect(managed.length / persons).toBeCloseTo(0.012, 2)
    expect(managed.every(row => row.managed_from! <= '2026-11-16' && row.agreed === 'agree')).toBe(true)
    const patrols = readTable(join(home, 'now'), 'patrols.csv')
    const ahead = patrols.filter(row => row.started_at! >= '2026-11-16T05')
    expect(new Set(ahead.map(row => row.kind))).toEqual(new Set(['planned']))
    expect(new Set(patrols.map(row => row.kind))).toEqual(new Set(['planned', 'delivered']))
  })

  test('is described by its manifest: rows, hashes, and the day before as the last one covered', () => {
    const manifest = readManifest(join(home, 'now'))
    expect(manifest.extracted_at).toBe('2026-11-16T05:00:00')
    expect(manifest.covers_to).toBe('2026-11-15')
    for (const { name, rows, sha256 } of manifest.files) {
      expect(readTable(join(home, 'now'), name)).toHaveLength(rows)
      expect(fileHash(join(home, 'now', name))).toBe(sha256)
    }
  })

  test('is the same, byte for byte, from the same plan, and another from another seed', async () => {
    const setting = await defaultSetting()
    const again = await write(makeWorld(setting, smallPlan({ scale: 0.008 })), 'again')
    const other = await write(makeWorld(setting, smallPlan({ scale: 0.008, seed: 2 })), 'other')
    expect(again.files).toEqual(readManifest(join(home, 'now')).files)
    expect(other.files[0]!.sha256).not.toBe(again.files[0]!.sha256)
  })

  test('knows nothing recorded, charged or decided after it was taken', () => {
    const late = (table: string, column: string) =>
      readTable(join(home, 'now'), `${table}.csv`).filter(row => row[column]! >= '2026-11-16T05:00:00')
    expect(late('crimes', 'recorded_at')).toEqual([])
    expect(late('crimes', 'status_at')).toEqual([])
    expect(late('charges', 'charged_at')).toEqual([])
    expect(late('charges', 'outcome_at')).toEqual([])
    expect(late('decisions', 'decided_at')).toEqual([])
  })

  test('has unique ids but for planted doubles; a charge names a person and a crime that are there', () => {
    const ids = (table: string, column: string) =>
      readTable(join(home, 'now'), `${table}.csv`).map(row => row[column]!)
    const crimes = ids('crimes', 'crime_id')
    const persons = new Set(ids('persons', 'person_id'))
    expect(crimes.length - new Set(crimes).size).toBeLessThan(0.001 * crimes.length)
    expect(persons.size).toBe(ids('persons', 'person_id').length)
    expect(ids('charges', 'person_id').filter(id => !persons.has(id))).toEqual([])
    const known = new Set(crimes)
    expect(ids('charges', 'crime_id').filter(id => id !== '' && !known.has(id))).toEqual([])
  })

  test('a charge comes after its offence and carries the code of its crime', () => {
    const codes = new Map(
      readTable(join(home, 'now'), 'crimes.csv').map(row => [row.crime_id, row.offence_code]),
    )
    const charges = readTable(join(home, 'now'), 'charges.csv')
    expect(charges.filter(row => row.offence_date! > row.charged_at!.slice(0, 10))).toEqual([])
    const linked = charges.filter(row => row.crime_id !== '')
    const same = linked.filter(row => codes.get(row.crime_id) === row.offence_code)
    expect(same.length / linked.length).toBeGreaterThan(0.97)
  })

  test('codes without a weight are too few among the charges for the gate', async () => {
    const { weights } = await defaultSetting()
    const charges = readTable(join(home, 'now'), 'charges.csv')
    expect(charges.filter(row => !weights.has(row.offence_code!)).length / charges.length).toBeLessThan(0.015)
  })
})

describe('the dirt of a real feed', () => {
  const days = (row: Record<string, string>) =>
    row.occurred_to ? epochDay(row.occurred_to) - epochDay(row.occurred_from!) : 0
  const crimes = () => readTable(join(home, 'now'), 'crimes.csv')
  const part = (rows: readonly unknown[], of: readonly unknown[]) => rows.length / of.length

  test('rapes of many years ago, half of them with a year for a date', () => {
    const rapes = crimes().filter(row => ['19C', '19D'].includes(row.offence_code!))
    const old = rapes.filter(row => row.occurred_from! < '2023-09')
    expect(part(old, rapes)).toBeGreaterThan(0.04)
    expect(part(old, rapes)).toBeLessThan(0.25)
    expect(old.some(row => row.occurred_from! < '2000')).toBe(true)
    expect(old.some(row => days(row) >= 364) && old.some(row => days(row) === 0)).toBe(true)
  })

  test('ranges of dates of more than a month', () => {
    const long = crimes().filter(row => days(row) > 28 && days(row) < 90)
    expect(part(long, crimes())).toBeGreaterThan(0.003)
    expect(part(long, crimes())).toBeLessThan(0.02)
  })

  test('one point at which crimes without a place are put, named in the truth', async () => {
    const truth = join(home, 'truth')
    await writeTruth(truth, world, [])
    const { defaultGeocode } = JSON.parse(readFileSync(join(truth, 'truth.json'), 'utf8'))
    const { x, y, share } = defaultGeocode
    const there = crimes().filter(row => row.easting === String(x) && row.northing === String(y))
    expect(part(there, crimes())).toBeGreaterThan(share / 2)
    expect(part(there, crimes())).toBeLessThan(share * 2)
  })

  test('people without a unit, charges from before the first record, dates without a time', () => {
    const [persons, charges] = ['persons', 'charges'].map(name => readTable(join(home, 'now'), `${name}.csv`))
    expect(
      part(
        persons!.filter(row => row.lomu === ''),
        persons!,
      ),
    ).toBeCloseTo(0.02, 1)
    expect(charges!.some(row => row.charged_at! < '2024-11-01')).toBe(true)
    expect(charges!.some(row => row.outcome_at!.length === 10)).toBe(true)
    expect(crimes().some(row => row.status_at!.length === 10)).toBe(true)
  })

  test('a late extract says so, and knows no more', async () => {
    const late = await writeExtract(join(home, 'late'), world, {
      ...{ asAt: LAST, format: 'csv', faults: [] },
      lateDays: 4,
    })
    expect(late.extracted_at.slice(0, 10)).toBe('2026-11-20')
    expect(late.covers_to).toBe('2026-11-15')
    expect(late.files).toEqual(readManifest(join(home, 'now')).files)
  })
})

describe('the next weekly extract', () => {
  const both = (table: string, key: string) => {
    const now = new Map(readTable(join(home, 'now'), `${table}.csv`).map(row => [row[key]!, row]))
    const before = readTable(join(home, 'before'), `${table}.csv`)
    return before.map(row => [row, now.get(row[key]!)] as const)
  }

  test('keeps every crime, person and charge of the week before', () => {
    for (const [table, key] of [
      ['crimes', 'crime_id'],
      ['persons', 'person_id'],
      ['charges', 'charge_id'],
      ['decisions', 'decision_id'],
      ['patrols', 'patrol_id'],
    ] as const) {
      expect(both(table, key).filter(([, next]) => next === undefined)).toEqual([])
    }
  })

  test('adds late records of older crimes', () => {
    const known = new Set(readTable(join(home, 'before'), 'crimes.csv').map(row => row.crime_id))
    const added = readTable(join(home, 'now'), 'crimes.csv').filter(row => !known.has(row.crime_id))
    expect(added.filter(row => row.occurred_from! < '2026-11-02').length).toBeGreaterThan(0)
  })

  test('a crime changes only by being cancelled, transferred or re-coded', () => {
    const changed = both('crimes', 'crime_id').filter(([a, b]) => JSON.stringify(a) !== JSON.stringify(b))
    expect(changed.some(([a, b]) => a.status === 'recorded' && b!.status !== 'recorded')).toBe(true)
    expect(changed.some(([a, b]) => a.offence_code !== b!.offence_code)).toBe(true)
    for (const [a, b] of changed) {
      if (a.status !== 'recorded') expect(b!.status).toBe(a.status)
      expect([b!.recorded_at, b!.occurred_from, b!.easting, b!.weapon_use]).toEqual([
        a.recorded_at,
        a.occurred_from,
        a.easting,
        a.weapon_use,
      ])
    }
  })

  test('an outcome becomes known once and stays', () => {
    const changed = both('charges', 'charge_id').filter(([a, b]) => a.outcome !== b!.outcome)
    expect(changed.length).toBeGreaterThan(0)
    for (const [a, b] of changed) {
      expect(a.outcome).toBe('pending')
      expect(b!.outcome_at! >= '2026-11-09T05:00:00').toBe(true)
    }
  })
})

describe('formats', () => {
  const count = async (name: string, format: Format) => {
    const { files } = await write(world, name, { format })
    const duck = await openDuck()
    const reader = format === 'parquet' ? 'read_parquet' : 'read_csv'
    const [row] = await duck.rows<{ n: number; columns: number }>(
      `SELECT count(*) AS n FROM ${reader}('${join(home, name, files[0]!.name)}')`,
    )
    duck.close()
    return { read: row!.n, said: files[0]!.rows, name: files[0]!.name, hash: files[0]!.sha256 }
  }

  test.each(['csv.gz', 'parquet'] as const)(
    '%s holds the same rows as CSV, under its own hash',
    async format => {
      const { read, said, name, hash } = await count(format.replace('.', '-'), format)
      expect(name).toBe(`crimes.${format}`)
      expect([read, said]).toEqual(Array(2).fill(readManifest(join(home, 'now')).files[0]!.rows))
      expect(fileHash(join(home, format.replace('.', '-'), name))).toBe(hash)
    },
  )
})
