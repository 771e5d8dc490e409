import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { version } from '@duckdb/node-api'
import { type Duck, identifier, literal } from '../lib/duck.ts'
import { sha256 } from '../lib/hash.ts'
import { chargesBeforeSql } from './charges-before.ts'
import { type TableName, tableOf } from './schema.ts'
import { BY_SHORT_ID, longIdSql, shortIds } from './short-ids.ts'

/** A table whose rows are remembered from run to run. */
export type Remembered = 'crimes' | 'charges' | 'persons'

/**
 * What is remembered of each row between runs, and the kind of each change (first that holds; `o` is the row
 * of the last run, `n` of this one).
 */
export interface Memory {
  readonly table: Remembered
  readonly key: string
  readonly keep: readonly string[]
  readonly kinds: (lastCovers: string) => readonly (readonly [kind: string, when: string])[]
}

/** Stands for a difference of the digests. */
export const EDITED = 'edited'
/** SQL of `EDITED` for a table: the digests of a row differ between the last run (`o`) and this one (`n`). */
export const edited = (table: TableName) => `n.${digestName(table)} <> o.${digestName(table)}`

/** What is remembered of each table. */
export const MEMORIES: readonly Memory[] = [
  {
    table: 'crimes',
    key: 'crime_id',
    keep: ['status', 'offence_code'],
    kinds: () => [
      ['removed', 'n.there IS NULL'],
      ['added', 'o.there IS NULL'],
      ['cancelled', `n.status = 'cancelled' AND o.status <> 'cancelled'`],
      ['transferred', `n.status = 'transferred' AND o.status <> 'transferred'`],
      ['reinstated', `n.status = 'recorded' AND o.status <> 'recorded'`],
      ['reclassified', 'n.offence_code <> o.offence_code'],
      ['edited', EDITED],
    ],
  },
  {
    table: 'charges',
    key: 'charge_id',
    keep: ['outcome', 'offence_code', 'survivor_id', 'charged_at', 'outcome_at'],
    kinds: lastCovers => [
      ['removed', 'n.there IS NULL'],
      ['added late', `o.there IS NULL AND n.charged_at < TIMESTAMP ${literal(lastCovers)}`],
      ['added', 'o.there IS NULL'],
      ['outcome known', `o.outcome = 'pending' AND n.outcome <> 'pending'`],
      ['outcome changed', 'n.outcome <> o.outcome'],
      ['reclassified', 'n.offence_code <> o.offence_code'],
      ['moved to another person', 'n.survivor_id <> o.survivor_id'],
      ['edited', EDITED],
    ],
  },
  {
    table: 'persons',
    key: 'person_id',
    keep: ['survivor_id', 'status', 'birth_month'],
    kinds: () => [
      ['removed', 'n.there IS NULL'],
      ['added', 'o.there IS NULL'],
      ['deceased', `n.status = 'deceased' AND o.status <> 'deceased'`],
      ['living again', `n.status = 'living' AND o.status = 'deceased'`],
      ['birth changed', 'n.birth_month <> o.birth_month'],
      ['merged', 'n.survivor_id <> o.survivor_id AND n.survivor_id <> n.k'],
      ['split', 'n.survivor_id <> o.survivor_id'],
      ['edited', EDITED],
    ],
  },
]

/**
 * Writes what the next run needs in order to say what changed: one Parquet file a table (key, some columns, a
 * digest of the row). Private.
 */
export async function rememberStore(store: Duck, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const memory of MEMORIES) {
    const path = literal(join(folder, `${memory.table}.parquet`))
    await store.run(`COPY (${await rowsSql(store, memory)}) TO ${path} ${SMALL}`)
  }
}

