import { epochDay, isoDate } from '../../lib/week.ts'
import { CONTRADICTED_INJURY } from '../notes.ts'
import { percent } from '../percent.ts'
import { type Gated, type GateReading, largestShare, orSet, usedOf } from './gate.ts'

/** Largest share of injuries by weapons that may stand under offences without injury. */
const CONTRADICTION_TOLERANCE = 0.1

/** Too few of the last year's crimes have coordinates. */
export async function geocoding({ store, bounds, manifest }: Gated): Promise<GateReading[]> {
  const from = isoDate(epochDay(manifest.covers_to) - 364)
  const [row] = await store.rows<{ n: number; placed: number }>(
    `SELECT count(*) AS n, count(easting) AS placed FROM crimes
     WHERE recorded_at >= $from::TIMESTAMP AND status = 'recorded'`,
    { from },
  )
  const { n, placed } = row!
  if (n === 0) return []
  const least = bounds.minGeocodedShare
  return [
    {
      code: 'geocoding',
      table: 'crimes',
      found: `${percent(placed / n)} of the year's ${n} crimes have coordinates`,
      allowed: `${percent(least)} or more`,
      remedy: orSet('minGeocodedShare', 'ask the sender why coordinates are missing'),
      holds: placed >= least * n,
      used: usedOf(1 - placed / n, 1 - least),
    },
  ]
}

/** Far more of the crimes are cancelled than a force finds to be none. */
export async function cancellations({ store, bounds }: Gated): Promise<GateReading[]> {
  const [row] = await store.rows<{ n: number; cancelled: number }>(
    `SELECT count(*) AS n, count(*) FILTER (status = 'cancelled') AS cancelled FROM crimes`,
  )
  return largestShare(
    'cancelled',
    { table: 'crimes', part: row!.cancelled, of: row!.n, what: 'crimes are cancelled' },
    {
      allowed: bounds.maxCancelledShare,
      remedy: orSet('maxCancelledShare', 'ask the sender what status says, and look at its mapping'),
    },
  )
}

/**
 * A wrong mapping of `weapon_use` would make targets out of threats; the offence codes give it away, even
 * without earlier runs.
 */
export async function contradictions({ store }: Gated): Promise<GateReading[]> {
  const [row] = await store.rows<{ n: number; wrong: number }>(
    `SELECT count(*) AS n, count(*) FILTER (WHERE ${CONTRADICTED_INJURY}) AS wrong
     FROM crimes WHERE weapon_use = 'used_causing_injury'`,
  )
  const { n, wrong } = row!
  const what = 'injuries by weapons stand under offences without injury'
  return largestShare(
    'contradicted-injuries',
    { table: 'crimes', part: wrong, of: n, what },
    { allowed: CONTRADICTION_TOLERANCE, remedy: 'look at how weapon_use is mapped' },
  )
}
