import { median } from 'd3-array'
import { epochDay } from '../../lib/week.ts'
import { percent } from '../percent.ts'
import { countTargetsTo, earlierVolumes } from '../profile.ts'
import { TABLES, UNUSED_TABLES } from '../schema.ts'
import { FEW, type Gated, type GateReading, orSet, RUNS, usedOf } from './gate.ts'

/**
 * Largest relative change of the past that a week of late records, cancellations and reclassifications
 * explains.
 */
const HISTORY_TOLERANCE = 0.1
/** Stretches of 28 days with which the last one is compared on a first run: a year. */
const PERIODS = 13

interface Volume {
  readonly code: string
  readonly table: string
  readonly what: string
  readonly now: number
  readonly before: readonly number[]
}

/**
 * Far more or fewer crimes, charges, rows or crimes of a target than usual: against the last runs, or on a
 * first run against the earlier months of the extract itself.
 */
export async function volumes(input: Gated): Promise<GateReading[]> {
  const { store, manifest, profile, accounts } = input
  const past = input.previous.slice(0, RUNS)
  const to = epochDay(manifest.covers_to)
  const recorded = past.map(run => run.recentCrimes)
  const charged = past.flatMap(run => run.recentCharges ?? [])
  const found: Volume[] = [
    {
      ...{ code: 'volume', table: 'crimes', now: profile.recentCrimes },
      what: 'crimes recorded in the last 28 days',
      before:
        recorded.length > 0 ? recorded : await earlierVolumes(store, 'crimes', { to, periods: PERIODS }),
    },
    {
      ...{ code: 'volume', table: 'charges', now: profile.recentCharges ?? 0 },
      what: 'charges in the last 28 days',
      before: charged.length > 0 ? charged : await earlierVolumes(store, 'charges', { to, periods: PERIODS }),
    },
    ...TABLES.filter(({ name }) => !UNUSED_TABLES.has(name)).map(({ name: table }) => ({
      ...{ code: 'volume', table, what: `rows of ${table}` },
      // A table that is left out is as empty as one without rows.
      now: accounts.find(account => account.table === table)?.rows ?? 0,
      before: past.flatMap(run => run.tables.filter(old => old.table === table).map(old => old.rows)),
    })),
    ...(await targetVolumes(input, past)),
  ]
  return found.flatMap(volume => ratio(volume, input.bounds))
}

/** The same of the crimes of each target: on a first run a label that turned lately shows in them alone. */
async function targetVolumes(
  { store, force, manifest, profile }: Gated,
  past: Gated['previous'],
): Promise<Volume[]> {
  const found: Volume[] = []
  const to = epochDay(manifest.covers_to)
  for (const { id, recent } of profile.targets) {
    const target = force.targets.find(one => one.id === id)
    const earlier = past.flatMap(run => run.targets.filter(old => old.id === id).map(old => old.recent))
    const first = past.length === 0 && target
    found.push({
      ...{ code: 'target-volume', table: 'crimes', now: recent },
      what: `crimes of ${id} in the last 28 days`,
      before: first ? await earlierVolumes(store, target, { to, periods: PERIODS }) : earlier,
    })
  }
  return found
}

/** Crimes from which a target that none of them meets says something: of any usual one there are dozens. */
const CROWD = 5000

/** A target that no crime meets would be an empty map: a value is no longer sent, or mapped to another. */
export function emptyTargets({ profile, accounts }: Gated): GateReading[] {
  const crimes = accounts.find(({ table }) => table === 'crimes')?.accepted ?? 0
  return profile.targets.map(({ id, all }) => ({
    code: 'empty-target',
    table: 'crimes',
    found: `${all} of ${crimes} crimes meet the target ${id}`,
    allowed: 'one or more',
    remedy: `look at what its clauses count (npm run check) and at the mapping, or take ${id} out of targets`,
    holds: all > 0 || crimes < CROWD,
    used: null,
  }))
}

function ratio({ code, table, what, now, before }: Volume, bounds: Gated['bounds']): GateReading[] {
  const usual = median(before)
  if (usual === undefined) return []
  const [least, most] = [bounds.minVolumeRatio * usual, bounds.maxVolumeRatio * usual]
  const compared = usual >= FEW
  const setting = now < usual ? 'minVolumeRatio' : 'maxVolumeRatio'
  const used = now < usual ? usedOf(usual - now, usual - least) : usedOf(now - usual, most - usual)
  return [
    {
      ...{ code, table, found: `${now} ${what}`, remedy: orSet(setting) },
      allowed: `${Math.ceil(least)} to ${Math.floor(most)}`,
      holds: !compared || (now >= least && now <= most),
      used: compared ? used : null,
    },
  ]
}

/** The past may not be rewritten: what the last run saw must still be there, but for a few corrections. */
export async function targetHistory({ store, force, previous }: Gated): Promise<GateReading[]> {
  const last = previous[0]
  if (!last) return []
  const now = await countTargetsTo(store, force.targets, epochDay(last.coversTo))
  return last.targets.flatMap(({ id, all }) => {
    const found = now.get(id)
    if (found === undefined || all === 0) return []
    const change = Math.abs(found - all) / all
    return [
      {
        code: 'history-rewritten',
        table: 'crimes',
        found: `${found} crimes of ${id} up to ${last.coversTo}, ${all} in the last run`,
        allowed: `a change of ${percent(HISTORY_TOLERANCE)}`,
        remedy: 'ask the sender why the past was changed; a new definition of the target needs a new id',
        holds: all < FEW || change <= HISTORY_TOLERANCE,
        used: all < FEW ? null : usedOf(change, HISTORY_TOLERANCE),
      },
    ]
  })
}
