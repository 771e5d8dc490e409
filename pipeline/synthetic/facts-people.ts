import { sum } from 'd3-array'
import { yearOf } from './clock.ts'
import { type Fact, factOf } from './fact.ts'
import { YEAR } from './plan.ts'
import type { World } from './world.ts'

/** Facts about offenders: concentration and churn of harm, age, the Copas effect, desistance. */
export function peopleFacts(world: World): Fact[] {
  const { plan, lives } = world
  const charges = sum(lives, life => life.charges.filter(c => c.chargedAt < plan.lastAsAt).length)
  const people = lives.length
  const size = plan.scale ** 0.85
  const lists = yearlyLists(world)
  return [
    factOf('charges a year / size', '45,000', [charges / plan.years / size, 41_000, 49_000]),
    factOf('charges a person', '2.25 in ten years', [charges / people, 1.7, 2.6]),
    factOf('% of offenders with 80% of harm', '7%', [100 * topShare(totalHarm(world)), 6, 8.5]),
    factOf('% new on the yearly list', '> 95%', [100 * lists.fresh, 95, 100]),
    factOf('% one-time on the yearly list', 'a third', [100 * lists.once, 28, 39]),
    ...ageFacts(world),
    ...rechargeFacts(world),
  ]
}

function totalHarm({ lives, setting, plan }: World): Float64Array {
  return Float64Array.from(lives, ({ charges }) =>
    sum(charges, c => (c.chargedAt < plan.lastAsAt ? setting.weights.get(c.code)! : 0)),
  )
}

/** Smallest share of people that holds 80% of the harm. */
function topShare(harm: Float64Array): number {
  return holders(harm).length / harm.length
}

/** Indexes of the smallest group that holds 80% of the harm. */
function holders(harm: Float64Array): number[] {
  const order = [...harm.keys()].sort((a, b) => harm[b]! - harm[a]!)
  const enough = 0.8 * sum(harm)
  let [held, size] = [0, 0]
  while (size < order.length && held < enough) held += harm[order[size++]!]!
  return order.slice(0, size)
}

/**
 * Each full year's list (smallest group with 80% of that year's harm): share not on the list of the year
 * before, share charged once ever.
 */
function yearlyLists({ lives, setting, plan }: World): { fresh: number; once: number } {
  const first = yearOf(plan.startDay) + 1
  const last = yearOf(plan.lastAsAt) - 1
  let before = new Set<number>()
  const counts = { listed: 0, fresh: 0, once: 0 }
  for (let year = first; year <= last; year++) {
    const harm = Float64Array.from(lives, ({ charges }) =>
      sum(charges, c => (yearOf(c.chargedAt) === year ? setting.weights.get(c.code)! : 0)),
    )
    const list = holders(harm)
    if (year > first) {
      counts.listed += list.length
      counts.fresh += list.filter(i => !before.has(i)).length
      counts.once += list.filter(i => daysCharged(lives[i]!.charges, plan.lastAsAt) === 1).length
    }
    before = new Set(list)
  }
  return { fresh: counts.fresh / counts.listed, once: counts.once / counts.listed }
}

function daysCharged(charges: readonly { chargedAt: number }[], before: number): number {
  return new Set(charges.filter(c => c.chargedAt < before).map(c => Math.floor(c.chargedAt))).size
}

function ageFacts({ lives, plan }: World): Fact[] {
  const byAge = new Float64Array(100)
  let total = 0
  for (const { person, charges } of lives) {
    for (const charge of charges) {
      if (charge.chargedAt >= plan.lastAsAt) continue
      byAge[Math.min(99, Math.floor((charge.chargedAt - person.born) / YEAR))]!++
      total++
    }
  }
  const share = (from: number, to: number) => (100 * sum(byAge.subarray(from, to))) / total
  return [
    factOf('peak age of charges', '17-21', [byAge.indexOf(Math.max(...byAge)), 16, 22]),
    factOf('% of charges at 10-17', 'about 10%', [share(10, 18), 6, 18]),
    factOf('% of charges at 40 and over', 'about 20%', [share(40, 100), 8, 28]),
  ]
}

/**
 * Charged again within a year of a landmark, by rate of the past (Copas) and by time since the last charge.
 */
function rechargeFacts({ lives, plan }: World): Fact[] {
  const landmark = plan.lastAsAt - 364
  const rows = lives.flatMap(({ person, charges }) => {
    const past = charges.filter(c => c.chargedAt < landmark)
    if (past.length === 0 || person.dies < landmark) return []
    const again = charges.some(c => c.chargedAt >= landmark && c.chargedAt < plan.lastAsAt) ? 1 : 0
    const copas = Math.log((1 + past.length) / ((landmark - past[0]!.chargedAt) / YEAR + 1))
    return [{ copas, free: (landmark - past.at(-1)!.chargedAt) / 7, again }]
  })
  const rate = (of: typeof rows) => sum(of, row => row.again) / Math.max(1, of.length)
  const sorted = [...rows].sort((a, b) => a.copas - b.copas)
  const third = Math.floor(rows.length / 3)
  const [recent, old] = [rate(rows.filter(r => r.free < 26)), rate(rows.filter(r => r.free >= 104))]
  const copas = rate(sorted.slice(-third)) / rate(sorted.slice(0, third))
  return [
    factOf('recharge, top / bottom Copas third', '> 3', [copas, 3, 40]),
    factOf('recharge, free < 26 weeks / > 104', '> 3', [recent / old, 3, 40]),
    factOf('% charged again in a year, < 26 weeks', '25-50%', [100 * recent, 20, 55]),
  ]
}
