import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Duck, literal, openDuck } from '../lib/duck.ts'
import { BETWEEN, Column, csvWriter, describeColumns, packedSql, quoted, unpackRow } from './memory-text.ts'

/** The columns of the remembered tables of people, so that their rows can be kept as texts. */
export const MemoryShape = z.strictObject({
  persons: z.array(Column),
  charges: z.array(Column),
})

export type MemoryShape = Readonly<z.infer<typeof MemoryShape>>

/** One remembered person: the values of the person's row, and of the rows of all charges, as texts. */
export type RememberedPerson = readonly [
  person: readonly (string | null)[],
  charges: readonly (readonly (string | null)[])[],
]

type PeopleTable = keyof MemoryShape

/** Between the row of a person and those of the charges. */
const ROWS = '\n'

/** SQL of the rows of one person behind one another; an aggregate that orders takes four times as long. */
const JOINED = `array_to_string(
  [chr(10) || one.row_text FOR one IN list_sort(list({ k: k, row_text: row_text }))], '')`

/**
 * Reads the people of a memory (`persons.parquet`, `charges.parquet`) one by one, each as one short text; a
 * charge stands with its survivor.
 */
export async function readMemory(
  folder: string,
): Promise<{ shape: MemoryShape; people: { id: string; text: string }[] }> {
  const duck = await openDuck()
  try {
    const shape = {
      persons: await describeColumns(duck, parquet(folder, 'persons')),
      charges: await describeColumns(duck, parquet(folder, 'charges')),
    }
    const found = await duck.columns(
      `SELECT k AS id, concat(row_text, list) AS text
       FROM (SELECT k, ${packedSql(shape.persons, 'survivor_id = k')} AS row_text
         FROM ${parquet(folder, 'persons')})
       LEFT JOIN (
         SELECT survivor_id, ${JOINED} AS list
         FROM (SELECT k, survivor_id, ${packedSql(shape.charges, 'true')} AS row_text
           FROM ${parquet(folder, 'charges')})
         GROUP BY survivor_id) c ON c.survivor_id = k
       ORDER BY k`,
    )
    const texts = found.text as string[]
    return { shape, people: (found.id as string[]).map((id, i) => ({ id, text: texts[i]! })) }
  } finally {
    duck.close()
  }
}

/** The rows of a person from the text that `readMemory` gave. */
export function rememberedPerson(shape: MemoryShape, text: string): RememberedPerson {
  const [first, ...rest] = text.split(ROWS)
  const id = ownReference(shape, first!)
  return [unpackRow(shape.persons, first!, id), rest.map(row => unpackRow(shape.charges, row, id))]
}

/** The reference of the person whose row a text is. */
function ownReference({ persons }: MemoryShape, text: string): string | null {
  const at = persons.findIndex(({ name }) => name === 'k')
  return unpackRow(persons.slice(at, at + 1), text.split(BETWEEN)[at]!, null)[0] ?? null
}

/**
 * Writes the people of a memory again as the tables that they were, into a private folder.
 *
 * @param people the text of each that `readMemory` gave, or the rows
 */
export async function writeMemory(
  folder: string,
  shape: MemoryShape,
  people: Iterable<string | RememberedPerson>,
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeLines(folder, shape, people)
  const duck = await openDuck()
  try {
    await writeTable(duck, { folder, table: 'persons', shape })
    await writeTable(duck, { folder, table: 'charges', shape })
  } finally {
    duck.close()
  }
}

/** People whose rows are written at once: those of all would be in memory twice. */
const AT_ONCE = 10_000

async function writeLines(
  folder: string,
  shape: MemoryShape,
  people: Iterable<string | RememberedPerson>,
): Promise<void> {
  const persons = await open(linesOf(folder, 'persons'), 'w', 0o600)
  const charges = await open(linesOf(folder, 'charges'), 'w', 0o600)
  try {
    const line = { person: csvWriter(shape.persons), charge: csvWriter(shape.charges) }
    let [ofPersons, ofCharges, held] = ['', '', 0]
    const write = async () => {
      await persons.write(ofPersons)
      await charges.write(ofCharges)
      ;[ofPersons, ofCharges, held] = ['', '', 0]
    }
    for (const one of people) {
      if (typeof one === 'string') {
        const [first, ...rest] = one.split(ROWS)
        const own = ownReference(shape, first!)
        ofPersons += line.person(first!, own)
        for (const row of rest) ofCharges += line.charge(row, own)
      } else {
        ofPersons += csvLine(one[0])
        for (const row of one[1]) ofCharges += csvLine(row)
      }
      if (++held === AT_ONCE) await write()
    }
    await write()
  } finally {
    await Promise.all([persons.close(), charges.close()])
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
  { folder, table, shape }: { folder: string; table: PeopleTable; shape: MemoryShape },
): Promise<void> {
  const columns = shape[table].map(({ name, type }) => `${literal(name)}: ${literal(type)}`)
  const path = literal(join(folder, `${table}.parquet`))
  await duck.run(`COPY (SELECT * FROM read_csv(${literal(linesOf(folder, table))},
    columns = {${columns.join(', ')}},
    header = false, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '') ORDER BY k)
    TO ${path} (FORMAT parquet)`)
}

function linesOf(folder: string, table: PeopleTable): string {
  return join(folder, `${table}.csv`)
}

function csvLine(row: readonly (string | null)[]): string {
  return `${row.map(quoted).join()}\n`
}

function parquet(folder: string, table: PeopleTable): string {
  return `read_parquet(${literal(join(folder, `${table}.parquet`))})`
}
