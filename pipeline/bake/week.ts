import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Ingest } from '../data/ingest.ts'
import type { PersonId } from '../data/pseudonym.ts'
import type { JudgedTarget } from '../evidence/places/judge.ts'
import type { PastDecision } from '../features/decisions.ts'
import type { LoadedForce } from '../force/load.ts'
import { writeNew } from '../lib/files.ts'
import type { Log } from '../lib/log.ts'
import { bakeAreas, outlinesOf } from './areas/areas.ts'
import { drawMap } from './areas/images.ts'
import { bakePack } from './areas/pack.ts'
import { bakePatrols } from './areas/patrols.ts'
import { reasonsFile } from './areas/reasons.ts'
import { bakeWeeks } from './areas/weeks.ts'
import type { OpenMap } from './base-map/stored.ts'
import type { OutlinesFile, PastForecast, PastReasons, TargetFile, WeeksFile } from './contract/areas.ts'
import type { RunFile } from './contract/run.ts'
import { governanceOf, writeGovernance } from './governance/files.ts'
import type { QuarterFacts, Taken } from './governance/input.ts'
import type { JudgedWeek } from './judged.ts'
import type { StandingsByPseudonym } from './people/listed.ts'
import { bakePeople } from './people/people.ts'
import { writeRun } from './run.ts'

/** What earlier weeks left for this one. */
export interface EarlierWeeks {
  /** Forecasts of a target by its slug, newest first, as they were published. */
  readonly forecasts: (slug: string) => readonly PastForecast[]
  /** What the forecast of the week before rested on, by a target's slug; absent where it is not kept. */
  readonly reasons: (slug: string) => PastReasons | undefined
  /** Names of earlier weeks in the archive, oldest first, and the list that the last of them held. */
  readonly archived: readonly string[]
  readonly weeks: WeeksFile | undefined
  /** How listed people stood in the week before, by pseudonym; absent on a first run. */
  readonly standings?: StandingsByPseudonym | undefined
  readonly quarter: QuarterFacts
}

/** What a week's files say beside its numbers. */
export interface WeekBaking {
  readonly run: RunFile
  readonly force: LoadedForce
  readonly taken: Taken & Pick<Ingest, 'profile'>
  readonly earlier: EarlierWeeks
  readonly pseudonym: (id: PersonId) => string
  /** The latest decisions about people, newest first. */
  readonly decisions: ReadonlyMap<PersonId, readonly PastDecision[]>
  /** What stands under the maps, if anything does. */
  readonly baseMap?: OpenMap | undefined
  /** People whom a unit manages on the day of the forecast. */
  readonly managed: ReadonlySet<PersonId>
  /** Folder to write into. */
  readonly out: string
  readonly log: Log
}

/** What was baked: a folder for each product, and what only later runs read. */
export interface BakedWeek {
  readonly areas: string
  readonly people: string
  readonly private: string
  /** How the listed people stand, by pseudonym, to be sealed: it is in no file. */
  readonly standings: StandingsByPseudonym
}

/**
 * Writes the files of both products, and the private ones that later weeks read: forecasts for the ledger
 * and the profile of the extract.
 */
export async function bakeWeek(judged: JudgedWeek, baking: WeekBaking): Promise<BakedWeek> {
  const { run, force, taken, earlier, out, log } = baking
  const folders = { areas: join(out, 'areas'), people: join(out, 'people'), private: join(out, 'private') }
  await writeRun(run, folders)
  await writeGovernance(governanceOf(judged, { run, force, taken, quarter: earlier.quarter }), folders)
  const { targets, weeks } = await bakePlaces(judged.places, baking, folders.areas)
  const { standings } = await bakePeople({
    cohort: judged.people,
    force: force.settings,
    asAt: judged.people.asAt,
    out: folders.people,
    pseudonym: baking.pseudonym,
    decisions: baking.decisions,
    managed: baking.managed,
    previous: earlier.standings,
    log,
  })
  await mkdir(join(folders.people, 'records'), { recursive: true })
  const keep = (name: string, value: unknown) => writeNew(join(folders.private, name), JSON.stringify(value))
  const keepPacked = (name: string, value: unknown) =>
    writeNew(join(folders.private, name), gzipSync(JSON.stringify(value)))
  for (const target of targets) await keepPacked(`forecast-${target.slug}.json.gz`, target)
  for (const place of judged.places) await keep(`reasons-${place.target.slug}.json`, reasonsFile(place))
  await keep('weeks.json', weeks)
  await keep('profile.json', taken.profile)
  log.say(`baked ${targets.length} targets and ${Object.keys(standings).length} people`)
  return { ...folders, standings }
}

type PlacesBaking = Pick<WeekBaking, 'run' | 'force' | 'baseMap'> & {
  readonly earlier: Omit<EarlierWeeks, 'quarter' | 'standings'>
}

/**
 * Writes the files of the areas product: its targets, and the list of weeks.
 *
 * @internal
 */
export async function bakePlaces(
  places: readonly JudgedTarget[],
  { run, force, earlier, baseMap }: PlacesBaking,
  out: string,
) {
  const png = (target: TargetFile, outlines: OutlinesFile) => drawMap(target, outlines, { run, baseMap })
  const { forecasts: kept, reasons, archived, weeks: before } = earlier
  const { week } = run
  const targets = await bakeAreas(places, { force, week, out, kept, reasons, baseMap, png })
  const baked = places.map((judged, k) => ({ judged, file: targets[k]! }))
  const { marking } = force.settings
  for (const { judged, file } of baked) await bakePatrols(judged, file, { out, week, marking })
  const outlines = outlinesOf(force)
  const { toWgs84 } = force
  await bakePack(targets, { week, marking, asAt: run.asAt, out, outlines, toWgs84, png })
  const { districts } = outlines
  const weeks = await bakeWeeks(baked, { week, marking, districts, out, archived, before, kept })
  return { targets, weeks }
}
