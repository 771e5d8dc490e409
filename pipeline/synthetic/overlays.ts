import { random } from '../lib/seed.ts'
import { isoDate } from '../lib/week.ts'
import { type Managed, makeManaged } from './managed.ts'
import { cellAt } from './patrols.ts'
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

interface Answer {
  readonly record: number
  readonly lomu: number
  readonly answer: (typeof ANSWERS)[number]
  readonly at: number
  readonly reason: string
  /** Days in which the person is managed; absent for an answer to a list. */
  readonly managed?: Managed
}

/**
 * Writes `decisions.csv`: what the units answered about people with a grave charge in the last two years, and
 * whom they took into management.
 */
export function writeDecisions(folder: string, world: World, asAt: number): WrittenTable {
  const { records, setting } = world
  const now = extractMinute(asAt)
  const rows = [...makeAnswers(world), ...makeIntakes(world)].sort((a, b) => a.at - b.at)
  return writeTable(folder, 'decisions', sheet => {
    rows.forEach(({ record, lomu, answer, at, reason, managed }, i) => {
      if (at >= now) return
      sheet.text(`D${100_001 + i}`)
      sheet.text(records[record]!.id)
      sheet.minute(world.clock.real(at))
      sheet.text(setting.lomus[lomu]!.code)
      sheet.text(answer)
      sheet.free(reason)
      sheet.text(isoDate(Math.floor(at / DAY) + 90))
      sheet.text(managed ? isoDate(managed.from) : '')
      sheet.text(managed && managed.until < asAt ? isoDate(managed.until) : '')
      sheet.end()
    })
  })
}

function makeAnswers({ charges, records, setting, plan }: World): Answer[] {
  const source = random(plan.seed, 'decisions')
  const answers = makeAlias([70, 18, 12])
  return charges.flatMap(({ record, code, chargedAt }) => {
    const { lomu } = records[record]!
    if (chargedAt < (plan.lastAsAt - 730) * DAY || setting.weights.get(code)! < GRAVE || lomu < 0) return []
    const answer = ANSWERS[draw(answers, source)]!
    const at = (Math.floor(chargedAt / DAY) + 7 + source.int(40)) * DAY + 540 + source.int(480)
    const row = { record, lomu, answer, at, reason: REASONS[answer][source.int(3)]! }
    return source.next() < 0.6 ? [row] : []
  })
}

function makeIntakes(world: World): Answer[] {
  const { records, plan } = world
  const source = random(plan.seed, 'intakes')
  return makeManaged(world).map(managed => ({
    record: managed.record,
    lomu: records[managed.record]!.lomu,
    answer: 'agree' as const,
    at: managed.from * DAY - DAY + 540 + source.int(480),
    reason: 'taken into management',
    managed,
  }))
}

/** Writes `exclusions.csv`: two areas that an analyst has set aside. */
export function writeExclusions(folder: string, { city, plan, setting }: World, asAt: number): WrittenTable {
  const square = (point: { readonly x: number; readonly y: number }) =>
    cellAt(point.x, point.y, setting.targets[0]!.cellMetres)
  const rows = [
    [square(city.stations[0]!), 'default geocode', 'police station, custody suite', 400],
    [square(city.hospitals[0]!), 'event', 'operation with its own plan', 20],
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
