import { type Random, random } from '../lib/seed.ts'
import { LATTICE } from './city.ts'
import { GROUPS } from './kinds.ts'
import { type Alias, draw } from './pick.ts'
import { DAY, extractMinute } from './plan.ts'
import { type WrittenTable, writeTable } from './tables.ts'
import type { World } from './world.ts'

/**
 * Shares of visits that are planned, of plans that are carried out, of visits that a radio's track shows. A
 * force's own trial of hot spots planned 45 minutes a day and delivered 24 to 26: about 55 in 100.
 */
const PLANNED = 0.9
const CARRIED_OUT = 0.5
const TRACKED = 0.6
/** Days ahead for which plans stand in an extract. */
const AHEAD = 7

/** Visits wished for in a day, in a whole force. */
const WISHES = 45

/** One row: what was planned, or what was done. */
interface Patrol {
  readonly id: string
  readonly square: number
  /** Side of the square that is named, in metres: that of the target's forecast. */
  readonly cellMetres: number
  readonly at: number
  readonly minutes: number
  readonly kind: 'planned' | 'delivered'
  readonly target: string
  readonly officers: number
  readonly source: 'gps' | 'log' | ''
  /** Arrests, searches, weapons found; none of a plan. */
  readonly found: readonly [number, number, number] | undefined
}

/**
 * Writes `patrols.csv`: plans and visits of the last year and plans of the week ahead, mostly in the squares
 * where violence is truly highest; some plans come to nothing, and some visits were never planned.
 */
export function writePatrols(folder: string, world: World, asAt: number): WrittenTable {
  const now = extractMinute(asAt)
  const horizon = (asAt + AHEAD) * DAY
  return writeTable(folder, 'patrols', sheet => {
    for (const patrol of makePatrols(world)) {
      if (patrol.at >= (patrol.kind === 'planned' ? horizon : now)) continue
      sheet.text(patrol.id)
      const { square, cellMetres } = patrol
      sheet.text(cellAt(world.city.x[square]!, world.city.y[square]!, cellMetres))
      sheet.minute(world.clock.real(patrol.at))
      sheet.whole(patrol.minutes)
      sheet.text(patrol.kind)
      sheet.text(patrol.target)
      sheet.whole(patrol.officers)
      sheet.text(patrol.source)
      for (const count of patrol.found ?? ['', '', '']) sheet.text(String(count))
      sheet.end()
    }
  })
}

function makePatrols({ city, plan, setting }: World): Patrol[] {
  const source = random(plan.seed, 'patrols')
  const places = (['knife', 'violence'] as const).map(group => city.sampler[GROUPS.indexOf(group)]!.at(-2)!)
  const patrols: Patrol[] = []
  for (let day = plan.lastAsAt - 364; day < plan.lastAsAt + AHEAD; day++) {
    for (let n = source.poisson(WISHES * Math.sqrt(plan.scale)); n > 0; n--) {
      const wish = wishOf(source, { day, places, targets: setting.targets })
      const planned = source.next() < PLANNED
      const number = 100_001 + patrols.length
      if (planned) patrols.push({ ...wish, id: `P${number}`, kind: 'planned', source: '', found: undefined })
      const visit = deliver(source, wish, `P${planned ? number + 1 : number}`)
      if (!planned || source.next() < CARRIED_OUT) patrols.push(visit)
    }
  }
  return patrols
}

type Wish = Pick<Patrol, 'square' | 'cellMetres' | 'at' | 'minutes' | 'target' | 'officers'>

function wishOf(
  source: Random,
  { day, places, targets }: { day: number; places: readonly Alias[]; targets: World['setting']['targets'] },
): Wish {
  const which = source.int(targets.length)
  const square = draw(places[which % places.length]!, source)
  const { id: target, cellMetres } = targets[which]!
  return { square, cellMetres, at: day * DAY + 600 + source.int(840), minutes: 15, target, officers: 2 }
}

/** A visit as it came about: later or shorter than wished, tracked by radio or written in a log. */
function deliver(source: Random, wish: Wish, id: string): Patrol {
  const searches = source.poisson(0.15)
  const weapons = searches > 0 && source.next() < 0.08 ? 1 : 0
  const arrests = source.next() < 0.02 + 0.4 * weapons ? 1 : 0
  return {
    ...{ ...wish, id, kind: 'delivered' },
    at: wish.at + source.int(20),
    minutes: 8 + source.int(12),
    officers: source.next() < 0.85 ? 2 : 1,
    source: source.next() < TRACKED ? 'gps' : 'log',
    found: [arrests, searches, weapons],
  }
}

/** Name of the square of a grid that holds a point, in metres, in the form of the areas product. */
export function cellAt(x: number, y: number, cellMetres: number): string {
  const corner = (metres: number) => Math.floor((metres + LATTICE / 2) / cellMetres) * cellMetres
  return `e${corner(x)}n${corner(y)}`
}
