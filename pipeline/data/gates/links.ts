import { type Gated, type GateReading, largestShare, orSet } from './gate.ts'

/** Fewer rows than this are single slips of a key. */
const FEW_LINKS = 10

/** Where fewer charges find their crime, the two tables name crimes in ways of their own. */
const MIN_KNOWN = 0.02

/**
 * Crimes that are missing, which the charges give away: too many charges name a crime that the extract does
 * not hold, though it should: the offence lies in the days covered, and other charges find theirs.
 */
export async function missingCrimes({ store, manifest, bounds }: Gated): Promise<GateReading[]> {
  const [row] = await store.rows<{ n: number; unknown: number }>(
    `SELECT count(*) AS n, count(*) FILTER (k.crime_id IS NULL) AS unknown
     FROM charges c LEFT JOIN crimes k USING (crime_id)
     WHERE c.crime_id IS NOT NULL AND c.offence_date >= $from::DATE`,
    { from: manifest.covers_from },
  )
  const { n, unknown } = row!
  if (n - unknown < MIN_KNOWN * n) return []
  return largestShare(
    'missing-crimes',
    { table: 'charges', part: unknown, of: n, what: 'charges name a crime that is not in the extract' },
    {
      allowed: bounds.maxUnknownCrimeShare,
      remedy: orSet('maxUnknownCrimeShare', 'ask the sender whether crimes are missing or bear new ids'),
    },
  )
}

/**
 * Charges that are missing, which the decisions give away: a unit decides about people who were charged, and
 * too many of them have no charge from before the decision.
 */
export async function missingCharges({ store, bounds }: Gated): Promise<GateReading[]> {
  const [row] = await store.rows<{ n: number; uncharged: number }>(
    `SELECT count(*) AS n, count(*) FILTER (first IS NULL OR first > decided_at) AS uncharged
     FROM decisions JOIN persons USING (person_id)
       LEFT JOIN (SELECT survivor_id, min(charged_at) AS first FROM charges GROUP BY ALL)
         USING (survivor_id)`,
  )
  return largestShare(
    'missing-charges',
    {
      table: 'decisions',
      part: row!.uncharged,
      of: row!.n,
      what: 'decisions are about people without a charge before it',
    },
    {
      allowed: bounds.maxUnchargedDecisionShare,
      few: FEW_LINKS,
      remedy: orSet('maxUnchargedDecisionShare', 'ask the sender whether charges are missing'),
    },
  )
}

/**
 * Births or merges that cannot be right: records that are merged because they are of one person, and were not
 * born in the same month. A whole chain of merges counts once.
 */
export async function mergedBirths({ store, bounds }: Gated): Promise<GateReading[]> {
  const [row] = await store.rows<{ n: number; apart: number }>(
    `SELECT count(*) AS n, count(*) FILTER (months > 1) AS apart
     FROM (SELECT count(DISTINCT birth_month) AS months FROM persons WHERE birth_month IS NOT NULL
       GROUP BY survivor_id HAVING count(*) > 1)`,
  )
  return largestShare(
    'merged-births',
    {
      table: 'persons',
      part: row!.apart,
      of: row!.n,
      what: 'merged people have records with different birth months',
    },
    {
      allowed: bounds.maxMergedBirthsApart,
      few: FEW_LINKS,
      remedy: orSet(
        'maxMergedBirthsApart',
        'ask the sender whether birth_month or merged_into stands in a wrong row',
      ),
    },
  )
}
