import { harmSinceSql } from '../changes.ts'
import { percent } from '../percent.ts'
import { type Gated, type GateFailure, orSet, tooLarge, weeksSince } from './gate.ts'

/** A person's sum of harm has moved when it is more than this many times what it was, or less than its part. */
const MOVED = 1.5
/** Fewer people than this are single corrections. */
const FEW_PEOPLE = 10

/**
 * The harm of charges against the last run, weighed alike in both: the whole may not jump, and few people may
 * move (a flow between bands that no week explains). Harm is the sum of the weights of charges that were not
 * acquitted or discontinued, without decay.
 */
export async function harmFlow(input: Gated): Promise<GateFailure[]> {
  const { store, remembered, bounds, weights } = input
  if (!remembered) return []
  const weeks = weeksSince(input)
  const [found] = await store.rows<{ was: number; is: number; people: number; moved: number }>(
    `SELECT coalesce(sum(was), 0)::DOUBLE AS was, coalesce(sum("is"), 0)::DOUBLE AS "is",
       count(*) FILTER (was > 0) AS people,
       count(*) FILTER (was > 0 AND ("is" > ${MOVED} * was OR was > ${MOVED} * "is")) AS moved
     FROM (${harmSinceSql(remembered, weights)})`,
  )
  const { was, is, people, moved } = found!
  const allowed = Math.min(1, bounds.maxHarmMovedShare * weeks)
  const failures = tooLarge(
    'harm-flow',
    {
      part: moved,
      of: people,
      what: 'people have half as much harm again as in the last run, or a third less',
    },
    { allowed, few: FEW_PEOPLE, remedy: orSet('maxHarmMovedShare') },
  )
  const change = was > 0 ? Math.abs(is - was) / was : 0
  if (change <= bounds.maxHarmChange * weeks || people < FEW_PEOPLE) return failures
  return [
    ...failures,
    {
      code: 'harm-total',
      found: `the harm of all charges changed by ${percent(change)} since the last run`,
      allowed: percent(bounds.maxHarmChange * weeks),
      remedy: orSet('maxHarmChange'),
    },
  ]
}
