import { median } from 'd3-array'
import { epochDay, isoDate } from '../../lib/week.ts'
import type { Warning } from '../header.ts'
import { earlierVolumes } from '../profile.ts'
import { FEW, type Gated, type GateReading, orSet, usedOf } from './gate.ts'

/** Days of a stretch, and stretches of a year: what is usual is its median. */
const [DAYS, YEAR] = [28, 13]

/** Stretches of 28 days back to the first day of the history. */
interface Stretches {
  /** The last day covered, as an epoch day. */
  readonly to: number
  readonly usual: number
  /** Those before the recent one, newest first, back to the first that is not nearly empty. */
  readonly counts: readonly number[]
  /** How many stretches of the history lie before those. */
  readonly missing: number
}

type Asked = Pick<Gated, 'store' | 'manifest' | 'force' | 'bounds'>

async function stretches(
  { store, manifest, force, bounds }: Asked,
  table: 'crimes' | 'charges',
): Promise<Stretches> {
  const [to, covered] = [epochDay(manifest.covers_to), epochDay(manifest.covers_from)]
  const from = Math.max(covered, epochDay(force.historyStart ?? manifest.covers_from))
  const periods = Math.max(0, Math.floor((to + 1 - DAYS - from) / DAYS))
  const found = periods === 0 ? [] : await earlierVolumes(store, table, { to, periods })
  const usual = median(found.slice(0, YEAR)) ?? 0
  const first = found.findLastIndex(n => n > 0 && n >= bounds.minPeriodRatio * usual)
  return { to, usual, counts: found.slice(0, first + 1), missing: periods - first - 1 }
}

/**
 * A hole in the history: a stretch of 28 days, after the first that has some, in which hardly a crime was
 * recorded or a charge made. The models would take it for peace. Where records begin later than the days
 * covered, a warning says so.
 */
export async function holes(input: Gated): Promise<GateReading[]> {
  const readings: GateReading[] = []
  for (const table of ['crimes', 'charges'] as const) {
    const { to, usual, counts } = await stretches(input, table)
    if (usual < FEW) continue
    const least = input.bounds.minPeriodRatio * usual
    const worst = counts.reduce((low, n, i) => (n < counts[low]! ? i : low), 0)
    const [n, last] = [counts[worst]!, to - DAYS * (worst + 1)]
    const low = counts.filter(count => count < least).length
    readings.push({
      code: 'hole-in-history',
      table,
      found:
        `${n} ${table} from ${isoDate(last - DAYS + 1)} to ${isoDate(last)}, usual are ${usual}; ` +
        `${low} stretches of 28 days are so empty`,
      allowed: `${Math.ceil(least)} or more in any 28 days of the history`,
      remedy: orSet(
        'minPeriodRatio',
        'ask the sender for what is missing, or let historyStart begin after it',
      ),
      holds: low === 0,
      used: usedOf(Math.max(0, usual - n), usual - least),
    })
  }
  return readings
}

/** Says that records begin much later than the days covered: until then the models see no crime at all. */
export async function lateStartWarnings(input: Asked): Promise<Warning[]> {
  const { to, usual, counts, missing } = await stretches(input, 'crimes')
  if (usual < FEW || missing < 2) return []
  const first = isoDate(to + 1 - DAYS * (counts.length + 1))
  const facts =
    `hardly any before ${first}, though the history begins ${missing} stretches of 28 days earlier: ` +
    `they count as free of crime; correct covers_from, or set historyStart: '${first}'`
  return [{ code: 'records-begin-late', where: 'crimes', facts }]
}
