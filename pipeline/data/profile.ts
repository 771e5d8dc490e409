import { z } from 'zod'
import type { Target } from '../force/schema.ts'
import { type Duck, identifier, type SqlPart } from '../lib/duck.ts'
import { isoDate } from '../lib/week.ts'
import type { TableAccount } from './account.ts'
import { COMBINATIONS } from './combinations.ts'
import type { Manifest } from './manifest.ts'
import { TABLES } from './schema.ts'
import { targetSql } from './target.ts'

const Count = z.number().int().nonnegative()

/**
 * What later runs need to know of a run, to see whether an extract is like the ones before it. Holds counts
 * only.
 */
export const PastRunSchema = z.object({
  extractId: z.string(),
  coversTo: z.iso.date(),
  tables: z.array(z.object({ table: z.string(), rows: Count, accepted: Count })),
  /** Crimes recorded in the last 28 days covered. */
  recentCrimes: Count,
  /** Charges of the last 28 days covered; runs of earlier versions did not count them. */
  recentCharges: Count.optional(),
  /** Crimes of each target, in all history and in the last 28 days covered. */
  targets: z.array(z.object({ id: z.string(), all: Count, recent: Count })),
  /** Share of empty values by table and column. */
  nulls: z.array(z.object({ table: z.string(), column: z.string(), share: z.number() })),
  /** Crimes by offence code, most frequent first. */
  codes: z.array(z.object({ code: z.string(), crimes: Count })),
  /** Rows of the last 28 days covered by the values of some columns; earlier versions did not count them. */
  mix: z
    .array(z.object({ table: z.string(), column: z.string(), value: z.string(), rows: Count }))
    .optional(),
})

export type PastRun = Readonly<z.infer<typeof PastRunSchema>>

/** Days in which records count as recent. */
const RECENT_DAYS = 28

/** SQL that holds for crimes recorded in the last 28 days up to a day, that day included. */
export function recentlyRecorded(dataTo: number): SqlPart {
  return {
    sql: 'recorded_at >= $recent_from::TIMESTAMP AND recorded_at < $recent_to::TIMESTAMP',
    values: { recent_from: isoDate(dataTo + 1 - RECENT_DAYS), recent_to: isoDate(dataTo + 1) },
  }
}

/** Counts a store as later runs will want to remember it. Needs `keepCombinations` of the targets. */
export async function profileStore(
  store: Duck,
  run: { manifest: Manifest; accounts: readonly TableAccount[]; dataTo: number; targets: readonly Target[] },
): Promise<PastRun> {
  const recent = recentlyRecorded(run.dataTo)
  const [counted] = await store.rows<{ crimes: number; charges: number }>(
    `SELECT (SELECT count(*) FROM crimes WHERE ${recent.sql}) AS crimes,
       (SELECT count(*) FROM (SELECT charged_at AS recorded_at FROM charges) WHERE ${recent.sql}) AS charges`,
    recent.values,
  )
  const targets = []
  for (const target of run.targets) {
    const { sql, values } = targetSql(target)
    const [count] = await store.rows<{ all: number; recent: number }>(
      `SELECT coalesce(sum(crimes), 0)::BIGINT AS "all", coalesce(sum(recent), 0)::BIGINT AS recent
       FROM ${COMBINATIONS} WHERE (${sql}) IS NOT NULL`,
      values,
    )
    targets.push({ id: target.id, ...count! })
  }
  return {
    extractId: run.manifest.extract_id,
    coversTo: run.manifest.covers_to,
    tables: run.accounts.map(({ table, rows, accepted }) => ({ table, rows, accepted })),
    recentCrimes: counted!.crimes,
    recentCharges: counted!.charges,
    targets,
    nulls: await countNulls(store),
    codes: await store.rows(
      'SELECT offence_code AS code, count(*) AS crimes FROM crimes GROUP BY ALL ORDER BY crimes DESC, code',
    ),
    mix: await countMix(store, recent),
  }
}

