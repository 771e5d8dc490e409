import { epochDay, isoDate } from '../../lib/week.ts'
import { CONTRADICTED_INJURY } from '../notes.ts'
import { percent } from '../percent.ts'
import { rangeIsShortSql } from '../reach.ts'
import { type Gated, type GateReading, largestShare, orSet, recentWeeks, usedOf } from './gate.ts'

/** Largest share of injuries by weapons that may stand under offences without injury. */
const CONTRADICTION_TOLERANCE = 0.1
/** Largest share of crimes in which a weapon was seen or used that name no weapon. */
const WEAPONLESS_TOLERANCE = 0.25
/** Crimes from which the place that most of them share says something, in all and in four weeks. */
const [CROWD, RECENT_CROWD] = [500, 150]
/** Coordinates that are all multiples of this, in metres, were rounded to it. */
const COARSE_METRES = 500

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
export async function cancellations(input: Gated): Promise<GateReading[]> {
  const { store, bounds } = input
  const [row] = await store.rows<{ n: number; cancelled: number; recent: number; recently: number }>(
    `SELECT count(*) AS n, count(*) FILTER (status = 'cancelled') AS cancelled,
       count(*) FILTER (recorded_at >= $from::TIMESTAMP) AS recent,
       count(*) FILTER (recorded_at >= $from::TIMESTAMP AND status = 'cancelled') AS recently
     FROM crimes`,
    { from: recentWeeks(input).from },
  )
  const { n, cancelled, recent, recently } = row!
  const bound = {
    allowed: bounds.maxCancelledShare,
    remedy: orSet('maxCancelledShare', 'ask the sender what status says, and look at its mapping'),
  }
  const lately = 'crimes of the last 28 days are cancelled'
  return [
    ...largestShare(
      'cancelled',
      { table: 'crimes', part: cancelled, of: n, what: 'crimes are cancelled' },
      bound,
    ),
    ...largestShare('cancelled', { table: 'crimes', part: recently, of: recent, what: lately }, bound),
  ]
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
  return [
    ...largestShare(
      'contradicted-injuries',
      { table: 'crimes', part: wrong, of: n, what },
      { allowed: CONTRADICTION_TOLERANCE, remedy: 'look at how weapon_use is mapped' },
    ),
    ...(await weaponless(store)),
  ]
}

/** Weapons that were seen or used, of which weapon_type says that there were none. */
async function weaponless(store: Gated['store']): Promise<GateReading[]> {
  const [row] = await store.rows<{ n: number; wrong: number }>(
    `SELECT count(*) AS n, count(*) FILTER (weapon_type = 'none') AS wrong
     FROM crimes WHERE weapon_use <> 'none'`,
  )
  const what = 'crimes in which a weapon was seen or used have the weapon_type none'
  const remedy = 'look at how weapon_type and weapon_use are mapped; a weapon that is not known is other'
  return largestShare(
    'missing-weapons',
    { table: 'crimes', part: row!.wrong, of: row!.n, what },
    { allowed: WEAPONLESS_TOLERANCE, remedy },
  )
}

interface Spread {
  readonly placed: number
  readonly most: number
  readonly recent: number
  readonly recent_most: number
  readonly coarse: number
}

/**
 * Places that cannot be right, though each lies in the force: one address for very many crimes, coordinates
 * that were rounded, crimes outside every district.
 */
export async function misplaced(input: Gated): Promise<GateReading[]> {
  const { store, bounds, force, issues } = input
  const [row] = await store.rows<Spread>(
    `SELECT coalesce(sum(n), 0)::BIGINT AS placed, coalesce(max(n), 0) AS most,
       coalesce(sum(lately), 0)::BIGINT AS recent, coalesce(max(lately), 0) AS recent_most,
       coalesce(sum(n) FILTER (easting % ${COARSE_METRES} = 0 AND northing % ${COARSE_METRES} = 0), 0)::BIGINT
         AS coarse
     FROM (SELECT easting, northing, count(*) AS n,
         count(*) FILTER (recorded_at >= $from::TIMESTAMP) AS lately
       FROM crimes WHERE easting IS NOT NULL GROUP BY easting, northing)`,
    { from: recentWeeks(input).from },
  )
  const { placed, most, recent, recent_most, coarse } = row!
  const table = 'crimes'
  const onOne = (part: number, of: number, [words, few]: readonly [string, number]) =>
    largestShare(
      'one-point',
      { table, part, of, what: `crimes with coordinates${words} lie on one point` },
      {
        ...{ allowed: bounds.maxOnePointShare, few },
        remedy: orSet('maxOnePointShare', 'ask the sender whether one address stands for unknown places'),
      },
    )
  const outside = issues.find(({ code }) => code === 'outside-districts')?.rows ?? 0
  return [
    ...onOne(most, placed, ['', CROWD]),
    ...onOne(recent_most, recent, [' of the last 28 days', RECENT_CROWD]),
    ...largestShare(
      'coarse-coordinates',
      {
        ...{ table, part: force.extractCrs ? 0 : coarse, of: placed },
        what: `crimes have coordinates in multiples of ${COARSE_METRES} m`,
      },
      {
        ...{ allowed: bounds.maxCoarseShare, few: CROWD },
        remedy: orSet('maxCoarseShare', 'ask the sender for coordinates that are not rounded'),
      },
    ),
    ...largestShare(
      'outside-districts',
      { table, part: outside, of: placed, what: 'crimes lie outside every district of the force' },
      {
        allowed: bounds.maxOutsideShare,
        remedy: orSet(
          'maxOutsideShare',
          'ask the sender for the coordinate system of the extract; look at crs, extractCrs and boundary',
        ),
      },
    ),
  ]
}

/** Date ranges that are too long to say when a crime happened: it reaches no forecast. */
export async function longRanges({ store, bounds }: Gated): Promise<GateReading[]> {
  const [row] = await store.rows<{ n: number; long: number }>(
    `SELECT count(*) AS n, count(*) FILTER (NOT (${rangeIsShortSql})) AS "long" FROM crimes`,
  )
  return largestShare(
    'long-ranges',
    { table: 'crimes', part: row!.long, of: row!.n, what: 'crimes have a date range of more than 28 days' },
    {
      allowed: bounds.maxLongRangeShare,
      remedy: orSet('maxLongRangeShare', 'ask the sender what occurred_from and occurred_to hold'),
    },
  )
}
