import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { ISSUES, type IssueCode, issueLine } from '../../pipeline/data/issue.ts'
import type { TableName } from '../../pipeline/data/schema.ts'
import { type Row, row, takeLoosely, writeExtract } from './fixture.ts'

/** One row that breaks one rule: its table, what differs from a good row, the code, and the column named. */
const BREACHES: readonly (readonly [table: TableName, changes: Row, code: IssueCode, column: string])[] = [
  ['crimes', { crime_id: '' }, 'missing-value', 'crime_id'],
  ['crimes', { crime_id: ' \u200b' }, 'missing-value', 'crime_id'],
  ['crimes', { crime_id: 'x'.repeat(65) }, 'bad-id', 'crime_id'],
  ['crimes', { crime_id: 'a\tb' }, 'bad-id', 'crime_id'],
  ['crimes', { crime_id: 'crime_id' }, 'repeated-header', 'crime_id'],
  ['crimes', { offence_title: 'x'.repeat(2001) }, 'bad-text', 'offence_title'],
  ['crimes', { recorded_at: '2026-11-10' }, 'bad-timestamp', 'recorded_at'],
  ['crimes', { recorded_at: '2026-11-10T24:00:00' }, 'bad-timestamp', 'recorded_at'],
  ['crimes', { recorded_at: '2026-11-10T25:00:00' }, 'bad-timestamp', 'recorded_at'],
  ['crimes', { recorded_at: '9999-12-31T00:00:00' }, 'out-of-range', 'recorded_at'],
  ['crimes', { recorded_at: '2026-11-10T12:00:0Z' }, 'timestamp-with-zone', 'recorded_at'],
  ['crimes', { recorded_at: '2026-11-10T 1:00:00' }, 'bad-timestamp', 'recorded_at'],
  ['crimes', { recorded_at: '２026-11-10T11:00:00' }, 'bad-timestamp', 'recorded_at'],
  ['crimes', { recorded_at: '2026-02-30T10:00:00' }, 'bad-timestamp', 'recorded_at'],
  ['crimes', { recorded_at: '2026-11-10T12:00:00+01:00' }, 'timestamp-with-zone', 'recorded_at'],
  ['crimes', { occurred_from: '1066-10-14T09:00:00' }, 'out-of-range', 'occurred_from'],
  ['crimes', { occurred_from: '2026-03-29T01:30:00' }, 'nonexistent-local-time', 'occurred_from'],
  ['crimes', { recorded_at: '2026-11-20T10:00:00' }, 'future-date', 'recorded_at'],
  ['crimes', { occurred_from: '2026-11-11T10:00:00' }, 'occurred-after-recorded', 'occurred_from'],
  ['crimes', { occurred_to: '2026-11-11T10:00:00' }, 'occurred-after-recorded', 'occurred_to'],
  ['crimes', { occurred_to: '2026-11-09T10:00:00' }, 'occurred-range-reversed', 'occurred_to'],
  ['crimes', { status: 'cancelled' }, 'status-without-date', 'status_at'],
  [
    'crimes',
    { status: 'cancelled', status_at: '2026-11-10T11:00:00' },
    'status-before-recorded',
    'status_at',
  ],
  ['crimes', { status: 'Recorded' }, 'unknown-value', 'status'],
  ['crimes', { offence_code: '8N!' }, 'bad-code', 'offence_code'],
  ['crimes', { domestic: 'yes' }, 'bad-boolean', 'domestic'],
  ['crimes', { easting: '' }, 'half-coordinate', 'easting'],
  ['crimes', { easting: 'NaN' }, 'half-coordinate', 'easting'],
  ['crimes', { easting: 'Infinity' }, 'bad-number', 'easting'],
  ['crimes', { easting: '4.07e5' }, 'bad-number', 'easting'],
  ['crimes', { easting: 'east' }, 'bad-number', 'easting'],
  ['crimes', { easting: '407000,5' }, 'decimal-comma', 'easting'],
  ['crimes', { easting: '530000', northing: '180000' }, 'outside-force', 'easting'],
  ['persons', { status: 'dead' }, 'unknown-value', 'status'],
  ['persons', { birth_month: '1990-13' }, 'bad-month', 'birth_month'],
  ['persons', { birth_month: '2026-12' }, 'born-in-future', 'birth_month'],
  ['persons', { in_custody_until: '2026-11-31' }, 'bad-date', 'in_custody_until'],
  ['persons', { merged_into: 'nobody' }, 'orphan-merge', 'merged_into'],
  ['persons', { merged_into: 'itself' }, 'merge-loop', 'merged_into'],
  ['charges', { person_id: 'nobody' }, 'orphan-person', 'person_id'],
  ['charges', { person_id: 'P-child' }, 'charged-too-young', 'charged_at'],
  ['charges', { offence_date: '2026-11-12' }, 'charged-before-offence', 'charged_at'],
  ['charges', { outcome: 'convicted' }, 'outcome-without-date', 'outcome_at'],
  ['charges', { outcome_at: '2026-11-12T10:00:00' }, 'outcome-date-while-pending', 'outcome_at'],
  [
    'charges',
    { outcome: 'acquitted', outcome_at: '2026-11-10T10:00:00' },
    'outcome-before-charge',
    'outcome_at',
  ],
  ['decisions', { person_id: 'nobody' }, 'orphan-person', 'person_id'],
  [
    'decisions',
    { managed_from: '2026-11-02', managed_until: '2026-11-01' },
    'reversed-period',
    'managed_until',
  ],
  ['decisions', { managed_until: '2026-11-01' }, 'missing-value', 'managed_from'],
  ['patrols', { minutes: '0' }, 'out-of-range', 'minutes'],
  ['patrols', { officers: '1.5' }, 'out-of-range', 'officers'],
  ['patrols', { weapons: '-1' }, 'out-of-range', 'weapons'],
  ['patrols', { kind: 'wished' }, 'unknown-value', 'kind'],
  ['patrols', { source: 'radio' }, 'unknown-value', 'source'],
  ['patrols', { started_at: '2026-11-17T10:00:00' }, 'future-date', 'started_at'],
  ['exclusions', { until: '2026-10-01' }, 'reversed-period', 'until'],
]

