import type { Duck } from '../../lib/duck.ts'
import { epochDay, isoDate } from '../../lib/week.ts'
import { percent } from '../percent.ts'
import { type Gated, type GateFailure, orSet } from './gate.ts'

/** Charges that a silent stretch would usually hold before the silence means anything. */
const EXPECTED_CHARGES = 5
const RESEND = 'ask the sender for an extract that holds the last days'

/** Crimes that stop too early or lie outside the days covered, or an extract older than the last. */
export async function crimeFreshness(input: Gated): Promise<GateFailure[]> {
  const { store, manifest, bounds, previous } = input
  const failures: GateFailure[] = []
  const [from, to] = [manifest.covers_from, manifest.covers_to]
  const [row] = await store.rows<{ last: string | null; beyond: number; n: number }>(
    `SELECT strftime(max(recorded_at), '%Y-%m-%d') AS last, count(*) AS n,
       count(*) FILTER (WHERE recorded_at >= $after::TIMESTAMP OR recorded_at < $from::TIMESTAMP) AS beyond
     FROM crimes`,
    { after: isoDate(epochDay(to) + 1), from },
  )
  const { last, beyond, n } = row!
  const days = last === null ? Number.POSITIVE_INFINITY : epochDay(manifest.extracted_at) - epochDay(last)
  if (days > bounds.maxDaysWithoutRecords) {
    failures.push({
      ...{ code: 'stale', table: 'crimes' },
      found: `last crime recorded ${last ?? 'never'}`,
      allowed: `${bounds.maxDaysWithoutRecords} days before the extract`,
      remedy: RESEND,
    })
  }
  if (beyond > bounds.maxRejectShare * n) {
    failures.push({
      ...{ code: 'wrong-week', table: 'crimes' },
      found: `${beyond} of ${n} crimes recorded outside ${from} to ${to}`,
      allowed: percent(bounds.maxRejectShare),
      remedy: 'ask the sender whether covers_from and covers_to are right',
    })
  }
  const newest = previous[0]
  if (newest && newest.coversTo > to) {
    failures.push({
      ...{ code: 'older-than-last', table: 'crimes' },
      found: `covers to ${to}`,
      allowed: `not before ${newest.coversTo}, to which the last run went`,
      remedy: 'run the newest extract',
    })
  }
  return failures
}

/** Charges that stop too early: a long silence where the year before leads to expect several. */
export async function chargeFreshness({ store, manifest, bounds }: Gated): Promise<GateFailure[]> {
  const end = epochDay(manifest.covers_to)
  const last = await lastCharge(store, manifest.covers_to)
  if (last === null) return []
  const silent = end - epochDay(last)
  const [year] = await store.rows<{ n: number }>(
    `SELECT count(*) AS n FROM charges WHERE CAST(charged_at AS DATE) BETWEEN $from::DATE AND $last::DATE`,
    { from: isoDate(epochDay(last) - 364), last },
  )
  const expected = (year!.n / 365) * silent
  if (silent <= bounds.maxDaysWithoutCharges || expected < EXPECTED_CHARGES) return []
  const usual = `usual are ${Math.round(expected)} charges in so many days`
  return [
    {
      code: 'stale-charges',
      found: `last charge ${last}, ${silent} days before the last day covered; ${usual}`,
      allowed: `${bounds.maxDaysWithoutCharges} days`,
      remedy: orSet('maxDaysWithoutCharges', RESEND),
    },
  ]
}

async function lastCharge(store: Duck, to: string): Promise<string | null> {
  const [row] = await store.rows<{ last: string | null }>(
    `SELECT strftime(max(charged_at), '%Y-%m-%d') AS last FROM charges
     WHERE CAST(charged_at AS DATE) <= $to::DATE`,
    { to },
  )
  return row!.last
}

/** A default date: far too many crimes or charges on one day. */
export async function crowdedDays({ store, bounds }: Gated): Promise<GateFailure[]> {
  const failures: GateFailure[] = []
  for (const [table, column] of [
    ['crimes', 'recorded_at'],
    ['charges', 'charged_at'],
  ] as const) {
    const [row] = await store.rows<{ day: string; most: number; n: number }>(
      `SELECT strftime(arg_max(day, n), '%Y-%m-%d') AS day, max(n) AS most, sum(n)::BIGINT AS n
       FROM (SELECT CAST(${column} AS DATE) AS day, count(*) AS n FROM ${table} GROUP BY ALL)`,
    )
    const { day, most, n } = row!
    if (n < CROWD || most <= bounds.maxOneDayShare * n) continue
    failures.push({
      ...{ code: 'default-date', table },
      found: `${most} of ${n} ${table} have ${column} on ${day} (${percent(most / n)})`,
      allowed: `${percent(bounds.maxOneDayShare)} on one day`,
      remedy: orSet('maxOneDayShare', 'ask the sender whether a default date stands for an unknown one'),
    })
  }
  return failures
}

/** Rows from which a crowded day says something. */
const CROWD = 500
