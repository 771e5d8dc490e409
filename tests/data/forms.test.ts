import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { namesKeyTwice } from '../../pipeline/data/json-keys.ts'
import type { TableName } from '../../pipeline/data/schema.ts'
import { literal, openDuck } from '../../pipeline/lib/duck.ts'
import { force, type Row, row, take, takeLoosely, tempFolder, writeExtract } from './fixture.ts'

/** Forms that real systems write and that mean something plain: a row, and what the store holds of it. */
const FORMS: readonly (readonly [name: string, table: TableName, changes: Row, stored: object])[] = [
  [
    'seven decimals of a second',
    'crimes',
    { recorded_at: '2026-11-10T12:00:00.1234567' },
    { recorded_at: new Date('2026-11-10T12:00:00.123Z') },
  ],
  [
    'nine decimals of a second',
    'crimes',
    { recorded_at: '2026-11-10 12:00:00.999999999' },
    { recorded_at: new Date('2026-11-10T12:00:00.999Z') },
  ],
  [
    'many decimals of a metre',
    'crimes',
    { easting: '407000.12345678901234' },
    { easting: 407000.12345678901 },
  ],
  ['a point after whole metres', 'crimes', { easting: '407000.' }, { easting: 407000 }],
  ['NaN for no coordinate', 'crimes', { easting: 'NaN', northing: 'nan' }, { easting: null, northing: null }],
  [
    'a cancellation of which only the day is known',
    'crimes',
    { status: 'cancelled', status_at: '2026-11-10' },
    { status_at: new Date('2026-11-10') },
  ],
  [
    'a cancellation at the start of its day',
    'crimes',
    { status: 'cancelled', status_at: '2026-11-10T00:00:00' },
    { status: 'cancelled' },
  ],
  [
    'an outcome of which only the day is known',
    'charges',
    { outcome: 'convicted', outcome_at: '2026-11-11' },
    { outcome: 'convicted' },
  ],
  ['9999-12-31 for no end', 'persons', { in_custody_until: '9999-12-31' }, {}],
  ['9999-12-31 for no date', 'crimes', { occurred_to: '9999-12-31T23:59:59' }, { occurred_to: null }],
  ['9999-12-31 for no outcome yet', 'charges', { outcome_at: '9999-12-31' }, { outcome_at: null }],
  ['an exclusion without an end', 'exclusions', { until: '9999-12-31' }, {}],
  ['a date range that ends at the start of its day', 'crimes', { occurred_to: '2026-11-10T00:00:00' }, {}],
  ['spaces around an identifier', 'crimes', { crime_id: '  C1 ' }, { crime_id: 'C1' }],
  ['full-width and unseen characters', 'crimes', { crime_id: 'Ｃ\u200b1\ufeff' }, { crime_id: 'C1' }],
]

test.each(FORMS)('%s is accepted', async (...[_name, table, changes, stored]) => {
  const { store, accounts } = await takeLoosely(await writeExtract({ [table]: [row(table, changes)] }))
  expect(accounts.find(account => account.table === table)).toMatchObject({ accepted: 1, quarantined: 0 })
  expect((await store.rows(`SELECT * FROM ${table}`))[0]).toMatchObject(stored)
  store.close()
})

describe('identifiers that differ only in width, unseen characters or outer spaces', () => {
  test('are twins', async () => {
    const crimes = [
      row('crimes'),
      row('crimes', { crime_id: 'C1\u200d' }),
      row('crimes', { crime_id: 'Ｃ2' }),
      row('crimes', { crime_id: 'C2 ', lpa: 'BW' }),
    ]
    const { store, accounts, issues } = await takeLoosely(await writeExtract({ crimes }))
    expect(accounts[0]).toMatchObject({
      accepted: 1,
      reasons: [
        { code: 'conflicting-key', rows: 2 },
        { code: 'duplicate-row', rows: 1 },
      ],
    })
    expect(issues).toContainEqual({ table: 'crimes', code: 'id-cleaned', rows: 3, rejected: false })
    store.close()
  })

  test('join charges to persons and crimes', async () => {
    const persons = [row('persons', { person_id: 'ﬁ-1' })]
    const charges = [row('charges', { person_id: ' fi-1' })]
    const { store, accounts } = await takeLoosely(await writeExtract({ persons, charges }))
    expect(accounts.map(({ accepted }) => accepted)).toEqual([1, 1, 1])
    expect(await store.rows('SELECT survivor_id FROM charges')).toEqual([{ survivor_id: 'fi-1' }])
    store.close()
  })
})