const KEYS: Record<TableName, string> = {
  crimes: 'crime_id',
  persons: 'person_id',
  charges: 'charge_id',
  decisions: 'decision_id',
  patrols: 'patrol_id',
  exclusions: 'area',
}

const good = (table: TableName) =>
  table === 'persons'
    ? [row('persons'), row('persons', { person_id: 'P-child', birth_month: '2020-01' })]
    : [row(table)]

/**
 * All the breaches in one extract, each row under a key of its own, after the good rows; quarantine lines by
 * table and line.
 */
async function quarantined(): Promise<Map<string, string>> {
  const files: Partial<Record<TableName, Row[]>> = {}
  for (const table of Object.keys(KEYS) as TableName[]) files[table] = [...good(table)]
  BREACHES.forEach(([table, changes], i) => {
    const own = changes.merged_into === 'itself' ? { merged_into: `bad${i}` } : {}
    files[table]!.push(row(table, { [KEYS[table]]: `bad${i}`, ...changes, ...own }))
  })
  const { accounts, quarantine, store } = await takeLoosely(await writeExtract(files))
  store.close()
  expect(accounts.map(({ table, accepted }) => [table, accepted])).toEqual(
    accounts.map(({ table }) => [table, good(table).length]),
  )
  const lines = new Map<string, string>()
  for (const path of quarantine) {
    for (const line of (await readFile(path, 'utf8')).trim().split('\n').slice(1)) {
      const [code, file, at, column] = line.split(',')
      lines.set(`${file}:${at}`, `${lines.get(`${file}:${at}`) ?? ''}${code} ${column};`)
    }
  }
  return lines
}

