import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { LoadedForce } from '../force/load.ts'
import { CRIME_FIELDS, type Target } from '../force/schema.ts'
import { type Duck, literal, type SqlPart } from '../lib/duck.ts'
import { sha256 } from '../lib/hash.ts'
import { epochDay, isoDate } from '../lib/week.ts'
import { crimesAsAtSql } from './asat.ts'
import { findChargesBefore } from './charges-before.ts'
import { rememberedCrimes } from './remembered.ts'
import { tableOf } from './schema.ts'
import { BY_SHORT_ID, longIdSql, shortIds } from './short-ids.ts'
import { concernsSql } from './target.ts'

/** File of a run's memory: the crimes that concern a target, and what was known of them before. */
export const KNOWN = 'known.parquet'

/**
 * Table of the store: each crime as earlier extracts had it, in columns of the same names, days for times.
 * `until`: first day on which something else was known. A row without facts: no extract had the crime
 * (`beside` is NULL), or it concerned none of the targets whose marks `beside` holds.
 */
export const BEFORE = 'crimes_before'

/** Times of which a history reads the day, for no forecast is made within one. */
const DAYS = ['recorded_at', 'occurred_from', 'occurred_to', 'status_at']
/** What a history reads of a crime. */
export const FACTS: readonly string[] = [...DAYS, 'easting', 'northing', ...CRIME_FIELDS]
const TYPES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(DAYS.map(name => [name, 'DATE'])),
  ...{ easting: 'DOUBLE', northing: 'DOUBLE', domestic: 'BOOLEAN' },
}
const typeOf = (name: string) => TYPES[name] ?? 'VARCHAR'
const factsSql = FACTS.map(name => `CAST(${name} AS ${typeOf(name)}) AS ${name}`).join(', ')
const namesSql = (of: string) => FACTS.map(name => `${of}.${name}`).join(', ')

/** What tells one definition of a target from another: all by which a crime can concern it. */
const markOf = ({ anyOf, helpers }: Target) =>
  sha256(JSON.stringify([anyOf, helpers].map(clauses => clauses.map(({ where }) => where)))).slice(0, 8)

/** What tells one way of reading an extract from another: facts read otherwise did not change. */
function readingOf({ settings: { mapping, extractCrs, crs } }: LoadedForce): string {
  const columns = tableOf('crimes').columns.map(({ name }) => name)
  return sha256(JSON.stringify([mapping, extractCrs, crs, columns])).slice(0, 16)
}

/** Table of the store, until they are remembered: the crimes that concern a target, as they are now. */
const NOW = 'crimes_known'

/**
 * Writes the crimes of a store that concern a target, and the table of what was known of them before, for the
 * next run: one Parquet file (`KNOWN`). Private. Needs the tables that `findKnownBefore` makes.
 *
 * @param run.dataTo last epoch day of the data
 * @example await rememberKnown(store, folder, { force, dataTo })
 */
export async function rememberKnown(
  store: Duck,
  folder: string,
  { force, dataTo }: { readonly force: LoadedForce; readonly dataTo: number },
): Promise<void> {
  const targets = force.settings.targets.map(markOf).join()
  const facts = { covered: isoDate(dataTo + 1), reading: readingOf(force), targets }
  const marks = Object.entries(facts).map(([name, value]) => `${name}: ${literal(value)}`)
  const all = `(SELECT *, NULL::DATE AS until, NULL::VARCHAR AS beside FROM ${NOW}
    UNION ALL SELECT * FROM ${BEFORE})`
  const { numbered, columns } = await shortIds(store, all, 'crime_id')
  await store.run(`COPY (SELECT ${columns}, * EXCLUDE (id_number, crime_id)
        REPLACE (recorded_at - occurred_from AS occurred_from)
      FROM ${numbered} ORDER BY ${BY_SHORT_ID}, until)
    TO ${literal(join(folder, KNOWN))}
    (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, KV_METADATA {${marks.join(', ')}})`)
  await store.run(`DROP TABLE ${NOW}`)
}

/** SQL of the rows of a file that `rememberKnown` wrote; those of an earlier version are as they are. */
async function keptSql(store: Duck, path: string): Promise<string> {
  const file = `read_parquet(${literal(path)})`
  const described = await store.rows<{ column_name: string }>(`DESCRIBE SELECT * FROM ${file}`)
  if (!described.some(({ column_name }) => column_name === 'id_prefix')) return `(SELECT * FROM ${file})`
  const facts = FACTS.map(name =>
    // A few days before the record, which take a fraction of the bytes of a date.
    name === 'occurred_from' ? 'recorded_at - CAST(occurred_from AS INTEGER) AS occurred_from' : name,
  )
  return `(SELECT ${longIdSql('f')} AS crime_id, ${facts.join(', ')}, until, beside FROM ${file} f)`
}

/** A run that is compared with the last one. */
interface KnownRun {
  readonly force: LoadedForce
  readonly asAt: number
}

/** How the past of a store can be read. */
export interface Earlier {
  /** Table of what was known of crimes before. */
  readonly table: string
  /** Versions of crimes, and of charges, that were known until this run. */
  readonly added: number
  readonly charges: number
  /** Whether the last run left nothing that facts can be compared with: no change since it was kept. */
  readonly otherwise: boolean
}

