import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Duck, literal, openDuck } from '../lib/duck.ts'
import type { MemoryLines, MemoryShape } from './memory-lines.ts'
import { describeColumns, packedSql } from './memory-text.ts'

type PeopleTable = keyof MemoryLines

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

/**
 * Writes the people of a memory again as the tables that they were, into a private folder.
 *
 * @param lines those of some people each
 */
export async function writeMemory(
  folder: string,
  shape: MemoryShape,
  lines: readonly MemoryLines[],
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const duck = await openDuck()
  try {
    for (const table of ['persons', 'charges'] as const) {
      const parts = lines.map(some => some[table])
      await writeFile(linesOf(folder, table), parts, { mode: 0o600 })
      await writeTable(duck, { folder, table, shape })
    }
  } finally {
    duck.close()
  }
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

function parquet(folder: string, table: PeopleTable): string {
  return `read_parquet(${literal(join(folder, `${table}.parquet`))})`
}