describe('a row that breaks a rule is quarantined with its code, line and column', async () => {
  const lines = await quarantined()

  test.each(BREACHES.map((breach, i) => [...breach, i] as const))(
    '%s %o: %s',
    (...[table, _, code, column, i]) => {
      const before = BREACHES.slice(0, i).filter(([other]) => other === table).length
      expect(lines.get(`${table}.csv:${2 + good(table).length + before}`)).toBe(`${code} ${column};`)
    },
  )

  test('and no other row is', () => expect(lines.size).toBe(BREACHES.length))
})

describe('columns that a file may lack', () => {
  const known = 'SELECT kind, officers, source FROM patrols ORDER BY patrol_id'

  test('are empty then, and a visit without a kind was delivered', async () => {
    const { store } = await takeLoosely(await writeExtract({ patrols: [row('patrols')] }))
    expect(await store.rows(known)).toEqual([{ kind: 'delivered', officers: null, source: null }])
    store.close()
  })

  test('are read where they stand, and a plan may lie ahead', async () => {
    const planned = { kind: 'planned', officers: '2', started_at: '2026-11-20T10:00:00' }
    const patrols = [row('patrols', planned), row('patrols', { patrol_id: 'T2', source: 'gps' })]
    const { store } = await takeLoosely(await writeExtract({ patrols }))
    expect(await store.rows(known)).toEqual([
      { kind: 'planned', officers: 2, source: null },
      { kind: 'delivered', officers: null, source: 'gps' },
    ])
    store.close()
  })
})

describe('duplicates', () => {
  test('the same row again is quarantined and the first stays', async () => {
    const { accounts, store } = await takeLoosely(
      await writeExtract({ crimes: [row('crimes'), row('crimes'), row('crimes')] }),
    )
    expect(accounts[0]).toMatchObject({ accepted: 1, reasons: [{ code: 'duplicate-row', rows: 2 }] })
    store.close()
  })

  test('of one key with two contents none stays, for nobody can say which is true', async () => {
    const { accounts, store } = await takeLoosely(
      await writeExtract({
        crimes: [row('crimes'), row('crimes', { lpa: 'BW' }), row('crimes', { crime_id: 'C2' })],
      }),
    )
    expect(accounts[0]).toMatchObject({ accepted: 1, reasons: [{ code: 'conflicting-key', rows: 2 }] })
    store.close()
  })

  test('an area may be excluded for two periods', async () => {
    const exclusions = [row('exclusions'), row('exclusions', { from: '2026-12-01' }), row('exclusions')]
    const { accounts, store } = await takeLoosely(await writeExtract({ exclusions }))
    expect(accounts.at(-1)).toMatchObject({ accepted: 2, reasons: [{ code: 'duplicate-row', rows: 1 }] })
    store.close()
  })
})

describe('merged persons', () => {
  const person = (person_id: string, merged_into = '') => row('persons', { person_id, merged_into })

  test('a chain ends at its last person, and charges follow', async () => {
    const persons = [person('A', 'B'), person('B', 'C'), person('C')]
    const charges = ['A', 'B', 'C'].map((person_id, i) => row('charges', { charge_id: `H${i}`, person_id }))
    const { store } = await takeLoosely(await writeExtract({ persons, charges }))
    for (const table of ['persons', 'charges']) {
      expect(await store.rows(`SELECT DISTINCT survivor_id FROM ${table}`)).toEqual([{ survivor_id: 'C' }])
    }
    store.close()
  })

  test('a chain may have any length', async () => {
    const persons = Array.from({ length: 300 }, (_, i) => person(`P${i}`, i < 299 ? `P${i + 1}` : ''))
    const { store } = await takeLoosely(await writeExtract({ persons, charges: [row('charges')] }))
    expect(await store.rows('SELECT DISTINCT survivor_id FROM persons')).toEqual([{ survivor_id: 'P299' }])
    store.close()
  })

  test('a loop and all who lead into it are quarantined, with their charges; others are not', async () => {
    const persons = [person('A', 'B'), person('B', 'C'), person('C', 'B'), person('D')]
    const charges = ['A', 'D'].map((person_id, i) => row('charges', { charge_id: `H${i}`, person_id }))
    const { accounts, store } = await takeLoosely(await writeExtract({ persons, charges }))
    expect(accounts[1]).toMatchObject({ accepted: 1, reasons: [{ code: 'merge-loop', rows: 3 }] })
    expect(accounts[2]).toMatchObject({ accepted: 1, reasons: [{ code: 'orphan-person', rows: 1 }] })
    store.close()
  })
})

