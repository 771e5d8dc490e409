import { median, sum } from 'd3-array'
import type { Force } from '../force/schema.ts'
import type { Duck } from '../lib/duck.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { epochDay, isoDate } from '../lib/week.ts'
import type { TableAccount } from './account.ts'
import type { Manifest } from './manifest.ts'
import { CONTRADICTED_INJURY, type UnweightedCode } from './notes.ts'
import { percent } from './percent.ts'
import { countTargetsTo, earlierVolumes, type PastRun } from './profile.ts'

/** A bound that an extract breaks: what was found and what was allowed. */
export interface GateFailure {
  readonly code: string
  readonly found: string
  readonly allowed: string
}

/** What the gates look at. `previous` is newest first; only the first eight count. */
export interface GateInput {
  readonly store: Duck
  readonly force: Force
  readonly manifest: Manifest
  readonly accounts: readonly TableAccount[]
  readonly profile: PastRun
  readonly previous: readonly PastRun[]
  readonly unweighted: readonly UnweightedCode[]
}

const RUNS = 8
/** A count below this is too small to compare. */
const FEW = 30
/**
 * Largest relative change of the past that a week of late records, cancellations and reclassifications
 * explains.
 */
const HISTORY_TOLERANCE = 0.1
/**
 * Largest share of crimes that may equal another in times, offence and place (one incident, several victims;
 * dates and places made coarse).
 */
const TWIN_TOLERANCE = 0.45
/** Largest share of injuries by weapons that may stand under offences without injury. */
const CONTRADICTION_TOLERANCE = 0.1
/** Largest change in the share of empty values of a column. */
const NULL_TOLERANCE = 0.25

/** Every bound that an extract breaks, in a fixed order; none means that it may be published. */
export async function failedGates(input: GateInput): Promise<GateFailure[]> {
  return [
    ...rejectShares(input),
    ...(await freshness(input)),
    ...(await geocoding(input)),
    ...(await volumes(input)),
    ...(await history(input)),
    ...emptyColumns(input),
    ...(await contradictions(input)),
    ...(await twins(input)),
    ...weights(input),
  ]
}

/** Throws `PipelineError` (exit 3) that reports every failed gate, if any failed. */
export function refuseIfAny(failures: readonly GateFailure[]): void {
  if (failures.length === 0) return
  const lines = failures.map(({ code, found, allowed }) => `  ${code}: ${found}; allowed: ${allowed}`)
  const failed = `${failures.length} ${failures.length === 1 ? 'gate' : 'gates'} failed`
  throw new PipelineError(
    `${failed}, nothing is published:\n${lines.join('\n')}`,
    EXIT.refusedData,
    'look at the quarantine files, then ask the sender for the extract again',
  )
}

function rejectShares({ accounts, force }: GateInput): GateFailure[] {
  const allowed = force.gates.maxRejectShare
  return accounts
    .filter(({ rows, quarantined }) => quarantined > allowed * rows)
    .map(({ table, rows, quarantined, reasons }) => {
      const worst = [...reasons].sort((a, b) => b.rows - a.rows).slice(0, 3)
      const why = worst.map(reason => `${reason.code} ${reason.rows}`).join(', ')
      return failure(
        'rejects',
        `${table}: ${quarantined} of ${rows} rows quarantined (${why})`,
        `${percent(allowed)} of rows`,
      )
    })
}

async function freshness({ store, manifest, force, previous }: GateInput): Promise<GateFailure[]> {
  const failures: GateFailure[] = []
  const to = manifest.covers_to
  const [row] = await store.rows<{ last: string | null; beyond: number; n: number }>(
    `SELECT strftime(max(recorded_at), '%Y-%m-%d') AS last, count(*) AS n,
       count(*) FILTER (WHERE recorded_at >= $after::TIMESTAMP OR recorded_at < $from::TIMESTAMP) AS beyond
     FROM crimes`,
    { after: isoDate(epochDay(to) + 1), from: manifest.covers_from },
  )
  const { last, beyond, n } = row!
  const days = last === null ? Number.POSITIVE_INFINITY : epochDay(manifest.extracted_at) - epochDay(last)
  if (days > force.gates.maxDaysWithoutRecords) {
    failures.push(
      failure(
        'stale',
        `last crime recorded ${last ?? 'never'}`,
        `${force.gates.maxDaysWithoutRecords} days before the extract`,
      ),
    )
  }
  if (beyond > force.gates.maxRejectShare * n) {
    failures.push(
      failure(
        'wrong-week',
        `${beyond} of ${n} crimes recorded outside ${manifest.covers_from} to ${to}`,
        `${percent(force.gates.maxRejectShare)}`,
      ),
    )
  }
  const newest = previous[0]
  if (newest && newest.coversTo > to) {
    failures.push(
      failure(
        'older-than-last',
        `covers to ${to}`,
        `not before ${newest.coversTo}, to which the last run went`,
      ),
    )
  }
  return failures
}

async function geocoding({ store, force, manifest }: GateInput): Promise<GateFailure[]> {
  const from = isoDate(epochDay(manifest.covers_to) - 364)
  const [row] = await store.rows<{ n: number; placed: number }>(
    `SELECT count(*) AS n, count(easting) AS placed FROM crimes
     WHERE recorded_at >= $from::TIMESTAMP AND status = 'recorded'`,
    { from },
  )
  const { n, placed } = row!
  const allowed = force.gates.minGeocodedShare
  if (placed >= allowed * n) return []
  return [
    failure(
      'geocoding',
      `${percent(placed / n)} of the year's ${n} crimes have coordinates`,
      `${percent(allowed)} or more`,
    ),
  ]
}