/** Columns of which a new way of recording would show in the mix of their values. */
const MIXED = [
  ['crimes', 'offence_code', 'recorded_at'],
  ['crimes', 'weapon_type', 'recorded_at'],
  ['crimes', 'weapon_use', 'recorded_at'],
  ['crimes', 'location_type', 'recorded_at'],
  ['crimes', 'found_by', 'recorded_at'],
  ['charges', 'offence_code', 'charged_at'],
] as const

async function countMix(store: Duck, recent: SqlPart): Promise<NonNullable<PastRun['mix']>> {
  const found = []
  for (const [table, column, dated] of MIXED) {
    const rows = await store.rows<{ value: string; rows: number }>(
      `SELECT coalesce(${column}, '') AS value, count(*) AS rows
       FROM (SELECT ${column}, ${dated} AS recorded_at FROM ${table}) WHERE ${recent.sql}
       GROUP BY ALL ORDER BY rows DESC, value`,
      recent.values,
    )
    found.push(...rows.map(row => ({ table, column, ...row })))
  }
  return found
}

async function countNulls(store: Duck): Promise<PastRun['nulls']> {
  const found = []
  for (const { name, columns } of TABLES) {
    const optional = columns.filter(column => column.optional)
    if (optional.length === 0) continue
    const counts = optional.map(
      column => `count(*) - count(${identifier(column.name)}) AS ${identifier(column.name)}`,
    )
    const [row] = await store.rows<Record<string, number>>(
      `SELECT count(*) AS _all, ${counts.join(', ')} FROM ${name}`,
    )
    const all = row!._all!
    if (all === 0) continue
    for (const column of optional)
      found.push({ table: name, column: column.name, share: row![column.name]! / all })
  }
  return found
}

/**
 * The number of crimes of each target that were recorded up to a day, that day included: what an earlier run
 * should have seen.
 */
export async function countTargetsTo(
  store: Duck,
  targets: readonly Target[],
  day: number,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const target of targets) {
    const { sql, values } = targetSql(target)
    const [row] = await store.rows<{ n: number }>(
      `SELECT count(*) AS n FROM crimes WHERE recorded_at < $after::TIMESTAMP AND (${sql}) IS NOT NULL`,
      { ...values, after: isoDate(day + 1) },
    )
    counts.set(target.id, row!.n)
  }
  return counts
}

/** What is counted in stretches of 28 days: all crimes, those of a target, or all charges. */
type Counted = 'crimes' | 'charges' | Target

/**
 * Crimes recorded, or charges made, in each of the last `periods` stretches of 28 days before the recent one,
 * newest first; `to` is the last epoch day covered. A stretch without any is 0, unless all before it are.
 */
export async function earlierVolumes(
  store: Duck,
  counted: Counted,
  { to, periods }: { to: number; periods: number },
): Promise<number[]> {
  const isCharges = counted === 'charges'
  const at = isCharges ? 'charged_at' : 'recorded_at'
  const { sql, values } = typeof counted === 'string' ? { sql: "''", values: {} } : targetSql(counted)
  const end = to + 1 - RECENT_DAYS
  const rows = await store.rows<{ period: number; n: number }>(
    `SELECT (date_diff('day', CAST(${at} AS DATE), $end::DATE) - 1) // ${RECENT_DAYS} AS period,
       count(*) AS n
     FROM ${isCharges ? 'charges' : 'crimes'}
     WHERE ${at} < $end::TIMESTAMP AND ${at} >= $start::TIMESTAMP AND (${sql}) IS NOT NULL
     GROUP BY ALL ORDER BY period`,
    { ...values, end: isoDate(end), start: isoDate(end - periods * RECENT_DAYS) },
  )
  const counts = new Map(rows.map(({ period, n }) => [period, n]))
  return Array.from({ length: (rows.at(-1)?.period ?? -1) + 1 }, (_, period) => counts.get(period) ?? 0)
}