test('a day without its time is no hour that a zone skips at midnight', async () => {
  const loaded = await force()
  const settings = { ...loaded.settings, timezone: 'Africa/Cairo' }
  const gates = { ...settings.gates, maxDaysWithoutRecords: 1000 }
  const at = (status_at: string) =>
    row('crimes', {
      ...{ crime_id: status_at, recorded_at: '2026-04-20T10:00:00', occurred_from: '2026-04-20T09:00:00' },
      ...{ status: 'cancelled', status_at },
    })
  const crimes = [at('2026-04-24'), at('2026-04-24T00:30:00')]
  const { accounts, store } = await take(await writeExtract({ crimes }, { timezone: 'Africa/Cairo' }), {
    force: { ...loaded, settings: { ...settings, gates: { ...gates, maxRejectShare: 1 } } },
  })
  expect(accounts[0]).toMatchObject({ accepted: 1, reasons: [{ code: 'nonexistent-local-time', rows: 1 }] })
  store.close()
})

describe('a table that nothing uses', () => {
  const patrols = [row('patrols'), row('patrols', { patrol_id: 'T2' }), row('patrols', { minutes: 'many' })]

  test('warns of a bad row and refuses nothing', async () => {
    const { store, accounts, warnings } = await take(await writeExtract({ patrols }))
    expect(accounts.at(-1)).toMatchObject({ table: 'patrols', accepted: 2, quarantined: 1 })
    expect(warnings).toContainEqual({
      code: 'rejects',
      where: 'patrols',
      facts: '1 of 3 rows quarantined (bad-number 1); nothing uses the table',
    })
    store.close()
  })

  test('is set aside whole when it holds no byte', async () => {
    const { store, accounts } = await take(
      await writeExtract({ patrols: { name: 'patrols.csv', content: '', rows: 0 } }),
    )
    expect(accounts.at(-1)).toMatchObject({ table: 'patrols', rows: 0, accepted: 0, quarantined: 0 })
    store.close()
  })

  test('still refuses when it is not the file of the manifest', async () => {
    const folder = await writeExtract({ patrols })
    await writeFile(join(folder, 'patrols.csv'), 'patrol_id,cell,started_at,minutes\n')
    await expect(take(folder)).rejects.toMatchObject({
      exit: 3,
      message: expect.stringMatching(/^wrong-hash/),
    })
  })

  test('is set aside whole when it cannot be read', async () => {
    const content = 'patrol_id,square\nT1,e1n1\nT2,e2n2\n'
    const { store, accounts, warnings } = await take(
      await writeExtract({ patrols: { name: 'patrols.csv', content, rows: 2 } }),
    )
    expect(accounts.at(-1)).toEqual({
      ...{ table: 'patrols', rows: 2, accepted: 0, quarantined: 2 },
      reasons: [{ code: 'table-unread', rows: 2 }],
    })
    expect(warnings.map(({ code }) => code)).toContain('table-unread')
    store.close()
  })
})

test('a column that nobody reads may be a geometry', async () => {
  const folder = await tempFolder()
  const [path, duck] = [join(folder, 'persons.parquet'), await openDuck()]
  const values = Object.entries(row('persons')).map(([name, value]) => `${literal(value)} AS ${name}`)
  const query = `SELECT ${values.join(', ')}, 'POINT'::BLOB AS shape, {'x': 1} AS box`
  await duck.run(`COPY (${query}) TO ${literal(path)} (FORMAT parquet)`)
  duck.close()
  const content = await readFile(path)
  const { store, accounts, warnings } = await takeLoosely(
    await writeExtract({ persons: { name: 'persons.parquet', content, rows: 1 } }),
  )
  expect(accounts[1]).toMatchObject({ table: 'persons', accepted: 1 })
  expect(warnings.map(({ code }) => code)).toContain('column-added')
  store.close()
})

/** Ways in which other systems write a manifest that says the same. */
const MANIFESTS: readonly (readonly [string, edit: (text: string) => string])[] = [
  ['a byte order mark', text => `\ufeff${text}`],
  ['hashes in capitals', text => text.replace(/[0-9a-f]{64}/g, hash => hash.toUpperCase())],
  ['a space in its date-time', text => text.replace('T05:00', ' 05:00')],
  ['nine decimals of a second', text => text.replace('T05:00:00', 'T05:00:00.123456789')],
  ['another name of the same zone', text => text.replace('Europe/London', 'GB')],
  ['a field that nobody asked for', text => text.replace('{', '{"system": "CONNECT", ')],
]

test.each(MANIFESTS)('a manifest may have %s', async (_name, edit) => {
  const folder = await writeExtract()
  const text = await readFile(join(folder, 'manifest.json'), 'utf8')
  await writeFile(join(folder, 'manifest.json'), edit(text))
  const { store, accounts } = await takeLoosely(folder)
  expect(accounts).toHaveLength(3)
  store.close()
})

test('a key that one object names twice is found, however it is written, and no other', () => {
  expect(namesKeyTwice('{"a": 1, "a" : 2}')).toBe(true)
  expect(namesKeyTwice('{"a": 1, "\\u0061": 2}')).toBe(true)
  expect(namesKeyTwice('{"x": [{"a": 1}, {"b": {"c": 1, "c": 2}}]}')).toBe(true)
  expect(namesKeyTwice('{"a": [{"a": 1}, {"a": "a"}], "b": "\\"b\\":"}')).toBe(false)
})