async function volumes({ store, force, manifest, profile, accounts, previous }: GateInput) {
  const past = previous.slice(0, RUNS)
  const earlier =
    past.length > 0
      ? past.map(run => run.recentCrimes)
      : await earlierVolumes(store, epochDay(manifest.covers_to), 13)
  const recorded = { what: 'crimes recorded in the last 28 days', now: profile.recentCrimes, before: earlier }
  const tables = accounts.map(({ table, rows }) => ({
    what: `rows of ${table}`,
    now: rows,
    before: past.flatMap(run => run.tables.filter(old => old.table === table).map(old => old.rows)),
  }))
  const targets = profile.targets.map(({ id, recent }) => ({
    what: `crimes of ${id} in the last 28 days`,
    now: recent,
    before: past.flatMap(run => run.targets.filter(old => old.id === id).map(old => old.recent)),
  }))
  return [
    ...[recorded, ...tables].flatMap(volume => ratio('volume', volume, force.gates)),
    ...targets.flatMap(volume => ratio('target-volume', volume, force.gates)),
  ]
}

interface Volume {
  readonly what: string
  readonly now: number
  readonly before: readonly number[]
}

function ratio(code: string, { what, now, before }: Volume, bounds: Force['gates']): GateFailure[] {
  const usual = median(before)
  if (usual === undefined || usual < FEW) return []
  const [least, most] = [bounds.minVolumeRatio * usual, bounds.maxVolumeRatio * usual]
  if (now >= least && now <= most) return []
  return [failure(code, `${now} ${what}`, `${Math.ceil(least)} to ${Math.floor(most)}`)]
}

/** The past may not be rewritten: what the last run saw must still be there, but for a few corrections. */
async function history({ store, force, previous }: GateInput): Promise<GateFailure[]> {
  const last = previous[0]
  if (!last) return []
  const now = await countTargetsTo(store, force.targets, epochDay(last.coversTo))
  return last.targets.flatMap(({ id, all }) => {
    const found = now.get(id)
    if (found === undefined || all < FEW || Math.abs(found - all) <= HISTORY_TOLERANCE * all) return []
    return [
      failure(
        'history-rewritten',
        `${found} crimes of ${id} up to ${last.coversTo}, ${all} in the last run`,
        `a change of ${percent(HISTORY_TOLERANCE)}`,
      ),
    ]
  })
}

function emptyColumns({ profile, previous }: GateInput): GateFailure[] {
  const past = previous.slice(0, RUNS)
  return profile.nulls.flatMap(({ table, column, share }) => {
    const before = past.flatMap(run => run.nulls.filter(old => old.table === table && old.column === column))
    const usual = median(before, old => old.share)
    const rows = profile.tables.find(found => found.table === table)?.accepted ?? 0
    if (usual === undefined || rows < FEW || Math.abs(share - usual) <= NULL_TOLERANCE) return []
    return [
      failure(
        'empty-values',
        `${table}.${column} is empty in ${percent(share)} of rows`,
        `${percent(usual)} as usual, give or take ${percent(NULL_TOLERANCE)}`,
      ),
    ]
  })
}

/**
 * A wrong mapping of `weapon_use` would make targets out of threats; the offence codes give it away, even
 * without earlier runs.
 */
async function contradictions({ store }: GateInput): Promise<GateFailure[]> {
  const [row] = await store.rows<{ n: number; wrong: number }>(
    `SELECT count(*) AS n, count(*) FILTER (WHERE ${CONTRADICTED_INJURY}) AS wrong
     FROM crimes WHERE weapon_use = 'used_causing_injury'`,
  )
  const { n, wrong } = row!
  if (wrong < FEW || wrong <= CONTRADICTION_TOLERANCE * n) return []
  const found = `${wrong} of ${n} injuries by weapons stand under offences without injury`
  return [failure('contradicted-injuries', found, percent(CONTRADICTION_TOLERANCE))]
}

/** The same crimes under other ids: an export that ran twice, which no key gives away. */
async function twins({ store }: GateInput): Promise<GateFailure[]> {
  const [row] = await store.rows<{ n: number; kinds: number }>(
    `SELECT count(*) AS n,
       count(DISTINCT hash(recorded_at, occurred_from, offence_code, easting, northing)) AS kinds
     FROM crimes WHERE easting IS NOT NULL`,
  )
  const { n, kinds } = row!
  if (n - kinds < FEW || n - kinds <= TWIN_TOLERANCE * n) return []
  return [
    failure(
      'twin-crimes',
      `${n - kinds} of ${n} crimes equal another in all but their id`,
      percent(TWIN_TOLERANCE),
    ),
  ]
}

/** Harm that cannot be weighed is missing from the scores: few charges may be without a weight. */
function weights({ profile, unweighted, force }: GateInput): GateFailure[] {
  const charges = profile.tables.find(({ table }) => table === 'charges')?.accepted ?? 0
  const without = sum(unweighted, ({ table, rows }) => (table === 'charges' ? rows : 0))
  if (without < FEW || without <= force.gates.maxRejectShare * charges) return []
  const found = `${without} of ${charges} charges bear an offence code without a harm weight`
  return [failure('unweighted-charges', found, percent(force.gates.maxRejectShare))]
}

function failure(code: string, found: string, allowed: string): GateFailure {
  return { code, found, allowed }
}
