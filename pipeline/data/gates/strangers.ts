import type { Duck } from '../../lib/duck.ts'
import { type Gated, type GateReading, largestShare, orSet } from './gate.ts'

/** Fewer people in custody without a charge are single slips. */
const FEW_IN_CUSTODY = 4
/** Fewer pairs of charges tell nothing about how alike they are. */
const MIN_PAIRS = 500
/**
 * People repeat themselves: the next charge is of the same offence far more often than that of a stranger
 * (1.8 times in the synthetic force). Below this, charges look as if they stood against other people.
 */
const MIN_ALIKE = 1.25

/**
 * Charges that stand against other people, which a first run can only tell by two signs together: people are
 * in custody without a charge that could have brought them there, and two charges of one person are no more
 * alike than those of two people. Either alone may be true of a force; from the second run on the changes
 * since the last are gated.
 */
export async function strangersCharges({ store, manifest, previous, bounds }: Gated): Promise<GateReading[]> {
  if (previous.length > 0) return []
  const [row] = await store.rows<{ held: number; uncharged: number }>(
    `SELECT count(*) AS held, count(*) FILTER (k.survivor_id IS NULL) AS uncharged
     FROM (SELECT DISTINCT p.survivor_id FROM persons p JOIN charges USING (survivor_id)
       WHERE p.in_custody_until >= $today::DATE) h
       LEFT JOIN (SELECT DISTINCT survivor_id FROM charges WHERE outcome IN ('pending', 'convicted')) k
         USING (survivor_id)`,
    { today: manifest.covers_to },
  )
  const readings = largestShare(
    'strangers-charges',
    {
      table: 'charges',
      part: row!.uncharged,
      of: row!.held,
      what: 'people in custody have no charge that counts',
    },
    {
      allowed: bounds.maxUnchargedCustodyShare,
      few: FEW_IN_CUSTODY,
      remedy: orSet('maxUnchargedCustodyShare', 'ask the sender whether charges stand against other people'),
    },
  )
  if (readings.every(({ holds }) => holds)) return readings
  const alike = await likenessOf(store)
  const single = alike === undefined || alike >= MIN_ALIKE
  return single ? readings.map(reading => ({ ...reading, holds: true, used: null })) : readings
}

/**
 * How much more often than by chance a charge is of the same offence as the same person's last one, more than
 * a week before: the upper end of two standard errors. Undefined where there are too few pairs.
 */
async function likenessOf(store: Duck): Promise<number | undefined> {
  const [row] = await store.rows<{ pairs: number; same: number; expected: number }>(
    `WITH ordered AS (
       SELECT offence_code AS code, lag(offence_code) OVER w AS earlier, charged_at,
         lag(charged_at) OVER w AS earlier_at
       FROM charges WINDOW w AS (PARTITION BY survivor_id ORDER BY charged_at, charge_id)),
     pairs AS (SELECT code, earlier FROM ordered WHERE charged_at > earlier_at + INTERVAL 7 DAY),
     now AS (SELECT code, count(*) AS n FROM pairs GROUP BY ALL),
     before AS (SELECT earlier AS code, count(*) AS n FROM pairs GROUP BY ALL)
     SELECT count(*) AS pairs, count(*) FILTER (code = earlier) AS same,
       (SELECT sum(now.n * before.n)::DOUBLE FROM now JOIN before USING (code)) / count(*) AS expected
     FROM pairs`,
  )
  const { pairs, same, expected } = row!
  return pairs < MIN_PAIRS ? undefined : (same + 2 * Math.sqrt(same)) / expected
}
