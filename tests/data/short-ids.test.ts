import { afterAll, expect, it } from 'vitest'
import { longIdSql, sameIdSql, shortIds } from '../../pipeline/data/short-ids.ts'
import { literal, openDuck } from '../../pipeline/lib/duck.ts'

const duck = await openDuck()
afterAll(() => duck.close())

async function make(table: string, ids: readonly string[]): Promise<void> {
  await duck.run(`CREATE OR REPLACE TABLE given AS SELECT unnest([${ids.map(literal).join(', ')}]) AS id`)
  const { numbered, columns } = await shortIds(duck, 'given', 'id')
  await duck.run(`CREATE OR REPLACE TABLE ${table} AS SELECT ${columns} FROM ${numbered}`)
}

async function back(table: string): Promise<string[]> {
  const rows = await duck.rows<{ id: string }>(`SELECT ${longIdSql('t')} AS id FROM ${table} t`)
  return rows.map(({ id }) => id)
}

const ODD = [
  'C1',
  'C007',
  'C1e3',
  'C+5',
  'C 5',
  'C',
  'c2',
  '7',
  'C-3',
  'C1.0',
  'C9223372036854775808',
  '20/1/A',
]

it('a reference of any form comes back as it was', async () => {
  for (const ids of [ODD, ['1', '2', '10', '-1', '0', '00'], ['Ünï 1', "it's 4", 'Ünï 2'], ['20BE/1/26']]) {
    await make('made', ids)
    expect(await back('made')).toEqual(ids)
  }
})

it('what most begin with and a number stand for a reference, without its text', async () => {
  await make('made', ['X9', 'C10', 'C11', 'C12'])
  const rows = await duck.rows('SELECT id_prefix, id_number, id_text FROM made WHERE id_text IS NULL')
  expect(rows).toEqual([10, 11, 12].map(id_number => ({ id_prefix: 'C', id_number, id_text: null })))
})

it('two tables agree on a reference where both begin with the same', async () => {
  await make('one', ODD)
  await make('other', [...ODD].reverse())
  const found = await duck.rows<{ a: string; b: string }>(
    `SELECT ${longIdSql('a')} AS a, ${longIdSql('b')} AS b FROM one a JOIN other b ON ${sameIdSql('a', 'b')}`,
  )
  expect(found).toHaveLength(ODD.length)
  expect(found.filter(({ a, b }) => a !== b)).toEqual([])
})
