import fc from 'fast-check'
import { expect, test } from 'vitest'
import { concernsSql, helperSql, targetSql } from '../../pipeline/data/target.ts'
import { openDuck } from '../../pipeline/lib/duck.ts'
import { SEED } from '../../pipeline/lib/seed.ts'
import { type CrimeFields, helperClause, targetClause } from '../oracles/target.ts'
import { force } from './fixture.ts'

const { targets } = (await force()).settings
const [knife, violence] = [targets[0]!, targets[1]!]

const crime = (changes: Partial<CrimeFields>): CrimeFields => ({
  offence_code: '8N',
  weapon_type: 'none',
  weapon_use: 'none',
  found_by: 'public',
  status: 'recorded',
  location_type: 'street',
  domestic: 'false',
  ...changes,
})

test.each([
  [
    'a stabbing',
    { weapon_type: 'knife', weapon_use: 'used_causing_injury' },
    'knife or sharp weapon used, causing injury',
    'assault with injury, weapon present',
  ],
  [
    'a glassing',
    { weapon_type: 'sharp', weapon_use: 'used_causing_injury' },
    'knife or sharp weapon used, causing injury',
    'assault with injury, weapon present',
  ],
  ['a knife shown', { weapon_type: 'knife', weapon_use: 'seen', offence_code: '9A' }, null, null],
  [
    'a stabbing that was cancelled',
    { weapon_type: 'knife', weapon_use: 'used_causing_injury', status: 'cancelled' },
    null,
    null,
  ],
  [
    'a stabbing that police found',
    { weapon_type: 'knife', weapon_use: 'used_causing_injury', found_by: 'police' },
    null,
    null,
  ],
  [
    'a homicide by blunt weapon',
    { offence_code: '1', weapon_type: 'blunt', weapon_use: 'used_causing_injury' },
    null,
    'homicide and attempted murder',
  ],
  ['an assault with injury, no weapon', {}, null, null],
  [
    'a robbery, knife shown',
    { offence_code: '34B', weapon_type: 'knife', weapon_use: 'threatened' },
    null,
    null,
  ],
  [
    'a robbery, bat used',
    { offence_code: '34B', weapon_type: 'blunt', weapon_use: 'used_no_injury' },
    null,
    'robbery, weapon used',
  ],
  ['a rape', { offence_code: '19C' }, null, 'rape'],
  [
    'a kidnapping at knife point with injury',
    { offence_code: '36', weapon_type: 'knife', weapon_use: 'used_causing_injury' },
    'knife or sharp weapon used, causing injury',
    'kidnapping',
  ],
] as const)('%s', (_, changes, ...expected) => {
  expect([targetClause(crime(changes), knife), targetClause(crime(changes), violence)]).toEqual(expected)
})

test('a helper is never the target itself, and never what the target excludes', () => {
  expect(helperClause(crime({ weapon_type: 'knife', weapon_use: 'used_causing_injury' }), knife)).toBeNull()
  expect(helperClause(crime({}), knife)).toBe('assault with injury, homicide, serious assault')
  expect(helperClause(crime({ found_by: 'police' }), knife)).toBeNull()
})

test(`SQL and plain TypeScript name the same clause for 5,000 crimes (seed ${SEED})`, async () => {
  const crimes = fc.sample(
    fc.record({
      offence_code: fc.constantFrom(
        '1',
        '2',
        '4.10',
        '5D',
        '8N',
        '8P',
        '9A',
        '19C',
        '34A',
        '34B',
        '36',
        '46',
      ),
      weapon_type: fc.constantFrom('none', 'knife', 'sharp', 'firearm', 'blunt', 'other'),
      weapon_use: fc.constantFrom('none', 'seen', 'threatened', 'used_no_injury', 'used_causing_injury'),
      found_by: fc.constantFrom('public', 'police'),
      status: fc.constantFrom('recorded', 'recorded', 'cancelled', 'transferred'),
      location_type: fc.constantFrom('street', 'dwelling'),
      domestic: fc.constantFrom('true', 'false'),
    }),
    { seed: SEED, numRuns: 5000 },
  )
  const duck = await openDuck()
  const values = crimes.map(
    (row, i) => `(${i}, '${Object.values(row).slice(0, 6).join("', '")}', ${row.domestic})`,
  )
  const columns = ['i', ...Object.keys(crimes[0]!)].join(', ')
  await duck.run(`CREATE TABLE crimes AS SELECT * FROM (VALUES ${values.join(', ')}) t(${columns})`)
  const domestic = {
    ...violence,
    anyOf: [
      ...violence.anyOf,
      { name: 'domestic theft', where: { domestic: ['true'], offence_code: ['46'] } },
    ],
  }
  for (const target of [...targets, domestic]) {
    for (const [part, plain] of [
      [targetSql(target), targetClause],
      [helperSql(target), helperClause],
    ] as const) {
      const rows = await duck.rows<{ clause: string | null }>(
        `SELECT ${part.sql} AS clause FROM crimes ORDER BY i`,
        part.values,
      )
      expect(rows.map(row => row.clause)).toEqual(crimes.map(row => plain(row, target)))
    }
  }
  duck.close()
})

