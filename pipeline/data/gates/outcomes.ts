import { epochDay, isoDate } from '../../lib/week.ts'
import { percent } from '../percent.ts'
import { FEW, type Gated, type GateReading, largestShare, orSet, recentWeeks, usedOf } from './gate.ts'

/** Largest difference in the share of acquittals between the last two years' charges and older ones. */
const MIX_TOLERANCE = 0.3
const REMEDY = 'ask the sender whether the values of outcome changed places'

interface Outcomes {
  readonly convicted: number
  readonly acquitted: number
  readonly discontinued: number
  readonly earlier_convicted: number
  readonly earlier_acquitted: number
  readonly recent: number
  readonly recent_pending: number
  readonly old: number
  readonly old_pending: number
}

/**
 * Outcomes that cannot be right on the face of them: more acquittals than convictions, a mix that turned in
 * the middle of the extract, old charges of which nothing became, new ones that are all decided.
 */
export async function outcomes(input: Gated): Promise<GateReading[]> {
  const { store, bounds, manifest } = input
  const to = epochDay(manifest.covers_to)
  const [row] = await store.rows<Outcomes>(
    `SELECT count(*) FILTER (outcome = 'convicted') AS convicted,
       count(*) FILTER (outcome = 'acquitted') AS acquitted,
       count(*) FILTER (outcome = 'discontinued') AS discontinued,
       count(*) FILTER (outcome = 'convicted' AND charged_at < $mix::TIMESTAMP) AS earlier_convicted,
       count(*) FILTER (outcome = 'acquitted' AND charged_at < $mix::TIMESTAMP) AS earlier_acquitted,
       count(*) FILTER (charged_at >= $from::TIMESTAMP) AS recent,
       count(*) FILTER (charged_at >= $from::TIMESTAMP AND outcome = 'pending') AS recent_pending,
       count(*) FILTER (charged_at < $old::TIMESTAMP) AS old,
       count(*) FILTER (charged_at < $old::TIMESTAMP AND outcome = 'pending') AS old_pending
     FROM charges`,
    { mix: isoDate(to - 728), old: isoDate(to - 364), from: recentWeeks(input).from },
  )
  const { convicted, acquitted, old, old_pending: pending } = row!
  return [
    ...largestShare(
      'acquittals',
      {
        table: 'charges',
        part: acquitted,
        of: convicted + acquitted,
        what: 'convictions and acquittals are acquittals',
      },
      { allowed: bounds.maxAcquittedShare, remedy: orSet('maxAcquittedShare', REMEDY) },
    ),
    ...discontinued(row!, bounds.maxDiscontinuedShare),
    ...turned(row!),
    ...decided(row!, bounds.minRecentPendingShare),
    ...largestShare(
      'outcomes-missing',
      { table: 'charges', part: pending, of: old, what: 'charges of more than a year ago are pending' },
      {
        allowed: bounds.maxOldPendingShare,
        remedy: orSet('maxOldPendingShare', 'ask the sender whether outcomes are exported'),
      },
    ),
  ]
}

function discontinued({ convicted, acquitted, discontinued: part }: Outcomes, allowed: number) {
  const decided = { table: 'charges', part, of: convicted + acquitted + part }
  return largestShare(
    'discontinued',
    { ...decided, what: 'decided charges are discontinued' },
    { allowed, remedy: orSet('maxDiscontinuedShare', REMEDY) },
  )
}

function decided({ recent, recent_pending: pending }: Outcomes, least: number): GateReading[] {
  if (recent === 0) return []
  return [
    {
      code: 'none-pending',
      table: 'charges',
      found: `${pending} of ${recent} charges of the last 28 days are pending (${percent(pending / recent)})`,
      allowed: `${percent(least)} or more`,
      remedy: orSet('minRecentPendingShare', 'ask the sender what outcome says before a court has decided'),
      holds: recent < FEW || pending >= least * recent,
      used: recent < FEW ? null : usedOf(1 - pending / recent, 1 - least),
    },
  ]
}

function turned(found: Outcomes): GateReading[] {
  const before = found.earlier_convicted + found.earlier_acquitted
  const after = found.convicted + found.acquitted - before
  if (before < FEW || after < FEW) return []
  const [was, is] = [found.earlier_acquitted / before, (found.acquitted - found.earlier_acquitted) / after]
  const turn = Math.abs(is - was)
  return [
    {
      code: 'outcome-mix',
      table: 'charges',
      found: `${percent(is)} of the last two years' verdicts are acquittals, ${percent(was)} of earlier ones`,
      allowed: `a difference of ${percent(MIX_TOLERANCE)}`,
      remedy: REMEDY,
      holds: turn <= MIX_TOLERANCE,
      used: usedOf(turn, MIX_TOLERANCE),
    },
  ]
}
