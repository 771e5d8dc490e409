import { expect, it } from 'vitest'
import { readFlaggedPoints } from '../../pipeline/data/notes.ts'
import { type Correction, faultOf, rectifyStore } from '../../pipeline/data/rectify.ts'
import { row, takeLoosely, writeExtract } from './fixture.ts'

const FACTS = { extractedAt: '2026-11-16T05:00:00', box: [380_000, 260_000, 430_000, 310_000] } as const

const correction = (table: Correction['table'], id: string, set: readonly [string, string]): Correction => ({
  table,
  id,
  column: set[0],
  value: set[1],
})

it.each([
  ['charges', 'outcome', 'convicted', undefined],
  ['charges', 'outcome', 'guilty', 'a value that is not in the list of the contract'],
  ['charges', 'outcome', '', 'a required value is empty'],
  ['charges', 'outcome_at', '', undefined],
  ['charges', 'charged_at', '2026-02-30T10:00:00', 'not a local ISO 8601 date-time'],
  ['charges', 'charge_id', 'H2', 'the key of a row cannot be corrected'],
  ['persons', 'birth_month', '1990-13', 'not a month YYYY-MM'],
  ['crimes', 'easting', '407000', undefined],
  ['crimes', 'easting', '4O7', 'not a number'],
] as const)('%s %s = %j: %s', async (...[table, column, value, fault]) => {
  expect(await faultOf(correction(table, 'X', [column, value]))).toBe(fault)
})

it('a column that the contract does not know is named with those that it does', async () => {
  expect(await faultOf(correction('charges', 'H1', ['verdict', 'guilty']))).toMatch(
    /^no such column.*outcome/,
  )
})

async function storeOf() {
  const files = {
    persons: [row('persons'), row('persons', { person_id: 'P2' }), row('persons', { person_id: 'P3' })],
    charges: [row('charges'), row('charges', { charge_id: 'H2' })],
  }
  return (await takeLoosely(await writeExtract(files))).store
}

it('a correction stands in the store, whatever its type, and a later one lies over an earlier', async () => {
  const store = await storeOf()
  const found = await rectifyStore(
    store,
    [
      correction('crimes', 'C1', ['domestic', 'true']),
      correction('crimes', 'C1', ['easting', '407123.5']),
      correction('crimes', 'C1', ['recorded_at', '2026-11-11T12:00:00']),
      correction('crimes', 'C1', ['recorded_at', '2026-11-12T12:00:00']),
      correction('persons', 'P1', ['lomu', '']),
      correction('persons', 'GONE', ['lomu', 'BW']),
    ],
    FACTS,
  )
  expect(found).toEqual([
    { table: 'crimes', applied: 4, absent: 0, refused: 0 },
    { table: 'persons', applied: 1, absent: 1, refused: 0 },
  ])
  const [crime] = await store.rows(
    `SELECT domestic, easting, strftime(recorded_at, '%Y-%m-%dT%H') AS at FROM crimes`,
  )
  expect(crime).toEqual({ domestic: true, easting: 407123.5, at: '2026-11-12T12' })
  expect(await store.rows(`SELECT lomu FROM persons WHERE person_id = 'P1'`)).toEqual([{ lomu: null }])
  store.close()
})

it('a point that stands out by its crimes no longer does when one of them is put right', async () => {
  const at = { easting: '407000', northing: '287000', location_type: 'custody' }
  const crimes = Array.from({ length: 20 }, (_, i) => row('crimes', { crime_id: `C${i}`, ...at }))
  const { store } = await takeLoosely(await writeExtract({ crimes }))
  expect(await readFlaggedPoints(store)).toEqual([{ kind: 'default-geocode', x: 407000, y: 287000 }])
  await rectifyStore(store, [correction('crimes', 'C7', ['easting', '407123.5'])], FACTS)
  expect(await readFlaggedPoints(store)).toEqual([])
  store.close()
})

it('a charge moves to the person to whom it belongs, and merges are followed anew', async () => {
  const store = await storeOf()
  await rectifyStore(
    store,
    [correction('charges', 'H2', ['person_id', 'P2']), correction('persons', 'P2', ['merged_into', 'P3'])],
    FACTS,
  )
  const owners = await store.rows('SELECT charge_id, survivor_id FROM charges ORDER BY charge_id')
  expect(owners).toEqual([
    { charge_id: 'H1', survivor_id: 'P1' },
    { charge_id: 'H2', survivor_id: 'P3' },
  ])
  store.close()
})

it('a correction that breaks a rule beside the other values of its row is left out', async () => {
  const store = await storeOf()
  const broken = [
    correction('crimes', 'C1', ['occurred_from', '2026-11-15T10:00:00']),
    correction('charges', 'H1', ['outcome', 'convicted']),
    correction('charges', 'H1', ['person_id', 'NOBODY']),
    correction('persons', 'P1', ['merged_into', 'P1']),
  ]
  const before = await store.rows('SELECT * FROM charges ORDER BY charge_id')
  expect((await rectifyStore(store, broken, FACTS)).map(({ refused }) => refused)).toEqual([1, 1, 2])
  expect(await store.rows('SELECT * FROM charges ORDER BY charge_id')).toEqual(before)
  store.close()
})
