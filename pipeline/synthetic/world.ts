import { random } from '../lib/seed.ts'
import { type Life, makeLives } from './careers.ts'
import { type City, makeCity } from './city.ts'
import { type Clock, makeClock } from './clock.ts'
import { type Crimes, type Flare, firstDay, makeCrimes } from './crimes.ts'
import { GROUPS } from './kinds.ts'
import { linkCharges } from './link.ts'
import { type ChargeRow, makeRecords, type PersonRecord } from './people.ts'
import { draw } from './pick.ts'
import type { Plan, Setting } from './plan.ts'

/**
 * Everything that happens in a synthetic force, from the first record to the last extract, and the truth
 * behind it.
 */
export interface World {
  readonly plan: Plan
  readonly setting: Setting
  readonly city: City
  readonly clock: Clock
  readonly flares: readonly Flare[]
  readonly crimes: Crimes
  readonly lives: readonly Life[]
  readonly records: readonly PersonRecord[]
  readonly charges: readonly ChargeRow[]
}

const FLARES = 2
const FLARE_EVENTS = 6

/**
 * Makes the world of a plan. The same plan and setting give the same world; every weekly extract is a view of
 * it.
 */
export function makeWorld(setting: Setting, plan: Plan): World {
  const city = makeCity(setting, plan)
  const clock = makeClock(plan, setting.timezone, [firstDay(plan), plan.lastAsAt])
  const flares = makeFlares(plan, city)
  const crimes = makeCrimes(plan, city, { clock, flares })
  const lives = makeLives(plan, setting.weights, setting.transitionWeeks)
  const { records, charges } = makeRecords(plan, city, { lives, real: clock.real })
  linkCharges(charges, crimes)
  return { plan, setting, city, clock, flares, crimes, lives, records, charges }
}

/**
 * Squares drawn from the map of home violence, so that a flare-up is not already among the hottest knife
 * squares.
 */
function makeFlares(plan: Plan, city: City): Flare[] {
  const source = random(plan.seed, 'flares')
  const home = city.sampler[GROUPS.indexOf('home')]!.at(-2)!
  return Array.from({ length: FLARES }, () => ({
    square: draw(home, source),
    days: Array.from({ length: FLARE_EVENTS }, () => plan.lastAsAt - 3 - source.int(24)),
  }))
}