test('the values of two definitions in one statement do not meet', async () => {
  const duck = await openDuck()
  const fields = Object.entries(crime({ weapon_type: 'knife', weapon_use: 'used_causing_injury' }))
  const columns = fields.map(([name, value]) => `'${value}' AS ${name}`).join(', ')
  const [a, b] = [targetSql(knife, 'a'), targetSql(violence, 'b')]
  const sql = `SELECT ${a.sql} AS a, ${b.sql} AS b FROM (SELECT ${columns}) crimes`
  expect(await duck.rows(sql, { ...a.values, ...b.values })).toEqual([
    { a: 'knife or sharp weapon used, causing injury', b: 'assault with injury, weapon present' },
  ])
  duck.close()
})

test('a crime concerns targets when it could count or help, whatever its status', async () => {
  const duck = await openDuck()
  const { sql, values } = concernsSql(targets)
  const concerns = async (changes: Partial<CrimeFields>) => {
    const fields = Object.entries(crime(changes)).map(([name, value]) => `'${value}' AS ${name}`)
    const [row] = await duck.rows<{ is: boolean }>(
      `SELECT (${sql}) AS "is" FROM (SELECT ${fields.join(', ')})`,
      values,
    )
    return row!.is
  }
  const stabbing = { weapon_type: 'knife', weapon_use: 'used_causing_injury', offence_code: '9A' } as const
  expect(await concerns({ ...stabbing, status: 'cancelled' })).toBe(true)
  expect(await concerns({ ...stabbing, found_by: 'police' })).toBe(true)
  expect(await concerns({ offence_code: '8N' })).toBe(true)
  expect(await concerns({ offence_code: '28E' })).toBe(false)
  duck.close()
})

type Where = Readonly<Record<string, string[] | undefined>>

test('a crime concerns targets when any clause of any of them holds, however clauses are asked', async () => {
  const values: Readonly<Record<string, readonly string[]>> = {
    offence_code: ['8N', '1', '34B'],
    weapon_type: ['none', 'knife'],
    location_type: ['street', 'dwelling'],
    status: ['recorded', 'cancelled'],
  }
  const names = Object.keys(values)
  const duck = await openDuck()
  const every = names.map(
    name => `(SELECT unnest([${values[name]!.map(value => `'${value}'`).join()}, NULL]) AS ${name})`,
  )
  await duck.run(`CREATE TABLE crimes AS SELECT * FROM ${every.join(', ')}`)
  const some = (name: string) => fc.subarray([...values[name]!, 'no such value'], { minLength: 1 })
  const where = fc.record(Object.fromEntries(names.map(name => [name, some(name)])), { requiredKeys: [] })
  const clauses = fc.array(where, { minLength: 1, maxLength: 6 })
  const clausesOf = (list: readonly Where[]) => list.map((one, i) => ({ name: `clause ${i}`, where: one }))
  const check = async (anyOf: readonly Where[], helpers: readonly Where[]) => {
    const target = { ...knife, anyOf: clausesOf(anyOf), helpers: clausesOf(helpers) }
    const { sql, values: bound } = concernsSql([target])
    const found = await duck.rows<Record<string, string>>(`SELECT *, ${sql} AS "is" FROM crimes`, bound)
    for (const { is, ...row } of found) {
      const holds = (one: Where) =>
        Object.entries(one).every(([name, wanted]) => name === 'status' || wanted!.includes(row[name]!))
      expect(is).toBe([...anyOf, ...helpers].some(holds))
    }
  }
  await fc.assert(fc.asyncProperty(clauses, clauses, check), { seed: SEED, numRuns: 60 })
  duck.close()
})
