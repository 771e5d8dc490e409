import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Duck, identifier, literal } from '../lib/duck.ts'
import { isoDate } from '../lib/week.ts'
import type { TableName } from './schema.ts'

/** How many rows of a table changed in one way since the last run. */
export interface Change {
  readonly table: TableName
  readonly kind: string
  readonly rows: number
}

/**
 * What is remembered of each row between runs, and the kind of each change (first that holds; `o` is the row
 * of the last run, `n` of this one).
 */
interface Memory {
  readonly table: 'crimes' | 'charges' | 'persons'
  readonly key: string
  readonly keep: readonly string[]
  readonly kinds: (lastCovers: string) => readonly (readonly [kind: string, when: string])[]
}

const MEMORIES: readonly Memory[] = [
  {
    table: 'crimes',
    key: 'crime_id',
    keep: ['recorded_at', 'status', 'offence_code'],
    kinds: lastCovers => [
      ['removed', 'n.k IS NULL'],
      ['added late', `o.k IS NULL AND n.recorded_at < TIMESTAMP ${literal(lastCovers)}`],
      ['added', 'o.k IS NULL'],
      ['cancelled', `n.status = 'cancelled' AND o.status <> 'cancelled'`],
      ['transferred', `n.status = 'transferred' AND o.status <> 'transferred'`],
      ['reinstated', `n.status = 'recorded' AND o.status <> 'recorded'`],
      ['reclassified', 'n.offence_code <> o.offence_code'],
      ['edited', 'n.digest <> o.digest'],
    ],
  },
  {
    table: 'charges',
    key: 'charge_id',
    keep: ['outcome', 'offence_code', 'survivor_id'],
    kinds: () => [
      ['removed', 'n.k IS NULL'],
      ['added', 'o.k IS NULL'],
      ['outcome known', `o.outcome = 'pending' AND n.outcome <> 'pending'`],
      ['outcome changed', 'n.outcome <> o.outcome'],
      ['reclassified', 'n.offence_code <> o.offence_code'],
      ['moved to another person', 'n.survivor_id <> o.survivor_id'],
      ['edited', 'n.digest <> o.digest'],
    ],
  },
  {
    table: 'persons',
    key: 'person_id',
    keep: ['survivor_id', 'status'],
    kinds: () => [
      ['removed', 'n.k IS NULL'],
      ['added', 'o.k IS NULL'],
      ['deceased', `n.status = 'deceased' AND o.status <> 'deceased'`],
      ['merged', 'n.survivor_id <> o.survivor_id AND n.survivor_id <> n.k'],
      ['split', 'n.survivor_id <> o.survivor_id'],
      ['edited', 'n.digest <> o.digest'],
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
    await store.run(`COPY (${memorySql(memory)} ORDER BY k) TO ${path} (FORMAT parquet)`)
  }
}

function memorySql({ table, key, keep }: Memory): string {
  const kept = keep.map(identifier).join(', ')
  return `SELECT ${identifier(key)} AS k, ${kept}, md5_number_lower(CAST(r AS VARCHAR)) AS digest
    FROM ${table} r`
}

/**
 * Compares the store with what the last run remembered: counts by table and kind. The rows themselves (key
 * and kind, all but `added`) go to `changes-TABLE.csv` under `writeTo`: private.
 *
 * @param since folder of the last run's memory, and the last day (epoch day) that it covered
 */
export async function changesSince(
  store: Duck,
  since: { folder: string; coversTo: number },
  writeTo: string,
): Promise<Change[]> {
  const changes: Change[] = []
  await mkdir(writeTo, { recursive: true, mode: 0o700 })
  for (const memory of MEMORIES) {
    const { table } = memory
    const whens = memory
      .kinds(isoDate(since.coversTo + 1))
      .map(([kind, when]) => `WHEN ${when} THEN '${kind}'`)
    const old = `read_parquet(${literal(join(since.folder, `${table}.parquet`))})`
    await store.run(`CREATE OR REPLACE TEMP TABLE changed AS SELECT * FROM (
      SELECT coalesce(n.k, o.k) AS key, CASE ${whens.join(' ')} END AS kind
      FROM ${old} o FULL JOIN (${memorySql(memory)}) n ON n.k = o.k)
      WHERE kind IS NOT NULL`)
    const rows = await store.rows<{ kind: string; rows: number }>(
      'SELECT kind, count(*) AS rows FROM changed GROUP BY kind ORDER BY kind',
    )
    changes.push(...rows.map(row => ({ table, ...row })))
    const path = literal(join(writeTo, `changes-${table}.csv`))
    const listed = `SELECT key, kind FROM changed WHERE kind <> 'added' ORDER BY key`
    await store.run(`COPY (${listed}) TO ${path} (FORMAT csv, HEADER true)`)
  }
  await store.run('DROP TABLE changed')
  return changes
}
