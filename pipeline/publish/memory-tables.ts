import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Duck, identifier, literal, openDuck } from '../lib/duck.ts'

const Columns = z.array(z.strictObject({ name: z.string(), type: z.string() }))

/** The columns of the remembered tables of people, so that their rows can be kept as texts. */
export const MemoryShape = z.strictObject({ persons: Columns, charges: Columns })

export type MemoryShape = Readonly<z.infer<typeof MemoryShape>>

/** One remembered person: the values of the person's row, and of the rows of all charges, as texts. */
export const RememberedPerson = z.tuple([
  z.array(z.string().nullable()),
  z.array(z.array(z.string().nullable())),
])

export type RememberedPerson = Readonly<z.infer<typeof RememberedPerson>>

type PeopleTable = keyof MemoryShape

/**
 * Reads the people of a memory (`persons.parquet`, `charges.parquet`) one by one; a charge stands with its
 * survivor.
 */
export async function readMemory(
  folder: string,
): Promise<{ shape: MemoryShape; people: { id: string; line: string }[] }> {
  const duck = await openDuck()
  try {
    const shape = {
      persons: await columnsOf(duck, folder, 'persons'),
      charges: await columnsOf(duck, folder, 'charges'),
    }
    const people = await duck.rows<{ id: string; line: string }>(
      `SELECT p.k AS id,
         CAST(json_array(${texts(shape.persons)}, coalesce(c.list, json('[]'))) AS VARCHAR) AS line
       FROM ${parquet(folder, 'persons')} p LEFT JOIN (
         SELECT survivor_id AS s, to_json(list(${texts(shape.charges)} ORDER BY k)) AS list
         FROM ${parquet(folder, 'charges')} GROUP BY survivor_id) c ON c.s = p.k
       ORDER BY p.k`,
    )
    return { shape, people }
  } finally {
    duck.close()
  }
}

/** Writes the people of a memory again as the tables that they were, into a private folder. */
export async function writeMemory(
  folder: string,
  shape: MemoryShape,
  people: Iterable<RememberedPerson>,
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const lines = join(folder, 'people.jsonl')
  await writeFile(lines, [...people].map(person => `${JSON.stringify(person)}\n`).join(''), { mode: 0o600 })
  const duck = await openDuck()
  try {
    await duck.run(`CREATE TABLE people AS SELECT CAST(line AS JSON) AS person FROM (
      SELECT unnest(string_split(content, chr(10))) AS line FROM read_text(${literal(lines)}))
      WHERE line <> ''`)
    await writeTable(duck, `SELECT person->0 AS v FROM people`, { folder, table: 'persons', shape })
    const charges = `SELECT unnest(CAST(person->1 AS JSON[])) AS v FROM people`
    await writeTable(duck, charges, { folder, table: 'charges', shape })
  } finally {
    duck.close()
  }
}

/**
 * A value of a remembered row by the name of its column. @example rememberedValue(shape.persons, row,
 * 'status')
 */
export function rememberedValue(
  columns: MemoryShape['persons'],
  row: readonly (string | null)[],
  name: string,
): string | null {
  return row[columns.findIndex(column => column.name === name)] ?? null
}

async function writeTable(
  duck: Duck,
  rows: string,
  { folder, table, shape }: { folder: string; table: PeopleTable; shape: MemoryShape },
): Promise<void> {
  const values = shape[table].map(({ name, type }, i) => `CAST(v->>${i} AS ${type}) AS ${identifier(name)}`)
  const path = literal(join(folder, `${table}.parquet`))
  await duck.run(`COPY (SELECT ${values.join(', ')} FROM (${rows}) ORDER BY k) TO ${path} (FORMAT parquet)`)
}

async function columnsOf(duck: Duck, folder: string, table: PeopleTable): Promise<MemoryShape['persons']> {
  const found = await duck.rows<{ column_name: string; column_type: string }>(
    `DESCRIBE SELECT * FROM ${parquet(folder, table)}`,
  )
  return found.map(({ column_name, column_type }) => ({ name: column_name, type: column_type }))
}

function texts(columns: MemoryShape['persons']): string {
  return `json_array(${columns.map(({ name }) => `CAST(${identifier(name)} AS VARCHAR)`).join(', ')})`
}

function parquet(folder: string, table: PeopleTable): string {
  return `read_parquet(${literal(join(folder, `${table}.parquet`))})`
}
