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
  return [...ages, ...(await unknownBirths(store, bounds)), ...(await commonBirth(store, bounds))]
}

/** Charged people of whom nobody can say whether they are children. */
async function unknownBirths(store: Gated['store'], bounds: Gated['bounds']): Promise<GateReading[]> {
  const [row] = await store.rows<{ n: number; unknown: number }>(
    `SELECT count(*) AS n, count(*) FILTER (born IS NULL) AS unknown
     FROM (SELECT max(birth_month) AS born FROM persons
       WHERE survivor_id IN (SELECT survivor_id FROM charges) GROUP BY survivor_id)`,
  )
  return largestShare(
    'unknown-births',
    { table: 'persons', part: row!.unknown, of: row!.n, what: 'charged people have no birth_month' },
    {
      allowed: bounds.maxUnknownBirthShare,
      remedy: orSet('maxUnknownBirthShare', 'ask the sender whether birth_month is exported'),
    },
  )
}

async function commonBirth(store: Gated['store'], bounds: Gated['bounds']): Promise<GateReading[]> {
  const [row] = await store.rows<{ n: number; most: number }>(
    `SELECT coalesce(sum(n), 0)::BIGINT AS n, coalesce(max(n), 0) AS most
     FROM (SELECT count(*) AS n FROM persons WHERE birth_month IS NOT NULL GROUP BY birth_month)`,
  )
  const whole = largestShare(
    'default-birth',
    { table: 'persons', part: row!.most, of: row!.n, what: 'persons share one birth month' },
    {
      allowed: bounds.maxOneDayShare,
      few: CROWD * bounds.maxOneDayShare,
      remedy: orSet('maxOneDayShare', 'ask the sender whether a default date stands for an unknown birth'),
    },
  )
  return [...whole, ...(await commonMonth(store, bounds))]
}

/** Births of which the year alone is known, with one month for all: ages are wrong by up to a year. */
async function commonMonth(store: Gated['store'], bounds: Gated['bounds']): Promise<GateReading[]> {
  const [row] = await store.rows<{ n: number; most: number }>(
    `SELECT coalesce(sum(n), 0)::BIGINT AS n, coalesce(max(n), 0) AS most
     FROM (SELECT count(*) AS n FROM persons WHERE birth_month IS NOT NULL GROUP BY right(birth_month, 2))`,
  )
  return largestShare(
    'default-birth',
    { table: 'persons', part: row!.most, of: row!.n, what: 'persons are born in one month of the year' },
    {
      allowed: bounds.maxOneBirthMonthShare,
      few: CROWD * bounds.maxOneBirthMonthShare,
      remedy: orSet('maxOneBirthMonthShare', 'ask the sender whether birth_month holds more than the year'),
    },
  )
}

/** Far more people in custody than prisons hold: nobody would be left whom a unit could look after. */
export async function custody({ store, bounds, manifest }: Gated): Promise<GateReading[]> {
  const [row] = await store.rows<{ n: number; held: number }>(
    `SELECT count(*) AS n, count(*) FILTER (until >= $today::DATE) AS held
     FROM (SELECT max(in_custody_until) AS until FROM persons
       WHERE survivor_id IN (SELECT survivor_id FROM charges) GROUP BY survivor_id)`,
    { today: manifest.covers_to },
  )
  return largestShare(
    'in-custody',
    { table: 'persons', part: row!.held, of: row!.n, what: 'charged people are in custody' },
    {
      allowed: bounds.maxInCustodyShare,
      remedy: orSet(
        'maxInCustodyShare',
        'ask the sender whether in_custody_until is empty for people at liberty',
      ),
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
