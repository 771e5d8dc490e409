import { describe, expect, test } from 'vitest'
import { checkHeader } from '../../pipeline/data/header.ts'
import { tableOf } from '../../pipeline/data/schema.ts'
import { csvFields } from '../../pipeline/lib/csv.ts'
import { csv, row, takeLoosely, writeExtract } from './fixture.ts'

test.each([
  ['a,b', ['a', 'b']],
  ['', ['']],
  ['a,', ['a', '']],
  [',a', ['', 'a']],
  [',,', ['', '', '']],
  ['"a,""b""",c', ['a,"b"', 'c']],
  ['"",""', ['', '']],
  ['"a\nb",c', ['a\nb', 'c']],
])('the fields of %j', (record, expected) => expect(csvFields(record)).toEqual(expected))

describe('the header of patrols', () => {
  const table = tableOf('patrols')
  const needed = table.columns.filter(({ mayLack }) => !mayLack)
  const names = needed.map(column => column.name)
  const all = table.columns.map(column => column.name)
  const lacking = table.columns.slice(names.length).map(() => null)

  test('in order needs no word', () =>
    expect(checkHeader(names, table, { where: 'p.csv' })).toEqual({
      width: 4,
      positions: [0, 1, 2, 3, ...lacking],
      warnings: [],
    }))

  test('with every column that it may lack needs no word either', () =>
    expect(checkHeader(all, table, { where: 'p.csv' })).toEqual({
      width: all.length,
      positions: [...all.keys()],
      warnings: [],
    }))

  test('may lack a column, but not one that the mapping names', () => {
    const columns = { officers: 'CREW' }
    const mapping = { patrols: { columns, constants: {}, values: {} } }
    expect(() => checkHeader(names, table, { where: 'p.csv', mapping })).toThrow('column-missing: CREW')
    expect(checkHeader([...names, 'crew'], table, { where: 'p.csv', mapping })).toMatchObject({
      positions: [0, 1, 2, 3, null, null, 4, null, null, null, null],
    })
  })

  test('in another order is read by name', () => {
    expect(checkHeader(names.toReversed(), table, { where: 'p.csv' })).toMatchObject({
      positions: [3, 2, 1, 0, ...lacking],
      warnings: [{ code: 'columns-reordered' }],
    })
  })

  test.each([
    ['column-missing', names.slice(1)],
    ['column-renamed', names.with(1, 'square')],
    ['column-duplicate', [...names, 'cell']],
    ['column-missing', ['']],
  ])('is refused as %s', (code, changed) => {
    expect(() => checkHeader(changed, table, { where: 'p.csv' })).toThrow(
      new RegExp(`^${code}: .*\\(p\\.csv\\)$`),
    )
  })
})

test("a force's own names of columns and values are read through its mapping alone", async () => {
  const own = csv('crimes', [row('crimes', { weapon_use: "USED / INJ'D" })])
    .replace('weapon_use', 'WEAPON "USE"')
    .replace('WEAPON "USE"', '"WEAPON ""USE"""')
  const folder = await writeExtract({ crimes: { name: 'crimes.csv', content: own, rows: 1 } })
  const mapping = {
    crimes: {
      columns: { weapon_use: 'WEAPON "USE"' },
      constants: {},
      values: { weapon_use: { "USED / INJ'D": 'used_causing_injury' } },
    },
  }
  const { store, accounts } = await takeLoosely(folder, { mapping })
  expect(accounts[0]!.accepted).toBe(1)
  expect(await store.rows('SELECT weapon_use FROM crimes')).toEqual([{ weapon_use: 'used_causing_injury' }])
  store.close()
  await expect(takeLoosely(folder)).rejects.toMatchObject({
    exit: 3,
    message: expect.stringContaining('column-renamed'),
  })
})
