import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { version } from '@duckdb/node-api'
import type { Target } from '../force/schema.ts'
import { type Duck, identifier, literal } from '../lib/duck.ts'
import { sha256 } from '../lib/hash.ts'
import { isoDate } from '../lib/week.ts'
import { chargesBeforeSql } from './charges-before.ts'
import { type TableName, tableOf } from './schema.ts'
import { targetSql } from './target.ts'

type Remembered = 'crimes' | 'charges' | 'persons'

/** How many rows of a table changed in one way since the last run. */
export interface Change {
  readonly table: Remembered
  readonly kind: string
  readonly rows: number
  /**
   * Of crimes: how many meet the definition of each target by what they are now, whatever it leaves out; none
   * where nobody can tell, for they are gone.
   */
  readonly targets?: readonly { readonly id: string; readonly rows: number }[]
}

/**
 * What is remembered of each row between runs, and the kind of each change (first that holds; `o` is the row
 * of the last run, `n` of this one).
 */
interface Memory {
  readonly table: Remembered
  readonly key: string
  readonly keep: readonly string[]
  /** The column of this run's rows that says which come late, where it is not kept. */
  readonly late?: string
  readonly kinds: (lastCovers: string) => readonly (readonly [kind: string, when: string])[]
}

/** Stands for a difference of the digests. */
const EDITED = 'edited'
const edited = (table: TableName) => `n.${digestName(table)} <> o.${digestName(table)}`

