import { describe, expect, test } from 'vitest'
import { type Column, TABLES, type Table, type TableName } from '../../pipeline/data/schema.ts'
import { badValuesSql, doubtfulSql, judgedSql } from '../../pipeline/data/typed.ts'
import { type Duck, identifier, literal, openDuck } from '../../pipeline/lib/duck.ts'
import { random, SEED } from '../../pipeline/lib/seed.ts'
import { row } from './fixture.ts'

/** Texts from which others are made: right ones of every kind, and some that look nearly so. */
const SEEDS = [
  ...['2026-11-10T12:00:00', '2026-11-10 09:59:59', '2026-01-31', '2026-02-29T23:15:00', '9999-12-31'],
  ...['2026-11-10T24:00:00', '2026-11-10T1:00:00', '2026-11-10T12:00', '2026-11-10 23:00:00.123456789'],
  ...['2026-11', '1899-12-31T23:59:59', '2101-01-01', '407000', '0', '-12.5', '1.', 'NaN', '1e5', '99999999'],
  ...['8N', '125.9', '004/10', '46', 'none', 'knife', 'recorded', 'true', 'C10000001', 'a b', 'ﬁ', '٣', ''],
  ...TABLES.flatMap(({ columns }) => columns.flatMap(({ values = [] }) => values)),
]
const LETTERS = [...' 0123456789-:.,TtZz+eE/_\t\nnaN[]?*\\\'"|', 'é', '\u200b', '\u0000', '２', '٣', '−']
const TEXTS = 20_000

const draw = random(SEED, 'typed')
const oneOf = <T>(list: readonly T[]) => list[draw.int(list.length)]!

/** A text with up to two letters written otherwise, put in, or left out. */
function mutated(text: string): string {
  const letters = [...text]
  for (let n = draw.int(3); n > 0; n--)
    letters.splice(draw.int(letters.length + 1), draw.int(2), ...(draw.int(3) > 0 ? [oneOf(LETTERS)] : []))
  return letters.join('')
}

/** As a CSV file has them: what is empty is missing. DuckDB takes no text with a zero byte by JSON. */
const texts = [
  ...new Set(Array.from({ length: TEXTS }, () => mutated(oneOf(SEEDS)).replaceAll('\0', '\u0001'))),
]

/** SQL of rows that are right but for one column, whose texts are those above. */
function rowsSql(table: Table, { name }: Column): string {
  const right = row(table.name as TableName)
  const fields = table.columns.map(column =>
    column.name === name
      ? `nullif(text, '') AS ${identifier(name)}`
      : `nullif(${literal(right[column.name] ?? '')}, '') AS ${identifier(column.name)}`,
  )
  return `SELECT ${fields.join(', ')} FROM texts`
}

/** Texts that are wrong though nothing more was asked of them, and how many were right at first sight. */
async function compared(store: Duck, table: Table, column: Column) {
  const rows = rowsSql(table, column)
  const name = identifier(table.name)
  await store.run(
    `CREATE OR REPLACE TEMP TABLE raw AS SELECT row_number() OVER () - 1 AS _row, * FROM (${rows})`,
  )
  await store.run(`CREATE OR REPLACE TABLE ${name} AS ${judgedSql(table, rows)}`)
  const wrong = badValuesSql(table, 'raw').map(sql => `SELECT _row FROM (${sql}) q(_row, code, col, value)`)
  const unseen = await store.rows<{ text: string }>(
    `SELECT text FROM texts WHERE rowid IN (${wrong.join(' UNION ALL ')})
     AND rowid NOT IN (SELECT _row FROM (${doubtfulSql(table)}))`,
  )
  const [sure] = await store.rows<{ n: number }>(`SELECT count(*) AS n FROM ${name} WHERE _text IS NULL`)
  return { unseen, sure: sure!.n }
}

async function openTexts(): Promise<Duck> {
  const store = await openDuck()
  await store.run(`CREATE TABLE texts AS SELECT unnest(from_json($texts, '["VARCHAR"]')) AS text`, {
    texts: JSON.stringify(texts),
  })
  return store
}

describe.each(TABLES.map(table => [table.name, table] as const))('texts of %s', (_name, table) => {
  test('that are wrong are asked every question', async () => {
    const store = await openTexts()
    for (const column of table.columns) {
      const { unseen, sure } = await compared(store, table, column)
      expect({ column: column.name, unseen }).toEqual({ column: column.name, unseen: [] })
      expect(sure).toBeGreaterThan(0)
    }
    store.close()
  })

  test('of a list are that value of it, and no other text is one', async () => {
    const store = await openTexts()
    for (const column of table.columns.filter(({ kind, whenEmpty }) => kind === 'enum' && !whenEmpty)) {
      const typed = `SELECT CAST(${identifier(column.name)} AS VARCHAR) AS typed
        FROM (${judgedSql(table, rowsSql(table, column))})`
      const found = await store.rows<{ text: string; typed: string | null }>(
        `SELECT text, typed FROM texts POSITIONAL JOIN (${typed})`,
      )
      const listed = new Set(column.values)
      for (const { text, typed } of found) expect(typed).toBe(listed.has(text) ? text : null)
    }
    store.close()
  })
})

test('what an extract mostly holds is not asked every question', async () => {
  const store = await openDuck()
  for (const table of TABLES) {
    const fields = table.columns.map(
      ({ name }) => `nullif(${literal(row(table.name as TableName)[name] ?? '')}, '') AS ${identifier(name)}`,
    )
    await store.run(
      `CREATE TABLE ${identifier(table.name)} AS ${judgedSql(table, `SELECT ${fields.join(', ')}`)}`,
    )
    expect(await store.rows(doubtfulSql(table))).toEqual([])
  }
  store.close()
})
