import { epochDay } from '../../lib/week.ts'
import { harmSinceSql } from '../changes.ts'
import { percent } from '../percent.ts'
import { type Gated, type GateReading, largestShare, orSet, usedOf, weeksSince } from './gate.ts'

/** A person's harm score has moved when it is more than this many times what it was, or the reverse. */
const MOVED = 1.5
/** Fewer people than this are single corrections. */
const FEW_PEOPLE = 10

interface Flow {
  readonly was: number
  readonly is: number
  readonly people: number
  readonly moved: number
  /** People in another band than before, people who were in the highest two, and who came or left there. */
  readonly rebanded: number
  readonly high: number
  readonly turned: number
}

/**
 * The harm scores against the last run, both weighed alike and as at the same day, so that no one moves by
 * time alone: the whole may not jump, few people may move, and few may change band by the frozen cut-points,
 * the highest two bands above all.
 */
export async function harmFlow(input: Gated): Promise<GateReading[]> {
  if (!input.remembered) return []
  const weeks = weeksSince(input)
  const { was, is, people, ...found } = await flowOf(input, input.remembered)
  const { maxHarmMovedShare, maxBandFlowShare, maxHighFlowShare, maxHarmChange } = input.bounds
  const moved = 'people have half as much harm again as in the last run, or a third less'
  const flows = [
    ...flow('harm-flow', [found.moved, people, moved], {
      ...{ allowed: maxHarmMovedShare * weeks, setting: 'maxHarmMovedShare' },
    }),
    ...flow('band-flow', [found.rebanded, people, 'people are in another band than in the last run'], {
      ...{ allowed: maxBandFlowShare * weeks, setting: 'maxBandFlowShare' },
    }),
    ...flow('high-flow', [found.turned, found.high, 'people came to or left the two highest bands'], {
      ...{ allowed: maxHighFlowShare * weeks, setting: 'maxHighFlowShare' },
    }),
  ]
  if (was === 0) return flows
  const change = Math.abs(is - was) / was
  const few = people < FEW_PEOPLE
  return [
    ...flows,
    {
      code: 'harm-total',
      table: 'charges',
      found: `the harm of all charges changed by ${percent(change)} since the last run`,
      allowed: percent(maxHarmChange * weeks),
      remedy: orSet('maxHarmChange'),
      holds: few || change <= maxHarmChange * weeks,
      used: few ? null : usedOf(change, maxHarmChange * weeks),
    },
  ]
}

function flow(
  code: string,
  [part, of, what]: readonly [number, number, string],
  { allowed, setting }: { allowed: number; setting: Parameters<typeof orSet>[0] },
): GateReading[] {
  return largestShare(
    code,
    { table: 'charges', part, of, what },
    { allowed: Math.min(1, allowed), few: FEW_PEOPLE, remedy: orSet(setting) },
  )
}

async function flowOf(input: Gated, remembered: string): Promise<Flow> {
  const { store, manifest, weights, force } = input
  const { cuts, halfLifeYears } = force.harm
  const day = epochDay(manifest.covers_to) + 1
  const band = (harm: string) =>
    [cuts.lowMedium, cuts.highMedium, cuts.high, cuts.superHigh]
      .map(cut => `(${harm} >= ${cut})::INTEGER`)
      .join(' + ')
  const high = (harm: string) => `${harm} >= ${cuts.high}`
  const [found] = await store.rows<Flow>(
    `SELECT coalesce(sum(was), 0)::DOUBLE AS was, coalesce(sum("is"), 0)::DOUBLE AS "is",
       count(*) FILTER (was > 0) AS people,
       count(*) FILTER (was > 0 AND ("is" > ${MOVED} * was OR was > ${MOVED} * "is")) AS moved,
       count(*) FILTER (was > 0 AND ${band('was')} <> ${band('"is"')}) AS rebanded,
       count(*) FILTER (${high('was')}) AS high,
       count(*) FILTER (was > 0 AND (${high('was')}) <> (${high('"is"')})) AS turned
     FROM (${await harmSinceSql(store, remembered, { weights, day, halfLifeYears })})`,
  )
  return found!
}
