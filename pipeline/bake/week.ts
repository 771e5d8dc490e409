import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Ingest } from '../data/ingest.ts'
import type { PersonId } from '../data/pseudonym.ts'
import type { JudgedPeople } from '../evidence/people/judge.ts'
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
import type { GovernanceFile } from './contract/governance.ts'
import type { RunFile } from './contract/run.ts'
import {
  areasGovernance,
  type GovernanceInput,
  keptGovernance,
  peopleGovernance,
} from './governance/files.ts'
import type { QuarterFacts, Taken } from './governance/input.ts'
import type { StandingsByPseudonym } from './people/listed.ts'
import { bakePeople } from './people/people.ts'
import { areasRun, peopleRun } from './run-products.ts'

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

/** What the files of both products are written from, beside their numbers. */
interface Baking {
  /** The run as the product knows it, or more: what the product may not know is left out. */
  readonly run: RunFile
  readonly force: LoadedForce
  readonly taken: Taken & Pick<Ingest, 'profile'>
  readonly earlier: EarlierWeeks
  /** Folder to write into. */
  readonly out: string
  readonly log: Log
}

/** What the areas product is written from, beside its numbers. */
export interface AreasBaking extends Baking {
  /** What stands under the maps, if anything does. */
  readonly baseMap?: OpenMap | undefined
}

/** The baked areas product: its folder, and its red lines, which later weeks need beside those of people. */
export interface BakedAreas {
  readonly areas: string
  readonly redLines: GovernanceFile['redLines']
}

/** What the people product is written from, beside its numbers. */
export interface PeopleBaking extends Baking {
  readonly pseudonym: (id: PersonId) => string
  /** The latest decisions about people, newest first. */
  readonly decisions: ReadonlyMap<PersonId, readonly PastDecision[]>
  /** People whom a unit manages on the day of the forecast. */
  readonly managed: ReadonlySet<PersonId>
  readonly areas: BakedAreas
}

/** What was baked: a folder for each product, and what only later runs read. */
export interface BakedWeek {
  readonly areas: string
  readonly people: string
  readonly private: string
}

/**
 * Writes the files of the areas product, which need nothing of people, and the private ones that later weeks
 * read of places: forecasts for the ledger.
 */
export async function bakeAreasWeek(
  judged: readonly JudgedTarget[],
  baking: AreasBaking,
): Promise<BakedAreas> {
  const { run, out, log } = baking
  const [areas, kept] = [writerInto(out, 'areas'), writerInto(out, 'private')]
  await areas.write('run.json', areasRun(run))
  const governance = areasGovernance(judged, governanceInput(baking))
  await areas.write('governance.json', governance)
  const { targets, weeks } = await bakePlaces(judged, baking, areas.folder)
  for (const target of targets) await kept.writePacked(`forecast-${target.slug}.json.gz`, target)
  for (const place of judged) await kept.write(`reasons-${place.target.slug}.json`, reasonsFile(place))
  await kept.write('weeks.json', weeks)
  log.say(`baked ${targets.length} targets`)
  return { areas: areas.folder, redLines: governance.redLines }
}

/**
 * Writes the files of the people product, and the private ones that later weeks read of the whole extract:
 * its profile, and what governance keeps of both products.
 */
export async function bakePeopleWeek(judged: JudgedPeople, baking: PeopleBaking): Promise<BakedWeek> {
  const { run, force, taken, earlier, areas, out, log } = baking
  const [people, kept] = [writerInto(out, 'people'), writerInto(out, 'private')]
  await people.write('run.json', peopleRun(run))
  const input = governanceInput(baking)
  const governance = peopleGovernance(judged, input)
  await people.write('governance.json', governance)
  await kept.write('governance.json', keptGovernance([...areas.redLines, ...governance.redLines], input))
  const { listed } = await bakePeople({
    cohort: judged,
    force: force.settings,
    asAt: judged.asAt,
    out: people.folder,
    pseudonym: baking.pseudonym,
    decisions: baking.decisions,
    managed: baking.managed,
    previous: earlier.standings,
    log,
  })
  await mkdir(join(people.folder, 'records'), { recursive: true })
  await kept.write('profile.json', taken.profile)
  log.say(`baked ${listed} people`)
  return { areas: areas.areas, people: people.folder, private: kept.folder }
}

function writerInto(out: string, name: string) {
  const folder = join(out, name)
  const write = (file: string, value: unknown) => writeNew(join(folder, file), JSON.stringify(value))
  const writePacked = (file: string, value: unknown) =>
    writeNew(join(folder, file), gzipSync(JSON.stringify(value)))
  return { folder, write, writePacked }
}

function governanceInput({ run, force, taken, earlier }: Baking): GovernanceInput {
  return { run, force, taken, quarter: earlier.quarter }
}

type PlacesBaking = Pick<AreasBaking, 'run' | 'force' | 'baseMap'> & {
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