/** SQL of the rows to be remembered. By far the most are crimes, and their references half of the bytes. */
async function rowsSql(store: Duck, { table, key, keep }: Memory): Promise<string> {
  const kept = keep.map(keptSql).join(', ')
  const digest = `CAST(hash(r) & ${2 ** DIGEST_BITS - 1} AS UINTEGER) AS ${digestName(table)}`
  if (table === 'crimes') {
    const rows = `(SELECT ${identifier(key)}, ${kept}, ${digest} FROM ${table} r)`
    const { numbered, columns } = await shortIds(store, rows, key)
    return `SELECT ${columns}, * EXCLUDE (id_number, ${identifier(key)}) FROM ${numbered}
      ORDER BY ${BY_SHORT_ID}`
  }
  const rows = `SELECT ${identifier(key)} AS k, ${kept}, ${digest} FROM ${table} r`
  if (table === 'persons') return `${rows} ORDER BY ALL`
  return `SELECT *, NULL::DATE AS until FROM (${rows})
    UNION ALL BY NAME ${chargesBeforeSql([digestName('charges')])} ORDER BY ALL`
}

function keptSql(name: string): string {
  return AS_DAYS.has(name) ? `CAST(${name} AS DATE) AS ${name}` : identifier(name)
}

/** Of 128 edited rows one looks as before, in this count alone, and a memory of millions stays small. */
const DIGEST_BITS = 7

/**
 * A digest can be compared with one of the same columns, their lists of values, length and engine only, so
 * its name bears all four: a contract that grew, or an engine that hashes otherwise, does not make every row
 * look edited. It hashes a value of a list by its place there.
 */
function digestName(table: TableName): string {
  const columns = tableOf(table).columns.flatMap(({ name, values = [] }) => [name, ...values])
  return `digest${DIGEST_BITS}_${sha256([version(), 'lists', ...columns].join()).slice(0, 8)}`
}

/** The day is enough to say what is late, what falls due and what a past day knew. */
const AS_DAYS = new Set(['charged_at', 'outcome_at'])

/** The smallest Parquet for sorted keys and few values. */
const SMALL = '(FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd)'

/** The rows of a table that a run remembered, and what their references begin with where they are short. */
interface RememberedRows {
  /** SQL: `there` is true, `k` the reference; what an earlier version did not keep is NULL: no change. */
  readonly sql: string
  readonly prefix: string | undefined
}

/** What a run remembered of a table. */
export async function rememberedOf(store: Duck, folder: string, memory: Memory): Promise<RememberedRows> {
  const { table, keep } = memory
  const file = `read_parquet(${literal(join(folder, `${table}.parquet`))})`
  const described = await store.rows<{ column_name: string }>(`DESCRIBE SELECT * FROM ${file}`)
  const known = new Set(described.map(column => column.column_name))
  const columns = [...keep, digestName(table)].map(name =>
    known.has(name) ? identifier(name) : `NULL AS ${identifier(name)}`,
  )
  const short = known.has('id_prefix')
  const ids = short ? ['id_prefix', 'id_number', 'id_text', `${longIdSql('f')} AS k`] : ['k']
  const [first] = short
    ? await store.rows<{ prefix: string }>(`SELECT id_prefix AS prefix FROM ${file} LIMIT 1`)
    : []
  // Beside what a run had stands what was known before it.
  const own = known.has('until') ? ' WHERE until IS NULL' : ''
  const sql = `(SELECT true AS there, ${[...ids, ...columns].join(', ')} FROM ${file} f${own})`
  return { sql, prefix: first?.prefix }
}

/** SQL of the crimes that a run remembered: `k` is the reference. */
export async function rememberedCrimes(store: Duck, folder: string): Promise<string> {
  const crimes = MEMORIES.find(({ table }) => table === 'crimes')!
  return (await rememberedOf(store, folder, crimes)).sql
}

/** How many rows of each table a run remembered. */
export async function rememberedRows(store: Duck, folder: string): Promise<Record<Remembered, number>> {
  const counts: string[] = []
  for (const memory of MEMORIES)
    counts.push(
      `(SELECT count(*) FROM ${(await rememberedOf(store, folder, memory)).sql}) AS ${memory.table}`,
    )
  const [row] = await store.rows<Record<Remembered, number>>(`SELECT ${counts.join(', ')}`)
  return row!
}
