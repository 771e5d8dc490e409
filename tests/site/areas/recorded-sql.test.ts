import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Duck, openDuck } from '../../../pipeline/lib/duck.ts'
import {
  districtsQuery,
  type Query,
  type RecordedFilter,
  squaresQuery,
  weeksQuery,
  whereOf,
} from '../../../site/areas/client/recorded-sql.ts'

const NONE: RecordedFilter = { district: '', period: '', day: '', hours: '', venue: '' }
const DATA_TO = '2026-11-15'
let duck: Duck

beforeAll(async () => {
  duck = await openDuck()
  await duck.run("ATTACH ':memory:' AS history")
  await duck.run(
    `CREATE TABLE history.recorded(
      week DATE, weekday UTINYINT, hour UTINYINT, venue VARCHAR, district VARCHAR, offences UINTEGER)`,
  )
  await duck.run(`INSERT INTO history.recorded VALUES
    ('2026-11-09', 6, 23, 'street', 'East', 2), ('2026-10-19', 1, 6, 'retail', 'East', 1),
    ('2026-10-12', 7, 0, 'street', 'West', 4), ('2020-01-06', 5, 18, 'licensed', 'West', 8)`)
  await duck.run(
    'CREATE TABLE history.squares(weeks USMALLINT, cell VARCHAR, district VARCHAR, offences UINTEGER)',
  )
  await duck.run(`INSERT INTO history.squares VALUES (52, 'a', 'East', 3), (52, 'b', 'West', 4),
    (0, 'a', 'East', 3), (0, 'b', 'West', 12), (0, 'other cells', 'West', 50)`)
})
afterAll(() => duck.close())

const total = async (filter: Partial<RecordedFilter>) => {
  const { sql, values }: Query = weeksQuery({ ...NONE, ...filter }, DATA_TO)
  const rows = await duck.rows<{ offences: number }>(sql, [...values])
  return rows.reduce((sum, row) => sum + row.offences, 0)
}

test('no filter counts all', async () => {
  expect(await total({})).toBe(15)
})

test('four weeks are the last four whole weeks of the data', async () => {
  expect(await total({ period: '4' })).toBe(3)
})

test('days, hours, venues and districts each leave their own', async () => {
  expect(await total({ day: 'weekend' })).toBe(6)
  expect(await total({ day: 'weekdays' })).toBe(9)
  expect(await total({ day: '7' })).toBe(4)
  expect(await total({ hours: '18-24' })).toBe(10)
  expect(await total({ hours: '0-6' })).toBe(4)
  expect(await total({ venue: 'street', district: 'East' })).toBe(2)
})

test('districts come with the most offences first', async () => {
  const { sql, values } = districtsQuery(NONE, DATA_TO)
  expect(await duck.rows(sql, [...values])).toEqual([
    { district: 'West', offences: 12 },
    { district: 'East', offences: 3 },
  ])
})

const squares = async (filter: Partial<RecordedFilter>) => {
  const { sql, values } = squaresQuery({ ...NONE, ...filter })!
  return (await duck.rows<{ cell: string; offences: number }>(sql, [...values])).map(row => [
    row.cell,
    row.offences,
  ])
}

test('squares of a period come with the most offences first, and those put together last', async () => {
  expect(await squares({})).toEqual([
    ['b', 12],
    ['a', 3],
    ['other cells', 50],
  ])
  expect(await squares({ period: '52', district: 'East' })).toEqual([['a', 3]])
})

test('squares are never counted by day, hour or venue', () => {
  for (const filter of [{ day: '1' }, { hours: '0-6' }, { venue: 'street' }] as const) {
    expect(squaresQuery({ ...NONE, ...filter })).toBeNull()
  }
})

test('a value is bound, never part of the statement', async () => {
  const hostile = "' OR 1=1 --"
  expect(whereOf({ ...NONE, district: hostile, venue: hostile }, DATA_TO).sql).not.toContain(hostile)
  expect(await total({ district: hostile })).toBe(0)
})
