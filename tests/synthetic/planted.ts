import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadForce } from '../../pipeline/force/load.ts'
import { SEED } from '../../pipeline/lib/seed.ts'
import { epochDay } from '../../pipeline/lib/week.ts'
import { transitionTruth } from '../../pipeline/synthetic/oracle.ts'
import { DAY, makePlan, YEAR } from '../../pipeline/synthetic/plan.ts'
import { settingOf } from '../../pipeline/synthetic/setting.ts'
import { writeTruth } from '../../pipeline/synthetic/truth.ts'
import { makeWorld, type World } from '../../pipeline/synthetic/world.ts'
import { readTable } from './small.ts'

/** Kinds of crime of the generator that a knife injury can be: the first eleven. */
const KNIFE_KINDS = 11
const CELL = 1000

/** The invented force of the exercise: small, five years, the seed and day of every sample. */
export async function exerciseWorld(): Promise<World> {
  const plan = makePlan({ seed: SEED, scale: 0.05, weeks: 1, years: 5, lastAsAt: epochDay('2026-11-16') })
  return makeWorld(settingOf(await loadForce()), plan)
}

/** A square of 1 km as it was recorded, and as the generator was told. */
export interface PlantedSquare {
  readonly id: string
  readonly last4: number
  readonly last52: number
  readonly fiveYears: number
  /** What the generator made four weeks like the last ones produce, on average. */
  readonly truth: number
  readonly planted: 'flare-up' | 'default geocode' | null
}

/** All squares, those with most true offences first. */
export async function plantedSquares(world: World, folder: string): Promise<PlantedSquare[]> {
  await writeTruth(folder, world, [])
  const { flares, defaultGeocode } = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as {
    flares: { x: number; y: number }[]
    defaultGeocode: { x: number; y: number }
  }
  const idOf = (x: number, y: number) => `e${Math.floor(x / CELL) * CELL}n${Math.floor(y / CELL) * CELL}`
  const lastDays = readTable(folder, 'days.csv').slice(-28)
  const total = lastDays.reduce((sum, row) => sum + Number(row['knife-injury']), 0)
  const truth = new Map<string, number>()
  for (const { x, y, year, 'knife-injury': share } of readTable(folder, 'squares.csv')) {
    const id = idOf(Number(x), Number(y))
    if (year === '2026') truth.set(id, (truth.get(id) ?? 0) + total * Number(share))
  }
  const counts = recordedIn(world, idOf)
  const flared = new Set(flares.map(({ x, y }) => idOf(x, y)))
  const geocode = idOf(defaultGeocode.x, defaultGeocode.y)
  return [...truth]
    .map(([id, expected]) => ({
      ...{ id, truth: expected, ...(counts.get(id) ?? { last4: 0, last52: 0, fiveYears: 0 }) },
      planted: flared.has(id) ? ('flare-up' as const) : id === geocode ? ('default geocode' as const) : null,
    }))
    .sort((a, b) => b.truth - a.truth)
}

function recordedIn({ crimes, plan }: World, idOf: (x: number, y: number) => string) {
  const found = new Map<string, { last4: number; last52: number; fiveYears: number }>()
  for (const i of crimes.order) {
    const out = crimes.kind[i]! >= KNIFE_KINDS || crimes.status[i]! > 0 || crimes.police[i]! > 0
    if (out || crimes.quality[i]! >= 3) continue
    const id = idOf(crimes.x[i]!, crimes.y[i]!)
    const ago = plan.lastAsAt - Math.floor(crimes.occurred[i]! / DAY)
    const count = found.get(id) ?? { last4: 0, last52: 0, fiveYears: 0 }
    count.fiveYears++
    if (ago <= 364) count.last52++
    if (ago <= 28) count.last4++
    found.set(id, count)
  }
  return found
}

/** A person a year ago as the records had it, the true chance of becoming high harm, and what came. */
export interface PlantedPerson {
  readonly life: number
  readonly charges: number
  readonly weeksSince: number
  readonly age: number
  readonly harm: number
  readonly chance: number
  readonly happened: boolean
}

/** All people below high a year before the last extract, those with most harm first. */
export function plantedPeople(world: World): PlantedPerson[] {
  const landmark = world.plan.lastAsAt - world.setting.transitionWeeks * 7
  return transitionTruth(world, landmark, 100)
    .map(({ life, harm, oracle, happened }) => {
      const { person, charges } = world.lives[life]!
      const past = charges.filter(charge => charge.chargedAt < landmark)
      return {
        ...{ life, harm, chance: oracle, happened, charges: past.length },
        weeksSince: Math.floor((landmark - past.at(-1)!.chargedAt) / 7),
        age: Math.floor((landmark - person.born) / YEAR),
      }
    })
    .sort((a, b) => b.harm - a.harm)
}

const LETTERS = 'ABCDEFGHIJ'

/**
 * The squares of the exercise: the six with most true offences, those in which something was planted, and
 * others with three or more in the last four weeks; lettered from west to east.
 */
export function exerciseSquares(squares: readonly PlantedSquare[]) {
  return squares
    .filter((square, rank) => rank < 6 || square.planted !== null || square.last4 >= 3)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id: _, truth, ...square }, i) => ({
      letter: LETTERS[i]!,
      ...square,
      truth: Math.round(truth * 100) / 100,
    }))
}

/** The people of the exercise: the five with most harm and the five with the greatest chance, by number. */
export function exercisePeople(people: readonly PlantedPerson[]) {
  const byChance = [...people].sort((a, b) => b.chance - a.chance).slice(0, 5)
  const chosen = [...new Set([...people.slice(0, 5), ...byChance])].sort((a, b) => a.life - b.life)
  return chosen.map(({ life: _, harm, chance, ...person }, i) => ({
    letter: LETTERS[i]!,
    ...person,
    harm: Math.round(harm),
    chance: Math.round(chance * 100) / 100,
  }))
}
