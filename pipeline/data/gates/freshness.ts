import type { Duck } from '../../lib/duck.ts'
import { epochDay, isoDate } from '../../lib/week.ts'
import { percent } from '../percent.ts'
import { type Gated, type GateReading, orSet, usedOf } from './gate.ts'

/** Charges that a silent stretch would usually hold before the silence means anything. */
const EXPECTED_CHARGES = 5
const RESEND = 'ask the sender for an extract that holds the last days'

/** Crimes that stop too early or lie outside the days covered, or an extract older than the last. */
export async function crimeFreshness(input: Gated): Promise<GateReading[]> {
  const { store, manifest } = input
  const [from, to] = [manifest.covers_from, manifest.covers_to]
  const [row] = await store.rows<{ last: string | null; beyond: number; n: number }>(
    `SELECT strftime(max(recorded_at), '%Y-%m-%d') AS last, count(*) AS n,
       count(*) FILTER (WHERE recorded_at >= $after::TIMESTAMP OR recorded_at < $from::TIMESTAMP) AS beyond
     FROM crimes`,
    { after: isoDate(epochDay(to) + 1), from },
  )
  const { last, beyond, n } = row!
  return [staleness(input, last), outsideWeek(input, { beyond, n }), ...sequence(input)]
}

function staleness({ manifest, bounds }: Gated, last: string | null): GateReading {
  const days = last === null ? Number.POSITIVE_INFINITY : epochDay(manifest.extracted_at) - epochDay(last)
  const allowed = bounds.maxDaysWithoutRecords
  return {
    code: 'stale',
    table: 'crimes',
    found: `last crime recorded ${last ?? 'never'}`,
    allowed: `${allowed} days before the extract`,
    remedy: RESEND,
    holds: days <= allowed,
    used: last === null ? null : usedOf(Math.max(0, days), allowed),
  }
}

function outsideWeek({ manifest, bounds }: Gated, { beyond, n }: { beyond: number; n: number }): GateReading {
  return {
    code: 'wrong-week',
    table: 'crimes',
    found: `${beyond} of ${n} crimes recorded outside ${manifest.covers_from} to ${manifest.covers_to}`,
    allowed: percent(bounds.maxRejectShare),
    remedy: 'ask the sender whether covers_from and covers_to are right',
    holds: beyond <= bounds.maxRejectShare * n,
    used: n > 0 ? usedOf(beyond / n, bounds.maxRejectShare) : null,
  }
}

function sequence({ manifest, previous }: Gated): GateReading[] {
  const newest = previous[0]
  if (!newest) return []
  return [
    {
      code: 'older-than-last',
      table: 'crimes',
      found: `covers to ${manifest.covers_to}`,
      allowed: `not before ${newest.coversTo}, to which the last run went`,
      remedy: 'run the newest extract',
      holds: newest.coversTo <= manifest.covers_to,
      used: null,
    },
  ]
}

/** Charges that stop too early: a long silence where the year before leads to expect several. */
export async function chargeFreshness({ store, manifest, bounds }: Gated): Promise<GateReading[]> {
  const end = epochDay(manifest.covers_to)
  const last = await lastCharge(store, manifest.covers_to)
  if (last === null) return []
  const silent = end - epochDay(last)
  const [year] = await store.rows<{ n: number }>(
    `SELECT count(*) AS n FROM charges WHERE CAST(charged_at AS DATE) BETWEEN $from::DATE AND $last::DATE`,
    { from: isoDate(epochDay(last) - 364), last },
  )
  const expected = (year!.n / 365) * silent
  const allowed = bounds.maxDaysWithoutCharges
  const usual = `usual are ${Math.round(expected)} charges in so many days`
  return [
    {
      code: 'stale-charges',
      table: 'charges',
      found: `last charge ${last}, ${silent} days before the last day covered; ${usual}`,
      allowed: `${allowed} days`,
      remedy: orSet('maxDaysWithoutCharges', RESEND),
      holds: silent <= allowed || expected < EXPECTED_CHARGES,
      used: silent > allowed && expected < EXPECTED_CHARGES ? null : usedOf(silent, allowed),
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
export async function crowdedDays({ store, bounds }: Gated): Promise<GateReading[]> {
  const readings: GateReading[] = []
  for (const [table, column] of [
    ['crimes', 'recorded_at'],
    ['crimes', 'occurred_from'],
    ['charges', 'charged_at'],
    ['charges', 'offence_date'],
  ] as const) {
    const [row] = await store.rows<{ day: string; most: number; n: number }>(
      `SELECT strftime(first(day ORDER BY n DESC, day), '%Y-%m-%d') AS day,
              max(n) AS most, sum(n)::BIGINT AS n
       FROM (SELECT CAST(${column} AS DATE) AS day, count(*) AS n FROM ${table} GROUP BY ALL)`,
    )
    const { day, most, n } = row!
    if (!n || n < CROWD) continue
    readings.push({
      code: 'default-date',
      table,
      found: `${most} of ${n} ${table} have ${column} on ${day} (${percent(most / n)})`,
      allowed: `${percent(bounds.maxOneDayShare)} on one day`,
      remedy: orSet('maxOneDayShare', 'ask the sender whether a default date stands for an unknown one'),
      holds: most <= bounds.maxOneDayShare * n,
      used: usedOf(most / n, bounds.maxOneDayShare),
    })
  }
  return readings
}

/** Rows from which a crowded day says something. */
const CROWD = 500
