import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, it, test } from 'vitest'
import { mappedSql } from '../../pipeline/data/mapping.ts'
import { receive } from '../../pipeline/data/receive.ts'
import { tableOf } from '../../pipeline/data/schema.ts'
import { literal, openDuck } from '../../pipeline/lib/duck.ts'
import { csv, row, takeLoosely, tempFolder, writeExtract } from './fixture.ts'

const duck = await openDuck()
afterAll(() => duck.close())

async function map(name: string, values: Readonly<Record<string, string>>, text: string | null) {
  const column = tableOf('crimes').columns.find(column => column.name === name)!
  const sql = mappedSql(column, 'x', { columns: {}, constants: {}, values: { [name]: values } })
  const given = text === null ? 'NULL' : literal(text)
  const [found] = await duck.rows<{ y: string | null }>(
    `SELECT ${sql} AS y FROM (SELECT ${given}::VARCHAR AS x)`,
  )
  return found!.y
}

const WEAPONS = { KNF: 'knife', 'Sharp  Object': 'sharp', 'GUN*': 'firearm', '': 'none', 'N/A': 'none' }

test.each([
  ['KNF', 'knife'],
  [' knf ', 'knife'],
  ['sharp OBJECT', 'sharp'],
  ['gun (replica)', 'firearm'],
  ['n/a', 'none'],
  [null, 'none'],
  ['  ', 'none'],
  ['blunt', 'blunt'],
  ['Knf2', 'Knf2'],
])('the weapon %j becomes %j', async (text, value) =>
  expect(await map('weapon_type', WEAPONS, text)).toBe(value),
)

const CODES = { ABH: '8N', '8.6': '8N', '45.*': '45', 'HO-*': '*', '008/1*': '8S', '?': '' }

test.each([
  ['abh', '8N'],
  ['008/06', '8N'],
  ['00806', '8N'],
  ['045/10', '45'],
  ['HO-105a', '105A'],
  ['8/12', '8S'],
  ['?', null],
  ['8N', '8N'],
])('the code %j becomes %j', async (text, value) =>
  expect(await map('offence_code', CODES, text)).toBe(value),
)

test('several own values may become one, and signs of patterns are only themselves', async () => {
  const values = { 'A_%*': 'knife', a: 'sharp', b: 'sharp' }
  expect(await map('weapon_type', values, 'A_%x')).toBe('knife')
  expect(await map('weapon_type', values, 'AB x')).toBe('AB x')
  expect(await map('weapon_type', values, 'B')).toBe('sharp')
})

it('a constant stands for a column that the extract lacks, and never beside one that it has', async () => {
  const lacking = csv('crimes', [row('crimes')])
    .replace(',domestic,lpa\n', '\n')
    .replace(/,false,BE\n$/, '\n')
  const folder = await writeExtract({ crimes: { name: 'crimes.csv', content: lacking, rows: 1 } })
  const mapping = { crimes: { columns: {}, constants: { domestic: 'false', lpa: '' }, values: {} } }
  const { store } = await takeLoosely(folder, { mapping })
  expect(await store.rows('SELECT domestic, lpa FROM crimes')).toEqual([{ domestic: false, lpa: null }])
  store.close()
  await expect(takeLoosely(await writeExtract(), { mapping })).rejects.toMatchObject({
    exit: 3,
    message: expect.stringMatching(/^column-and-constant: "domestic"/),
  })
})

it("a force's own names of columns are found whatever their capitals and spaces", async () => {
  const own = csv('crimes', [row('crimes')]).replace('weapon_use', 'Weapon  Use')
  const folder = await writeExtract({ crimes: { name: 'crimes.csv', content: own, rows: 1 } })
  const mapping = { crimes: { columns: { weapon_use: 'WEAPON USE' }, constants: {}, values: {} } }
  const { store, accounts } = await takeLoosely(folder, { mapping })
  expect(accounts[0]!.accepted).toBe(1)
  store.close()
})

it('codes of an extract become canonical', async () => {
  const crimes = ['08N', '8n', ' 046 ', '004/10'].map((offence_code, i) =>
    row('crimes', { crime_id: `C${i}`, offence_code }),
  )
  const { store } = await takeLoosely(await writeExtract({ crimes }))
  const found = await store.rows<{ offence_code: string }>(
    'SELECT offence_code FROM crimes ORDER BY crime_id',
  )
  expect(found.map(({ offence_code }) => offence_code)).toEqual(['8N', '8N', '46', '4.10'])
  store.close()
})

it("a manifest may call a table by the force's own name", async () => {
  const folder = await writeExtract()
  const path = join(folder, 'manifest.json')
  const text = (await readFile(path, 'utf8')).replace('"table":"crimes"', '"table":"CRIME RECORDS"')
  await writeFile(path, text)
  const mapping = { crimes: { table: 'Crime  records', columns: {}, constants: {}, values: {} } }
  expect((await receive(folder, await tempFolder(), mapping)).manifest.files[0]!.table).toBe('crimes')
  await expect(receive(folder, await tempFolder())).rejects.toMatchObject({ exit: 3 })
})
