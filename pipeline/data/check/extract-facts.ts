import { max, median, min, sum } from 'd3-array'
import type { Proposed } from '../../force/propose-crs.ts'
import westMidlands from '../../force/west-midlands.ts'
import type { Duck } from '../../lib/duck.ts'
import { epochDay, isoDate, mondayOf } from '../../lib/week.ts'
import type { TableAccount } from '../account.ts'
import { faultyRows } from '../account.ts'

/** Counts of an extract's accepted rows from which settings are proposed. */
export interface ExtractFacts {
  readonly lpas: readonly { readonly code: string; readonly crimes: number }[]
  /** Crimes recorded, by epoch day, in order. */
  readonly recorded: readonly { readonly day: number; readonly crimes: number }[]
  readonly crimes: number
  readonly geocoded: number
  /** People who are managed now, by unit. */
  readonly managed: ReadonlyMap<string, number>
}

/** Counts what settings are proposed from. */
export async function readFacts(store: Duck, asAt: number): Promise<ExtractFacts> {
  const [counted] = await store.rows<{ crimes: number; geocoded: number }>(
    'SELECT count(*) AS crimes, count(easting) AS geocoded FROM crimes',
  )
  const managed = await store.rows<{ unit: string; people: number }>(
    `SELECT coalesce(lomu, '') AS unit, count(DISTINCT person_id) AS people
     FROM decisions JOIN persons USING (person_id)
     WHERE managed_from <= $day::DATE AND (managed_until IS NULL OR managed_until > $day::DATE)
     GROUP BY ALL ORDER BY ALL`,
    { day: isoDate(asAt) },
  )
  return {
    lpas: await store.rows(
      `SELECT lpa AS code, count(*) AS crimes FROM crimes WHERE lpa IS NOT NULL
       GROUP BY ALL HAVING count(*) >= 3 ORDER BY code`,
    ),
    recorded: await store.rows(
      `SELECT date_diff('day', DATE '1970-01-01', CAST(recorded_at AS DATE)) AS day, count(*) AS crimes
       FROM crimes GROUP BY ALL ORDER BY day`,
    ),
    ...counted!,
    managed: new Map(managed.map(({ unit, people }) => [unit, people])),
  }
}

const WEEK = 7
/** Share of the usual week from which records count as complete. */
const FULL = 0.5

/**
 * The first Monday from which the weeks hold at least half of the crimes that the year after them has in a
 * week: before it the records are not complete.
 *
 * @param from first day that the extract covers
 */
export function historyStartOf({ recorded }: ExtractFacts, from: string): Proposed<string | undefined> {
  const weeks = weeklyCounts(recorded)
  const first = weeks.findIndex(({ crimes }, i) => {
    const usual = median(weeks.slice(i, i + 52), week => week.crimes)
    return weeks.length - i > 26 && crimes >= FULL * usual!
  })
  const start = weeks[first]
  if (!start) return { value: undefined, why: `too few weeks to tell; the extract covers days from ${from}` }
  const covered = epochDay(from)
  if (start.monday <= covered + WEEK)
    return {
      value: from,
      why: `the extract covers days from here on, ${Math.round(start.crimes)} crimes a week`,
    }
  const why = `it covers days from ${from}, but the weeks before this one hold less than half of the usual`
  return { value: isoDate(start.monday), why }
}

function weeklyCounts(recorded: ExtractFacts['recorded']) {
  const counts = new Map<number, number>()
  for (const { day, crimes } of recorded) counts.set(mondayOf(day), (counts.get(mondayOf(day)) ?? 0) + crimes)
  const mondays = [...counts.keys()]
  const [from, to] = [min(mondays) ?? 0, max(mondays) ?? -1]
  return Array.from({ length: Math.floor((to - from) / WEEK) + 1 }, (_, i) => ({
    monday: from + WEEK * i,
    crimes: counts.get(from + WEEK * i) ?? 0,
  }))
}

/** Days that a volume counts, and earlier weeks that it is compared with: as the gate does. */
const [VOLUME_DAYS, PAST_WEEKS] = [28, 8]
/** Room that is left around what the data did so far. */
const ROOM = 1.25

/** Bounds of the gates from what the extract's own last two years did. */
export function gatesOf(facts: ExtractFacts, accounts: readonly TableAccount[]) {
  const { crimes, geocoded } = facts
  const share = crimes === 0 ? 0 : geocoded / crimes
  const rejected = max(accounts, account => faultyRows(account) / Math.max(1, account.rows)) ?? 0
  const usual = westMidlands.gates
  return {
    maxRejectShare: {
      value: usual.maxRejectShare,
      why: `in this extract the worst table has ${percentText(rejected)} rejected, with this mapping`,
    },
    minGeocodedShare: {
      value: Math.min(usual.minGeocodedShare, Math.max(0.5, Math.floor(100 * (share - 0.03)) / 100)),
      why: `${percentText(share)} of the crimes of this extract have coordinates`,
    },
    ...volumeGates(facts.recorded),
    maxDaysWithoutRecords: quietDays(facts.recorded),
  }
}

function volumeGates(recorded: ExtractFacts['recorded']) {
  const ratios = volumeRatios(recorded)
  const usual = westMidlands.gates
  if (ratios.length < 26) {
    const why = 'too few weeks in this extract to see how its volume varies'
    return {
      minVolumeRatio: { value: usual.minVolumeRatio, why },
      maxVolumeRatio: { value: usual.maxVolumeRatio, why },
    }
  }
  const [least, most] = [min(ratios)!, max(ratios)!]
  const why =
    `four weeks of records were ${least.toFixed(2)} to ${most.toFixed(2)} of the usual in the last ` +
    `${ratios.length} weeks`
  return {
    minVolumeRatio: { value: Math.max(0.2, Math.min(0.8, Math.floor((10 * least) / ROOM) / 10)), why },
    maxVolumeRatio: { value: Math.max(1.3, Math.ceil(10 * most * ROOM) / 10), why },
  }
}

/** Crimes recorded in 28 days over the median of the eight such numbers a week apart before it. */
function volumeRatios(recorded: ExtractFacts['recorded']): number[] {
  const weeks = weeklyCounts(recorded).slice(0, -1).slice(-116)
  const span = VOLUME_DAYS / WEEK
  const volumes = weeks.slice(span - 1).map((_, i) => sum(weeks.slice(i, i + span), ({ crimes }) => crimes))
  return volumes.slice(PAST_WEEKS).flatMap((volume, i) => {
    const before = median(volumes.slice(i, i + PAST_WEEKS))!
    return before === 0 ? [] : [volume / before]
  })
}

function quietDays(recorded: ExtractFacts['recorded']): Proposed<number> {
  const days = recorded.slice(-730).map(({ day }) => day)
  const longest = max(days.slice(1).map((day, i) => day - days[i]! - 1)) ?? 0
  const value = Math.min(westMidlands.gates.maxDaysWithoutRecords, Math.max(3, 3 * longest))
  return { value, why: `no more than ${longest} days in a row were without a record lately` }
}

function percentText(share: number): string {
  return `${(100 * share).toFixed(1)}%`
}
