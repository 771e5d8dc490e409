import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parquetToCsv } from '../../pipeline/data/parquet.ts'
import { literal, openDuck } from '../../pipeline/lib/duck.ts'
import { random, SEED } from '../../pipeline/lib/seed.ts'
import { row, takeLoosely, tempFolder, writeExtract } from '../data/fixture.ts'

const folder = await tempFolder()
const duck = await openDuck()
let made = 0
const make = async (name: string, query: string) => {
  const path = join(folder, name)
  await duck.run(`COPY (${query}) TO ${literal(path)} (FORMAT parquet)`)
  return path
}
const convert = (path: string, limits?: { memory: number; bytes: number; milliseconds: number }) =>
  parquetToCsv(path, join(folder, `text-${made++}.csv`), {
    name: 'x.parquet',
    ...(limits ? { limits } : {}),
  })
const LIMITS = { memory: 3_000_000_000, bytes: 8_000_000_000, milliseconds: 60_000 }
const refused = (code: string) => ({ exit: 3, message: expect.stringContaining(code) })

test('an honest file of typed columns gives the same store as CSV', async () => {
  const crimes = [
    row('crimes'),
    row('crimes', { crime_id: 'C2', offence_title: 'a "b",\r\nc', easting: '', northing: '' }),
  ]
  const values = crimes.map(
    c => `('${c.crime_id}', TIMESTAMP '${c.recorded_at}', TIMESTAMP '${c.occurred_from}', NULL::TIMESTAMP,
      '8N', '${c.offence_title}', 'recorded', NULL, 'knife', 'used_causing_injury',
      ${c.easting || 'NULL'}::DOUBLE, ${c.northing || 'NULL'}::DOUBLE, 'exact', 'street',
      'public', false, 'BE')`,
  )
  const path = await make(
    'crimes.parquet',
    `SELECT * FROM (VALUES ${values.join(', ')}) t(${Object.keys(crimes[0]!).join(', ')})`,
  )
  const content = await readFile(path)
  const typed = await takeLoosely(
    await writeExtract({ crimes: { name: 'crimes.parquet', content, rows: 2 } }),
  )
  const text = await takeLoosely(await writeExtract({ crimes }))
  expect(await typed.store.rows('SELECT * FROM crimes')).toEqual(
    await text.store.rows('SELECT * FROM crimes'),
  )
  typed.store.close()
  text.store.close()
})

test.each([
  ['a list', 'SELECT [1, 2] AS a'],
  ['a struct', `SELECT {'x': 1} AS a`],
  ['bytes', `SELECT 'x'::BLOB AS a`],
  ['a date-time with a zone', `SELECT TIMESTAMPTZ '2026-01-01 00:00:00+00' AS a`],
])('%s as a column is refused', async (name, query) => {
  await expect(convert(await make(`${name}.parquet`, query))).rejects.toMatchObject(refused('parquet-type'))
})

test.each([
  ['memory', { ...LIMITS, memory: 1_000_000 }],
  ['time', { ...LIMITS, milliseconds: 1 }],
  ['size', { ...LIMITS, bytes: 100 }],
])('a file over the limit of %s is refused', async (limit, limits) => {
  const path = await make(
    `long-${limit}.parquet`,
    `SELECT md5(i::VARCHAR) AS a, repeat('x', 2000) AS b FROM range(400000) t(i)`,
  )
  await expect(convert(path, limits)).rejects.toMatchObject(refused(`parquet-limit: ${limit}`))
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('crime_id,recorded_at\n')],
  ['only the magic word', Buffer.from('PAR1PAR1')],
  [
    'a footer longer than the file',
    Buffer.from([...Buffer.from('PAR1'), 255, 255, 255, 127, ...Buffer.from('PAR1')]),
  ],
])('%s is not Parquet', async (name, bytes) => {
  const path = join(folder, `${name}.bad.parquet`)
  await writeFile(path, bytes)
  await expect(convert(path)).rejects.toMatchObject(refused('parquet-broken'))
})

test(`of a damaged file every row is accounted for, or it is refused (seed ${SEED}, 12 files)`, async () => {
  const good = await readFile(join(folder, 'crimes.parquet'))
  const luck = random(SEED, 'parquet')
  const outcomes = { refused: 0, quarantined: 0, accepted: 0 }
  for (let k = 0; k < 12; k++) {
    const content = Buffer.from(good)
    for (let i = 0; i < 4; i++) content[luck.int(content.length)] = luck.int(256)
    const folderOf = await writeExtract({ crimes: { name: 'crimes.parquet', content, rows: 2 } })
    const taken = await takeLoosely(folderOf).catch((error: unknown) => error)
    if (taken instanceof Error) {
      expect(taken).toMatchObject({ exit: 3 })
      outcomes.refused++
      continue
    }
    const { accounts, store } = taken as Awaited<ReturnType<typeof takeLoosely>>
    expect(accounts[0]!.accepted + accounts[0]!.quarantined).toBe(2)
    if (accounts[0]!.quarantined > 0) outcomes.quarantined++
    else outcomes.accepted++
    store.close()
  }
  expect(outcomes.refused).toBeGreaterThan(2)
})
