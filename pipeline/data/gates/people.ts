import { monthsOldSql } from '../notes.ts'
import { FEW, type Gated, type GateFailure, orSet, tooLarge } from './gate.ts'

/** Between these ages, in years, lies the median of people charged anywhere; a wrong century or unit does not. */
const MEDIAN_AGE = [15, 60] as const
/** Younger nobody can be charged in England and Wales; older hardly anyone is. */
const LIKELY_AGE = [10, 90] as const
/** Rows from which the commonest birth month, or one person's charges, say something. */
const CROWD = 500

/** Births that cannot be right: ages at charge that hardly occur, and one birth month for very many. */
export async function births({ store, bounds }: Gated): Promise<GateFailure[]> {
  const [young, old] = LIKELY_AGE.map(years => years * 12)
  const [ages] = await store.rows<{ n: number; unlikely: number; median: number | null }>(
    `SELECT count(months) AS n, median(months) / 12 AS median,
       count(*) FILTER (WHERE months < ${young} OR months >= ${old}) AS unlikely
     FROM (SELECT ${monthsOldSql()} AS months FROM charges JOIN persons USING (person_id))`,
  )
  const { n, unlikely, median } = ages!
  const failures = tooLarge(
    'unlikely-ages',
    { part: unlikely, of: n, what: 'charges are against people under ten or over ninety' },
    {
      allowed: bounds.maxUnlikelyAgeShare,
      remedy: orSet('maxUnlikelyAgeShare', 'ask the sender whether birth_month has the right century'),
    },
  )
  const [least, most] = MEDIAN_AGE
  if (n >= FEW && median !== null && (median < least || median > most)) {
    failures.push({
      code: 'unlikely-ages',
      found: `half of the people charged are ${median < least ? 'under' : 'over'} ${Math.round(median)} years old`,
      allowed: `a median age at charge of ${least} to ${most} years`,
      remedy: 'ask the sender whether birth_month has the right century',
    })
  }
  return [...failures, ...(await commonBirth(store, bounds))]
}

async function commonBirth(store: Gated['store'], bounds: Gated['bounds']): Promise<GateFailure[]> {
  const [row] = await store.rows<{ n: number; most: number }>(
    `SELECT coalesce(sum(n), 0)::BIGINT AS n, coalesce(max(n), 0) AS most
     FROM (SELECT count(*) AS n FROM persons WHERE birth_month IS NOT NULL GROUP BY birth_month)`,
  )
  return tooLarge(
    'default-birth',
    { part: row!.most, of: row!.n, what: 'persons share one birth month' },
    {
      allowed: bounds.maxOneDayShare,
      few: CROWD * bounds.maxOneDayShare,
      remedy: orSet('maxOneDayShare', 'ask the sender whether a default date stands for an unknown birth'),
    },
  )
}

/** Far more of the persons are deceased than a register of people charged can hold. */
export async function deaths({ store, bounds }: Gated): Promise<GateFailure[]> {
  const [row] = await store.rows<{ n: number; dead: number }>(
    `SELECT count(*) AS n, count(*) FILTER (WHERE status = 'deceased') AS dead FROM persons`,
  )
  return tooLarge(
    'deceased',
    { part: row!.dead, of: row!.n, what: 'persons are deceased' },
    {
      allowed: bounds.maxDeceasedShare,
      remedy: orSet('maxDeceasedShare', 'ask the sender whether status is filled as before'),
    },
  )
}

/** A record that stands for "unknown": one person bears a large part of all charges. */
export async function onePerson({ store, bounds }: Gated): Promise<GateFailure[]> {
  const [row] = await store.rows<{ n: number; most: number }>(
    `SELECT coalesce(sum(n), 0)::BIGINT AS n, coalesce(max(n), 0) AS most
     FROM (SELECT count(*) AS n FROM charges GROUP BY survivor_id)`,
  )
  return tooLarge(
    'one-person',
    { part: row!.most, of: row!.n, what: 'charges are against one person' },
    {
      allowed: bounds.maxOnePersonShare,
      few: CROWD * bounds.maxOnePersonShare,
      remedy: orSet('maxOnePersonShare', 'ask the sender whether one record stands for unknown people'),
    },
  )
}
