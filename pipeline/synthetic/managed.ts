import { random } from '../lib/seed.ts'
import { DAY, YEAR } from './plan.ts'
import type { World } from './world.ts'

/** A stretch of days in which a unit manages a person; `until` is Infinity while nobody has ended it. */
export interface Managed {
  readonly record: number
  readonly from: number
  readonly until: number
}

/** Shares of person records: managed on the day of the last extract, and managed before and no longer. */
const NOW_SHARE = 0.012
const PAST_SHARE = 0.006
/** How far a unit's choice parts from past harm: standard deviation of the logarithm. */
const NOISE = 0.8
const ADULT = 18

/**
 * Whom the units manage: grown, living people of a unit, mostly those with the most decayed harm behind them,
 * for a unit also knows what no charge says. Those of an earlier choice are mostly managed no longer.
 */
export function makeManaged(world: World): Managed[] {
  const { records, plan } = world
  const source = random(plan.seed, 'managed')
  const known = records.filter(({ since }) => since > 0 && since < plan.lastAsAt * DAY).length
  const earlier = plan.lastAsAt - 600
  const before = chooseFrom(world, earlier, { size: Math.round(PAST_SHARE * known), noise: source.normal })
  const ended = before.map(record => {
    const from = earlier + source.int(60)
    return { record, from, until: from + 120 + source.int(400) }
  })
  const day = plan.lastAsAt - 7
  const chosen = chooseFrom(world, day, { size: Math.round(NOW_SHARE * known), noise: source.normal })
  const last = lastCharges(world, day)
  const taken = new Map(ended.map(({ record, until }) => [record, until]))
  const current = chosen.map(record => {
    const from = Math.min(day, Math.max(last.get(record)! + 14 + source.int(50), taken.get(record) ?? 0))
    return { record, from, until: Infinity }
  })
  return [...ended, ...current]
}

/** Records with the most harm as at a day, each shifted by chance. */
function chooseFrom(
  world: World,
  day: number,
  { size, noise }: { size: number; noise: () => number },
): number[] {
  const { records, lives, plan } = world
  const harm = harmOf(world, day)
  return [...harm]
    .filter(([record]) => {
      const { person } = lives[records[record]!.life]!
      const grown = (day - person.born) / YEAR >= ADULT
      return grown && person.dies >= plan.lastAsAt && records[record]!.lomu >= 0
    })
    .map(([record, points]) => ({ record, score: Math.log(1 + points) + NOISE * noise() }))
    .toSorted((a, b) => b.score - a.score || a.record - b.record)
    .slice(0, size)
    .map(({ record }) => record)
}

/** Decayed harm of each charged record as at a day. */
function harmOf({ charges, setting }: World, day: number): Map<number, number> {
  const harm = new Map<number, number>()
  for (const { record, code, chargedAt } of charges) {
    const age = (day - chargedAt / DAY) / YEAR
    if (age <= 0) continue
    const points = setting.weights.get(code)! * 2 ** (-age / setting.halfLifeYears)
    harm.set(record, (harm.get(record) ?? 0) + points)
  }
  return harm
}

/** Day of the latest charge of each record before a day. */
function lastCharges({ charges }: World, day: number): Map<number, number> {
  const last = new Map<number, number>()
  for (const { record, chargedAt } of charges) {
    if (chargedAt < day * DAY) last.set(record, Math.floor(chargedAt / DAY))
  }
  return last
}
