import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Target } from '../force/schema.ts'
import { type Duck, literal } from '../lib/duck.ts'
import { isoDate } from '../lib/week.ts'
import { EDITED, edited, MEMORIES, type Memory, type Remembered, rememberedOf } from './remembered.ts'
import { longIdSql, sameIdSql } from './short-ids.ts'
import { targetSql } from './target.ts'

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
 * Compares what this run remembers with what the last run remembered: counts by table and kind. Crimes
 * themselves (key and kind, all but `added`) are listed in `changes-crimes.csv` under `writeTo`: private.
 * Leaves the table that `turnedCodes` reads in the store.
 *
 * @param since folder of the last run's memory, the last day (epoch day) that it covered, the folder of this
 *   run's memory (`rememberStore`), and the targets
 */
export async function changesSince(store: Duck, since: Since, writeTo: string): Promise<Change[]> {
  const changes: Change[] = []
  await mkdir(writeTo, { recursive: true, mode: 0o700 })
  await store.run('CREATE OR REPLACE TABLE recoded (tab VARCHAR, code VARCHAR, was BIGINT, now BIGINT)')
  for (const memory of MEMORIES) {
    const { table } = memory
    await findChanged(store, memory, since)
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

interface Since {
  readonly folder: string
  readonly coversTo: number
  readonly now: string
  readonly targets?: readonly Target[]
}

/** Makes the table of what changed of a table: reference, kind, and the offence codes then and now. */
async function findChanged(store: Duck, memory: Memory, { folder, coversTo, now }: Since): Promise<void> {
  const { table, keep } = memory
  const covered = isoDate(coversTo + 1)
  const whens = memory
    .kinds(covered)
    .map(([kind, when]) => `WHEN ${when === EDITED ? edited(table) : when} THEN '${kind}'`)
  const [o, n] = [await rememberedOf(store, folder, memory), await rememberedOf(store, now, memory)]
  const short = o.prefix !== undefined && o.prefix === n.prefix
  const coded = keep.includes('offence_code')
  // Of the rows that changed alone: to write millions of references out takes longer than to compare them.
  const id = (of: string) => (short ? longIdSql(of) : `${of}.k`)
  const code = (of: string) => (coded ? `${of}.offence_code` : 'NULL')
  await store.run(`CREATE OR REPLACE TEMP TABLE changed AS SELECT * FROM (
    SELECT coalesce(${id('n')}, ${id('o')}) AS key, CASE ${whens.join(' ')} END AS kind,
      ${code('o')} AS was_code, ${code('n')} AS is_code
    FROM ${o.sql} o FULL JOIN ${n.sql} n ON ${short ? sameIdSql('n', 'o') : 'n.k = o.k'})
    WHERE kind IS NOT NULL`)
  if (table === 'crimes') await store.run(lateSql(covered))
  if (coded) await store.run(recodedSql(table, o.sql))
}

/** SQL that tells crimes that come late: the day of their record is not remembered. */
function lateSql(covered: string): string {
  const added = `SELECT key FROM changed WHERE kind = 'added'`
  return `UPDATE changed SET kind = 'added late' WHERE kind = 'added' AND key IN (
    SELECT crime_id FROM crimes
    WHERE crime_id IN (${added}) AND recorded_at < TIMESTAMP ${literal(covered)})`
}

/** SQL that adds the codes of a table to `recoded`: what is not in `changed` bears the code that it had. */
function recodedSql(table: Remembered, old: string): string {
  return `INSERT INTO recoded SELECT ${literal(table)}, code, n - coalesce(gone, 0),
      n - coalesce(gone, 0) - coalesce(turned, 0)
    FROM (SELECT offence_code AS code, count(*) AS n FROM ${old} GROUP BY ALL)
    LEFT JOIN (SELECT was_code AS code, count(*) FILTER (kind = 'removed') AS gone,
      count(*) FILTER (is_code <> was_code) AS turned FROM changed GROUP BY ALL) USING (code)`
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

/** Rows by the offence code that they bore in the last run: how many still exist, and still bear it. */
export async function turnedCodes(
  store: Duck,
  table: 'crimes' | 'charges',
): Promise<{ code: string; was: number; now: number }[]> {
  return store.rows(
    `SELECT code, was, now FROM recoded WHERE tab = ${literal(table)} AND was > 0
     ORDER BY was - now DESC, code`,
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
  const { sql: old } = await rememberedOf(store, folder, charges)
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
