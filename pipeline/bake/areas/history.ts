import { gzipSync } from 'node:zlib'
import type { JudgedTarget } from '../../evidence/places/judge.ts'
import { VENUES } from '../../force/venues.ts'
import { isoDate } from '../../lib/week.ts'
import { ranking } from '../../scores/ranking.ts'
import { encodeHistory, type History, HOUR_NOT_SHOWN, PERIOD_DAYS } from '../contract/history-format.ts'

/** A history is small numbers: with these bits a row is one number that sorts as its columns do. */
const BITS = { day: 16, cell: 16, hour: 5, venue: 4, clause: 6 } as const

/**
 * The recorded offences of a target for the browser, in full: one row an offence with day, square, hour,
 * venue and clause. Offences of a sensitive clause stand at the first day of their period of four weeks, with
 * neither hour nor venue.
 */
function historyOf({ target, grid, recorded, forecast, asAt }: JudgedTarget): History {
  const { rows, clauses } = recorded
  const rank = new Uint32Array(grid.ids.length)
  ranking(forecast.expected).forEach((cell, r) => {
    rank[cell] = r + 1
  })
  const first = rows.day.reduce((least, day) => Math.min(least, day), asAt)
  const periods = Math.max(1, Math.ceil((asAt - first) / PERIOD_DAYS))
  const from = asAt - periods * PERIOD_DAYS
  const keys = new Float64Array(rows.day.length)
  for (let i = 0; i < keys.length; i++) {
    const { sensitive } = clauses[rows.clause[i]!]!
    const day = rows.day[i]! - from
    keys[i] = packed({
      day: sensitive ? day - (day % PERIOD_DAYS) : day,
      cell: rows.cell[i]!,
      hour: sensitive ? HOUR_NOT_SHOWN : rows.hour[i]!,
      venue: sensitive ? VENUES.length : rows.venue[i]!,
      clause: rows.clause[i]!,
    })
  }
  return {
    header: {
      kind: 'history',
      slug: target.slug,
      title: target.title,
      cellMetres: target.cellMetres,
      from: isoDate(from),
      periods,
      rows: keys.length,
      squares: grid.ids.map((id, i) => ({
        rank: rank[i]!,
        id,
        x: grid.x[i]!,
        y: grid.y[i]!,
        place: grid.place[i]!,
        district: grid.district[i]!,
      })),
      venues: [...VENUES],
      clauses,
    },
    columns: unpacked(keys.sort()),
  }
}

type Row = Readonly<Record<keyof typeof BITS, number>>

function packed({ day, cell, hour, venue, clause }: Row): number {
  const low = (((hour << BITS.venue) | venue) << BITS.clause) | clause
  return (day * 2 ** BITS.cell + cell) * 2 ** (BITS.hour + BITS.venue + BITS.clause) + low
}

function unpacked(keys: Float64Array): History['columns'] {
  const n = keys.length
  const columns = {
    day: new Uint16Array(n),
    cell: new Uint16Array(n),
    hour: new Uint8Array(n),
    venue: new Uint8Array(n),
    clause: new Uint8Array(n),
  }
  const lowBits = BITS.hour + BITS.venue + BITS.clause
  keys.forEach((key, i) => {
    const high = Math.floor(key / 2 ** lowBits)
    const low = key - high * 2 ** lowBits
    columns.day[i] = Math.floor(high / 2 ** BITS.cell)
    columns.cell[i] = high % 2 ** BITS.cell
    columns.hour[i] = low >> (BITS.venue + BITS.clause)
    columns.venue[i] = (low >> BITS.clause) & (2 ** BITS.venue - 1)
    columns.clause[i] = low & (2 ** BITS.clause - 1)
  })
  return columns
}

/**
 * The file of a history: its bytes, compressed here, for not every server compresses. The highest level takes
 * four times as long for one byte in a hundred.
 */
export function historyFile(judged: JudgedTarget): Uint8Array {
  return gzipSync(encodeHistory(historyOf(judged)), { level: 7 })
}