/**
 * Makes the tables of what was known of crimes and of charges before: what the last run kept, and each row
 * that this extract has otherwise, no more, or only now though it is of days that the last one covered. Both
 * are compared as at the end of the last run's data, so what bears a later date of its own is no difference.
 * What changed was known from the day of this run's forecast on: the first that could use it.
 *
 * @param run.folder memory of the last run; absent: nothing was known before, and what is read is all
 * @param run.asAt epoch day of this run's forecast
 * @example const { table } = await findKnownBefore(store, { folder, force, asAt })
 */
export async function findKnownBefore(
  store: Duck,
  run: KnownRun & { readonly folder: string | undefined },
): Promise<Earlier> {
  const columns = FACTS.map(name => `${name} ${typeOf(name)}`)
  await store.run(
    `CREATE TABLE ${BEFORE} (crime_id VARCHAR, ${columns.join(', ')}, until DATE, beside VARCHAR)`,
  )
  const concerns = concernsSql(run.force.settings.targets)
  await store.run(
    `CREATE TEMP TABLE ${NOW} AS SELECT crime_id, ${factsSql} FROM crimes WHERE ${concerns.sql}`,
    concerns.values,
  )
  const none = { table: BEFORE, added: 0, charges: 0, otherwise: false }
  const path = run.folder && join(run.folder, KNOWN)
  if (path === undefined || !existsSync(path)) {
    await findChargesBefore(store, { folder: undefined, covered: undefined, asAt: run.asAt })
    return { ...none, otherwise: path !== undefined }
  }
  const last = await keptSql(store, path)
  await store.run(`INSERT INTO ${BEFORE} SELECT * FROM ${last} WHERE until IS NOT NULL`)
  const marks = await marksOf(store, path)
  const otherwise = marks.reading !== readingOf(run.force)
  const charges = await findChargesBefore(store, { ...run, covered: otherwise ? undefined : marks.covered })
  if (otherwise) return { ...none, otherwise }
  const all = await rememberedCrimes(store, dirname(path))
  const { sql, values } = differencesSql({ last, all, marks }, run)
  await store.run(`CREATE TEMP TABLE differences AS ${sql}`, values)
  await store.run(`INSERT INTO ${BEFORE} SELECT * FROM differences`)
  const [found] = await store.rows<{ n: number }>('SELECT count(*) AS n FROM differences')
  await store.run('DROP TABLE differences')
  return { ...none, charges, added: found!.n }
}

interface Marks {
  readonly covered: string
  readonly reading: string
  readonly targets: string
}

async function marksOf(store: Duck, path: string): Promise<Partial<Marks>> {
  const rows = await store.rows<{ key: string; value: string }>(
    `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata(${literal(path)})`,
  )
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]))
}

/**
 * Rows of the table that this run adds. Of a crime that concerned no target the memory has the key alone;
 * where the definitions are others than then, it may be one that did not change.
 */
function differencesSql(
  { last, all, marks }: { last: string; all: string; marks: Partial<Marks> },
  { force, asAt }: KnownRun,
): SqlPart {
  const { targets } = force.settings
  const end = epochDay(marks.covered!)
  const kept = crimesAsAtSql(end, `(SELECT * FROM ${last} WHERE until IS NULL)`)
  const present = crimesAsAtSql(end, NOW)
  const same = marks.targets === targets.map(markOf).join()
  return {
    sql: `WITH o AS (${kept.sql}), n AS (${present.sql}),
      changed AS (
        SELECT coalesce(o.crime_id, n.crime_id) AS crime_id, o.crime_id IS NULL AS came, ${namesSql('o')}
        FROM o FULL JOIN n ON n.crime_id = o.crime_id
        WHERE o.crime_id IS NULL OR n.crime_id IS NULL
          OR ${FACTS.map(name => `o.${name} IS DISTINCT FROM n.${name}`).join(' OR ')}),
      there AS (SELECT k FROM ${all} WHERE k IN (SELECT crime_id FROM changed WHERE came)),
      told AS (SELECT *, came AND crime_id IN (SELECT k FROM there) AS other FROM changed)
    SELECT crime_id, ${FACTS.join(', ')}, ${literal(isoDate(asAt))}::DATE AS until,
      CASE WHEN other THEN ${literal(marks.targets!)} END AS beside
    FROM told ${same ? '' : 'WHERE NOT other'}`,
    values: present.values,
  }
}

/**
 * SQL of every version of the crimes of a history, with the days on which it was what was known: from `since`
 * on (NULL: from its record on), before `until` (NULL: still known). Of a crime that has no earlier version
 * that is one row.
 *
 * @param history SQL of the crimes of a table as the history has them, for the table given
 * @param target whose history it is: crimes that were known not to concern another say nothing of it
 */
export function versionsSql(
  history: (among?: string) => SqlPart,
  target: Target,
  earlier: Earlier['table'] | undefined,
): SqlPart {
  const now = history()
  if (!earlier) return { ...now, sql: `SELECT *, NULL::DATE AS since, NULL::DATE AS until FROM (${now.sql})` }
  const told = `(SELECT * EXCLUDE beside,
      lag(until) OVER (PARTITION BY crime_id ORDER BY until) AS since
    FROM ${earlier} WHERE beside IS NULL OR contains(beside, ${literal(markOf(target))}))`
  const before = history(told)
  return {
    sql: `SELECT crime_id, ${FACTS.join(', ')}, since, NULL::DATE AS until
        FROM (${now.sql}) LEFT JOIN
          (SELECT crime_id, max(until) AS since FROM ${told} GROUP BY ALL) USING (crime_id)
      UNION ALL SELECT crime_id, ${FACTS.join(', ')}, since, until FROM (${before.sql})`,
    values: { ...now.values, ...before.values },
  }
}