describe('notes', () => {
  test('codes without a weight are listed and their rows kept', async () => {
    const charges = [row('charges'), row('charges', { charge_id: 'H2', offence_code: '999' })]
    const { unweighted, accounts, issues, store } = await takeLoosely(await writeExtract({ charges }))
    expect(unweighted).toEqual([{ table: 'charges', code: '999', rows: 1 }])
    expect(accounts[2]!.accepted).toBe(2)
    expect(issues).toContainEqual({ table: 'charges', code: 'code-without-weight', rows: 1, rejected: false })
    store.close()
  })

  test('a repeated local time is kept and counted', async () => {
    const { issues, accounts, store } = await takeLoosely(
      await writeExtract({ crimes: [row('crimes', { occurred_from: '2026-10-25T01:30:00' })] }),
    )
    expect(issues).toContainEqual({ table: 'crimes', code: 'ambiguous-local-time', rows: 1, rejected: false })
    expect(accounts[0]!.accepted).toBe(1)
    store.close()
  })

  test('custody suites, dominant addresses, places outside and missing coordinates are counted', async () => {
    const at = ([easting, northing]: readonly [string, string], n: number, rest: Row = {}) =>
      Array.from({ length: n }, (_, i) =>
        row('crimes', {
          crime_id: `C${easting}-${i}`,
          occurred_from: `2026-11-10T10:00:${10 + (i % 50)}`,
          easting,
          northing,
          ...rest,
        }),
      )
    const crimes = [
      ...at(['407000', '286900'], 60),
      ...at(['404700', '290200'], 25, { location_type: 'custody' }),
      ...at(['388000', '276000'], 2),
      ...at(['', ''], 3),
    ]
    const { issues, store } = await takeLoosely(await writeExtract({ crimes }))
    expect(
      Object.fromEntries(
        issues.filter(issue => issue.table === 'crimes').map(({ code, rows }) => [code, rows]),
      ),
    ).toEqual({
      'dominant-address': 60,
      'default-geocode': 25,
      'outside-districts': 2,
      'no-coordinates': 3,
    })
    expect(await store.rows('SELECT code, crimes FROM flagged_points')).toHaveLength(2)
    store.close()
  })

  test('children, the dead and the merged are counted', async () => {
    const persons = [
      row('persons', { birth_month: '2010-01' }),
      row('persons', { person_id: 'P2', status: 'deceased' }),
      row('persons', { person_id: 'P3', merged_into: 'P1' }),
    ]
    const { issues, store } = await takeLoosely(
      await writeExtract({ persons, charges: [row('charges', { crime_id: 'gone' })] }),
    )
    expect(issues.map(issue => issue.code).sort()).toEqual([
      'child-charged',
      'deceased',
      'merged-person',
      'unknown-crime',
    ])
    store.close()
  })
})

test('every code says what it means, and a line about it holds no value of a row', () => {
  for (const [code, [, meaning]] of Object.entries(ISSUES)) {
    expect(issueLine({ table: 'crimes', code: code as IssueCode, rows: 2, rejected: true })).toBe(
      `crimes: 2 rows quarantined, ${code} (${meaning})`,
    )
  }
})