const MEMORIES: readonly Memory[] = [
  {
    table: 'crimes',
    key: 'crime_id',
    keep: ['status', 'offence_code'],
    late: 'recorded_at',
    kinds: lastCovers => [
      ['removed', 'n.k IS NULL'],
      ['added late', `o.k IS NULL AND n.recorded_at < TIMESTAMP ${literal(lastCovers)}`],
      ['added', 'o.k IS NULL'],
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
      ['removed', 'n.k IS NULL'],
      ['added late', `o.k IS NULL AND n.charged_at < TIMESTAMP ${literal(lastCovers)}`],
      ['added', 'o.k IS NULL'],
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
      ['removed', 'n.k IS NULL'],
      ['added', 'o.k IS NULL'],
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
    const rows =
      memory.table === 'charges'
        ? `SELECT *, NULL::DATE AS until FROM (${memorySql(memory)})
           UNION ALL BY NAME ${chargesBeforeSql([digestName('charges')])}`
        : memorySql(memory)
    await store.run(`COPY (${rows} ORDER BY ALL) TO ${path} ${SMALL}`)
  }
}

/** Of 128 edited rows one looks as before, in this count alone, and a memory of millions stays small. */
const DIGEST_BITS = 7

/**
 * A digest can be compared with one of the same columns, length and engine only, so its name bears all three:
 * a contract that grew, or an engine that hashes otherwise, does not make every row look edited.
 */
function digestName(table: TableName): string {
  return `digest${DIGEST_BITS}_${sha256(
    [version(), ...tableOf(table).columns.map(({ name }) => name)].join(),
  ).slice(0, 8)}`
}

/** The day is enough to say what is late, what falls due and what a past day knew. */
const AS_DAYS = new Set(['charged_at', 'outcome_at'])

/** The smallest Parquet for sorted keys and few values. */
const SMALL = '(FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd)'

function memorySql({ table, key, keep }: Memory, ...beside: readonly (string | undefined)[]): string {
  const wanted = [...keep, ...beside.filter(name => name !== undefined)]
  const kept = wanted
    .map(name => (AS_DAYS.has(name) ? `CAST(${name} AS DATE) AS ${name}` : identifier(name)))
    .join(', ')
  const digest = `CAST(hash(r) & ${2 ** DIGEST_BITS - 1} AS UINTEGER)`
  return `SELECT ${identifier(key)} AS k, ${kept}, ${digest} AS ${digestName(table)} FROM ${table} r`
}

/** SQL of what a run remembered of a table; what an earlier version did not keep is NULL: never a change. */
async function rememberedSql(store: Duck, folder: string, { table, keep }: Memory): Promise<string> {
  const file = `read_parquet(${literal(join(folder, `${table}.parquet`))})`
  const described = await store.rows<{ column_name: string }>(`DESCRIBE SELECT * FROM ${file}`)
  const known = new Set(described.map(column => column.column_name))
  const columns = [...keep, digestName(table)].map(name =>
    known.has(name) ? identifier(name) : `NULL AS ${identifier(name)}`,
  )
  // Beside what a run had stands what was known before it.
  const own = known.has('until') ? ' WHERE until IS NULL' : ''
  return `(SELECT k, ${columns.join(', ')} FROM ${file}${own})`
}

/**
 * Compares the store with what the last run remembered: counts by table and kind. Crimes themselves (key and
 * kind, all but `added`) are listed in `changes-crimes.csv` under `writeTo`: private.
 *
 * @param since folder of the last run's memory, the last day (epoch day) that it covered, and the targets
 */
export async function changesSince(
  store: Duck,
  since: { folder: string; coversTo: number; targets?: readonly Target[] },
  writeTo: string,
): Promise<Change[]> {
  const changes: Change[] = []
  await mkdir(writeTo, { recursive: true, mode: 0o700 })
  for (const memory of MEMORIES) {
    const { table } = memory
    const whens = memory
      .kinds(isoDate(since.coversTo + 1))
      .map(([kind, when]) => `WHEN ${when === EDITED ? edited(table) : when} THEN '${kind}'`)
    const old = await rememberedSql(store, since.folder, memory)
    await store.run(`CREATE OR REPLACE TEMP TABLE changed AS SELECT * FROM (
      SELECT coalesce(n.k, o.k) AS key, CASE ${whens.join(' ')} END AS kind
      FROM ${old} o FULL JOIN (${memorySql(memory, memory.late)}) n ON n.k = o.k)
      WHERE kind IS NOT NULL`)
    if (table === 'crimes') changes.push(...(await changedOfTargets(store, since.targets ?? [])))
    else {
      const rows = await store.rows<{ kind: string; rows: number }>(
        'SELECT kind, count(*) AS rows FROM changed GROUP BY kind ORDER BY kind',
      )
      changes.push(...rows.map(row => ({ table, ...row })))
    }
    // A list of people would outlive the keys of those who are on it.
    if (table !== 'crimes') continue
    const path = literal(join(writeTo, `changes-${table}.csv`))
    const listed = `SELECT key, kind FROM changed WHERE kind <> 'added' ORDER BY key`
    await store.run(`COPY (${listed}) TO ${path} (FORMAT csv, HEADER true)`)
  }
  await store.run('DROP TABLE changed')
  return changes
}

/** Changes of crimes by kind, with how many of each would count for a target. */
async function changedOfTargets(store: Duck, targets: readonly Target[]): Promise<Change[]> {
  const parts = targets.map((target, t) => targetSql({ ...target, noneOf: [] }, `changed_${t}`))
  const counts = parts.map(({ sql }, t) => `, count(*) FILTER ((${sql}) IS NOT NULL) AS t${t}`)
  const rows = await store.rows<{ kind: string; rows: number } & Record<string, number | string>>(
    `SELECT kind, count(*) AS rows${counts.join('')}
     FROM changed LEFT JOIN crimes ON crime_id = key GROUP BY kind ORDER BY kind`,
    Object.assign({}, ...parts.map(({ values }) => values)),
  )
  return rows.map(row => ({
    table: 'crimes' as const,
    kind: row.kind,
    rows: row.rows,
    ...(row.kind === 'removed' || targets.length === 0
      ? {}
      : { targets: targets.map(({ id }, t) => ({ id, rows: Number(row[`t${t}`]) })) }),
  }))
}

/** How many rows of each table a run remembered. */
export async function rememberedRows(store: Duck, folder: string): Promise<Record<Remembered, number>> {
  const counts: string[] = []
  for (const memory of MEMORIES)
    counts.push(`(SELECT count(*) FROM ${await rememberedSql(store, folder, memory)}) AS ${memory.table}`)
  const [row] = await store.rows<Record<Remembered, number>>(`SELECT ${counts.join(', ')}`)
  return row!
}

/** Rows by the offence code that they bore in the last run: how many still exist, and still bear it. */
export async function turnedCodes(
  store: Duck,
  table: 'crimes' | 'charges',
  folder: string,
): Promise<{ code: string; was: number; now: number }[]> {
  const { key } = tableOf(table)
  const old = await rememberedSql(store, folder, MEMORIES.find(memory => memory.table === table)!)
  return store.rows(
    `SELECT o.offence_code AS code, count(*) AS was, count(*) FILTER (n.offence_code = o.offence_code) AS now
     FROM ${old} o JOIN ${table} n ON n.${key} = o.k
     GROUP BY ALL ORDER BY was - now DESC, code`,
  )
}

/**
 * SQL of each person's harm score in the last run (`was`) and in this one (`is`), both as at one day and by
 * today's weights: the sum of the weights of charges that were not acquitted or discontinued, each faded by
 * its age. Charges that an earlier version remembered without their day have not faded.
 */
export async function harmSinceSql(
  store: Duck,
  folder: string,
  { weights, day, halfLifeYears }: HarmSince,
): Promise<string> {
  const list = [...weights].map(([code, weight]) => `(${literal(code)}, ${weight}::DOUBLE)`)
  const age = `greatest(0, date_diff('day', CAST(charged_at AS DATE), ${literal(isoDate(day))}::DATE))`
  const faded = `weight * coalesce(0.5 ** (${age} / ${halfLifeYears * DAYS_PER_YEAR}), 1)`
  const sums = (from: string) => `SELECT survivor_id AS person, sum(${faded}) AS harm
    FROM ${from} JOIN weights ON offence_code = code
    WHERE outcome NOT IN ('acquitted', 'discontinued') GROUP BY ALL`
  const charges = MEMORIES.find(({ table }) => table === 'charges')!
  const old = await rememberedSql(store, folder, charges)
  return `WITH weights(code, weight) AS (VALUES ${list.join(', ')}),
      old AS (${sums(old)}), new AS (${sums('charges')})
    SELECT coalesce(old.harm, 0) AS was, coalesce(new.harm, 0) AS "is" FROM old FULL JOIN new USING (person)`
}

interface HarmSince {
  /** Harm weight by offence code. */
  readonly weights: ReadonlyMap<string, number>
  /** Epoch day to which both scores fade. */
  readonly day: number
  readonly halfLifeYears: number
}

/** Mean days of a Gregorian year. */
const DAYS_PER_YEAR = 365.25
