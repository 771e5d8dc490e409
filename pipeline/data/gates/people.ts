import { monthsOldSql } from '../notes.ts'
import { FEW, type Gated, type GateReading, largestShare, orSet } from './gate.ts'

/** Between these ages, in years, lies the median of people charged anywhere; of a wrong century not. */
const MEDIAN_AGE = [15, 60] as const
/** Younger nobody can be charged in England and Wales; older hardly anyone is. */
const LIKELY_AGE = [10, 90] as const
/** Rows from which the commonest birth month, or one person's charges, say something. */
const CROWD = 500

/** Births that cannot be right: ages at charge that hardly occur, and one birth month for very many. */
export async function births({ store, bounds }: Gated): Promise<GateReading[]> {
  const [young, old] = LIKELY_AGE.map(years => years * 12)
  const [found] = await store.rows<{ n: number; unlikely: number; median: number | null }>(
    `SELECT count(months) AS n, median(months) / 12 AS median,
       count(*) FILTER (WHERE months < ${young} OR months >= ${old}) AS unlikely
     FROM (SELECT ${monthsOldSql()} AS months FROM charges JOIN persons USING (person_id))`,
  )
  const { n, unlikely, median } = found!
  const ages = largestShare(
    'unlikely-ages',
    { table: 'persons', part: unlikely, of: n, what: 'charges are against people under ten or over ninety' },
    {
      allowed: bounds.maxUnlikelyAgeShare,
      remedy: orSet('maxUnlikelyAgeShare', 'ask the sender whether birth_month has the right century'),
    },
  )
  const [least, most] = MEDIAN_AGE
  if (median !== null) {
    const side = median > most ? 'over' : 'under'
    ages.push({
      code: 'unlikely-ages',
      table: 'persons',
      found: `half of the people charged are ${side} ${Math.round(median)} years old`,
      allowed: `a median age at charge of ${least} to ${most} years`,
      remedy: 'ask the sender whether birth_month has the right century',
      holds: n < FEW || (median >= least && median <= most),
      used: null,
    })
  }
  return [...ages, ...(await commonBirth(store, bounds))]
}

async function commonBirth(store: Gated['store'], bounds: Gated['bounds']): Promise<GateReading[]> {
  const [row] = await store.rows<{ n: number; most: number }>(
    `SELECT coalesce(sum(n), 0)::BIGINT AS n, coalesce(max(n), 0) AS most
     FROM (SELECT count(*) AS n FROM persons WHERE birth_month IS NOT NULL GROUP BY birth_month)`,
  )
  return largestShare(
    'default-birth',
    { table: 'persons', part: row!.most, of: row!.n, what: 'persons share one birth month' },
    {
      allowed: bounds.maxOneDayShare,
      few: CROWD * bounds.maxOneDayShare,
      remedy: orSet('maxOneDayShare', 'ask the sender whether a default date stands for an unknown birth'),
    },
  )
}

/** Far more of the persons are deceased than a register of people charged can hold. */
export async function deaths({ store, bounds }: Gated): Promise<GateReading[]> {
  const [row] = await store.rows<{ n: number; dead: number }>(
    `SELECT count(*) AS n, count(*) FILTER (WHERE status = 'deceased') AS dead FROM persons`,
  )
  return largestShare(
    'deceased',
    { table: 'persons', part: row!.dead, of: row!.n, what: 'persons are deceased' },
    {
      allowed: bounds.maxDeceasedShare,
      remedy: orSet('maxDeceasedShare', 'ask the sender whether status is filled as before'),
    },
  )
}

/** A record that stands for "unknown": one person bears a large part of all charges. */
export async function onePerson({ store, bounds }: Gated): Promise<GateReading[]> {
  const [row] = await store.rows<{ n: number; most: number }>(
    `SELECT coalesce(sum(n), 0)::BIGINT AS n, coalesce(max(n), 0) AS most
     FROM (SELECT count(*) AS n FROM charges GROUP BY survivor_id)`,
  )
  const readings = largestShare(
    'one-person',
    { table: 'charges', part: row!.most, of: row!.n, what: 'charges are against one person' },
    {
      allowed: bounds.maxOnePersonShare,
      few: CROWD * bounds.maxOnePersonShare,
      remedy: orSet('maxOnePersonShare', 'ask the sender whether one record stands for unknown people'),
    },
  )
  // How many charges one person bears is nobody's business while it is no fault of the data.
  const found = `no person bears so many of ${row!.n} charges`
  return readings.map(reading => (reading.holds ? { ...reading, found, used: null } : reading))
}
