import { join } from 'node:path'
import { type TableName, tableOf } from '../data/schema.ts'
import { VENUES } from '../force/venues.ts'
import { isoDate } from '../lib/week.ts'
import { FIRST_RECORDED } from './crimes.ts'
import { openSheet, type Sheet, type Written } from './csv.ts'
import { OUTCOME_DATE_ONLY, STATUS_DATE_ONLY } from './dirt.ts'
import { KINDS, titleOf } from './kinds.ts'
import { DAY, extractMinute } from './plan.ts'
import type { World } from './world.ts'

const QUALITIES = ['exact', 'street', 'postcode', 'none']
const STATUSES = ['recorded', 'cancelled', 'transferred']

/** A table written to a folder. */
export interface WrittenTable extends Written {
  readonly table: TableName
  readonly name: string
}

/** Writes one table of the contract to a folder: its header, then the rows that `fill` puts in. */
export function writeTable(folder: string, table: TableName, fill: (sheet: Sheet) => void): WrittenTable {
  const name = `${table}.csv`
  const sheet = openSheet(
    join(folder, name),
    tableOf(table).columns.map(column => column.name),
  )
  fill(sheet)
  return { table, name, ...sheet.close() }
}

/** Writes `crimes.csv` as the records system knows it on the morning of a day. */
export function writeCrimes(folder: string, world: World, asAt: number): WrittenTable {
  const { crimes, city, setting } = world
  const now = extractMinute(asAt)
  const lpas = Array.from(city.lpa, index => setting.lpas[index]?.code ?? '')
  const offence = KINDS.map(({ code }) => offenceText(code))
  const first = KINDS.map(({ code }) => offenceText(FIRST_RECORDED[code]?.[0] ?? code))
  const weapon = KINDS.map(({ weaponType, weaponUse }) => `${weaponType},${weaponUse}`)
  return writeTable(folder, 'crimes', sheet => {
    for (let rank = 0; rank < crimes.order.length; rank++) {
      const i = crimes.order[rank]!
      if (crimes.recorded[i]! >= now) break
      const dirt = crimes.dirt[i]!
      const kind = crimes.kind[i]!
      const twice = dirt === 6 ? 2 : 1
      const code = (crimes.codeAt[i]! >= now ? first : offence)[kind]!
      const what = dirt === 7 ? `0${code}` : code
      for (let copy = 0; copy < twice; copy++) {
        sheet.text(crimeId(rank))
        writeTimes(sheet, world, i)
        sheet.text(what)
        writeStatus(sheet, world, [i, now])
        sheet.text(dirt === 4 ? 'KNIFE/BLADE,none' : weapon[kind]!)
        writePlace(sheet, world, i)
        sheet.text(crimes.police[i] ? 'police' : 'public')
        sheet.text(crimes.domestic[i] ? 'true' : 'false')
        sheet.text(lpas[crimes.square[i]!]!)
        sheet.end()
      }
    }
  })
}

const offenceText = (code: string) => `${code},${quoted(titleOf(code))}`
const quoted = (text: string) => (text.includes(',') ? `"${text}"` : text)

/** Id of a crime by its place in the order of recording: the same in every extract. */
function crimeId(rank: number): string {
  return `C${10_000_001 + rank}`
}

function writeTimes(sheet: Sheet, { crimes }: World, i: number): void {
  const dirt = crimes.dirt[i]!
  const occurred = crimes.occurred[i]!
  if (dirt === 2) sheet.text('2023-02-30T12:00:00')
  else sheet.minute(dirt === 1 ? occurred - 3 * DAY : crimes.recorded[i]!)
  sheet.minute(occurred)
  sheet.minute(dirt === 5 ? occurred - 2 * DAY : crimes.until[i]!)
}

function writeStatus(sheet: Sheet, { crimes }: World, [i, now]: readonly [number, number]): void {
  const status = crimes.statusAt[i]! < now ? crimes.status[i]! : 0
  sheet.text(STATUSES[status]!)
  if (status && i % STATUS_DATE_ONLY === 0) sheet.text(dayOf(crimes.statusAt[i]!))
  else sheet.minute(status ? crimes.statusAt[i]! : 0)
}

const dayOf = (minute: number) => isoDate(Math.floor(minute / DAY))

function writePlace(sheet: Sheet, { crimes }: World, i: number): void {
  const dirt = crimes.dirt[i]!
  const quality = crimes.quality[i]!
  if (quality === 3) {
    sheet.text(',')
  } else if (dirt === 8) {
    sheet.whole(crimes.y[i]!)
    sheet.whole(crimes.x[i]!)
  } else {
    const away = dirt === 3 ? 150_000 : 0
    sheet.whole(crimes.x[i]! + away)
    sheet.whole(crimes.y[i]! + away)
  }
  sheet.text(QUALITIES[quality]!)
  sheet.text(VENUES[crimes.venue[i]!]!)
}

/**
 * Writes `persons.csv`: every record that has a charge by then, with custody, death and merges as known that
 * morning.
 */
export function writePersons(folder: string, world: World, asAt: number): WrittenTable {
  const { records, lives, setting } = world
  const now = extractMinute(asAt)
  const shown = records
    .filter(record => record.since > 0 && record.since < now)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  return writeTable(folder, 'persons', sheet => {
    for (const record of shown) {
      const { person, career } = lives[record.life]!
      const custody = Math.max(
        0,
        ...career.custody.filter(c => c.from < asAt && c.until > asAt).map(c => c.until),
      )
      sheet.text(record.id)
      sheet.text(record.birthMonth)
      sheet.text(record.sex)
      sheet.text(record.ethnicity)
      sheet.text(setting.lomus[record.lomu]?.code ?? '')
      sheet.text(person.dies < asAt ? 'deceased' : 'living')
      sheet.text(custody > 0 ? isoDate(Math.floor(custody)) : '')
      sheet.text(record.mergedAt > 0 && record.mergedAt < now ? records[record.mergedInto]!.id : '')
      sheet.end()
    }
  })
}

/** Writes `charges.csv`: charges by then, with the outcomes known that morning. */
export function writeCharges(folder: string, world: World, asAt: number): WrittenTable {
  const { records, charges, crimes } = world
  const now = extractMinute(asAt)
  const rank = new Int32Array(crimes.count)
  crimes.order.forEach((i, at) => {
    rank[i] = at
  })
  return writeTable(folder, 'charges', sheet => {
    charges.forEach((charge, at) => {
      if (charge.chargedAt >= now) return
      const known = charge.outcomeAt < now
      sheet.text(`H${10_000_001 + at}`)
      sheet.text(records[charge.record]!.id)
      sheet.text(charge.crime < 0 ? '' : crimeId(rank[charge.crime]!))
      sheet.text(charge.shownCode)
      sheet.text(isoDate(charge.offenceDay))
      sheet.minute(charge.chargedAt)
      sheet.text(known ? charge.outcome : 'pending')
      if (known && at % OUTCOME_DATE_ONLY === 0) sheet.text(dayOf(charge.outcomeAt))
      else sheet.minute(known ? charge.outcomeAt : 0)
      sheet.end()
    })
  })
}
