import { random } from '../lib/seed.ts'
import { isoDate } from '../lib/week.ts'
import { LATTICE } from './city.ts'
import { GROUPS } from './kinds.ts'
import { draw, makeAlias } from './pick.ts'
import { DAY, extractMinute } from './plan.ts'
import { type WrittenTable, writeTable } from './tables.ts'
import type { World } from './world.ts'

const ANSWERS = ['agree', 'disagree', 'more_needed'] as const
const REASONS: Readonly<Record<(typeof ANSWERS)[number], readonly string[]>> = {
  agree: [
    'local officers agree',
    'already known to the unit',
    'support plan offered, "keep in touch" visits',
  ],
  disagree: ['in settled work, no concern', 'moved out of the area', 'charge arose from one dispute'],
  more_needed: ['waiting for probation', 'check with youth justice service', ''],
}
const GRAVE = 250 // harm weight from which a charge is looked at by the unit
const PATROL_CELL = 1000

/** Writes `decisions.csv`: what the units answered about people with a grave charge in the last two years. */
export function writeDecisions(folder: string, world: World, asAt: number): WrittenTable {
  const { charges, records, setting, plan } = world
  const now = extractMinute(asAt)
  const source = random(plan.seed, 'decisions')
  const answers = makeAlias([70, 18, 12])
  const rows = charges.flatMap(({ record, code, chargedAt }) => {
    const { lomu } = records[record]!
    if (chargedAt < (plan.lastAsAt - 730) * DAY || setting.weights.get(code)! < GRAVE || lomu < 0) return []
    const answer = ANSWERS[draw(answers, source)]!
    const at = (Math.floor(chargedAt / DAY) + 7 + source.int(40)) * DAY + 540 + source.int(480)
    const row = { record, lomu, answer, at, reason: REASONS[answer][source.int(3)]! }
    return source.next() < 0.6 ? [row] : []
  })
  rows.sort((a, b) => a.at - b.at)
  return writeTable(folder, 'decisions', sheet => {
    rows.forEach(({ record, lomu, answer, at, reason }, i) => {
      if (at >= now) return
      sheet.text(`D${100_001 + i}`)
      sheet.text(records[record]!.id)
      sheet.minute(world.clock.real(at))
      sheet.text(setting.lomus[lomu]!.code)
      sheet.text(answer)
      sheet.free(reason)
      sheet.text(isoDate(Math.floor(at / DAY) + 90))
      sheet.end()
    })
  })
}

/** Writes `patrols.csv`: visits of the last year, mostly to the squares where violence is truly highest. */
export function writePatrols(folder: string, world: World, asAt: number): WrittenTable {
  const { city, plan, clock } = world
  const source = random(plan.seed, 'patrols')
  const visited = city.sampler[GROUPS.indexOf('violence')]!.at(-2)!
  const now = extractMinute(asAt)
  return writeTable(folder, 'patrols', sheet => {
    let id = 100_001
    for (let day = plan.lastAsAt - 364; day < plan.lastAsAt; day++) {
      for (let n = source.poisson(30 * Math.sqrt(plan.scale)); n > 0; n--) {
        const square = draw(visited, source)
        const at = clock.real(day * DAY + 600 + source.int(840))
        const minutes = 8 + source.int(15)
        if (at >= now) continue
        sheet.text(`P${id++}`)
        sheet.text(`e${corner(city.x[square]!)}n${corner(city.y[square]!)}`)
        sheet.minute(at)
        sheet.whole(minutes)
        sheet.end()
      }
    }
  })
}

const corner = (metres: number) => Math.floor((metres + LATTICE / 2) / PATROL_CELL) * PATROL_CELL

/** Writes `exclusions.csv`: two areas that an analyst has set aside. */
export function writeExclusions(folder: string, { city, plan }: World, asAt: number): WrittenTable {
  const point = city.stations[0]!
  const rows = [
    [`e${corner(point.x)}n${corner(point.y)}`, 'default geocode', 'police station, custody suite', 400],
    [
      `e${corner(city.hospitals[0]!.x)}n${corner(city.hospitals[0]!.y)}`,
      'event',
      'operation with its own plan',
      20,
    ],
  ] as const
  return writeTable(folder, 'exclusions', sheet => {
    for (const [area, kind, reason, ago] of rows) {
      if (plan.lastAsAt - ago >= asAt) continue
      sheet.text(area)
      sheet.text(kind)
      sheet.free(reason)
      sheet.text('analyst 1')
      sheet.text(isoDate(plan.lastAsAt - ago))
      sheet.text(isoDate(plan.lastAsAt - ago + 730))
      sheet.end()
    }
  })
}
