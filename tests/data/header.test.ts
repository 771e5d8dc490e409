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
  const names = table.columns.map(column => column.name)

  test('in order needs no word', () =>
    expect(checkHeader(names, table, { where: 'p.csv' })).toEqual({
      width: 4,
      positions: [0, 1, 2, 3],
      warnings: [],
    }))

  test('in another order is read by name', () => {
    expect(checkHeader(names.toReversed(), table, { where: 'p.csv' })).toMatchObject({
      positions: [3, 2, 1, 0],
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
