import { join } from 'node:path'
import type { Ingest } from '../data/ingest.ts'
import { type PersonId, pseudonymOf } from '../data/pseudonym.ts'
import { judgePlaces } from '../evidence/places/judge.ts'
import { readPlaces } from '../features/places.ts'
import type { LoadedForce } from '../force/load.ts'
import { writeNew } from '../lib/files.ts'
import { type Log, timed } from '../lib/log.ts'
import { forecastTargets } from '../models/places/forecast-targets.ts'
import { bakeAreas } from './areas/areas.ts'
import { drawMap } from './areas/images.ts'
import { type OutlinesFile, PastForecast, type TargetFile } from './contract/areas.ts'
import type { RunFile } from './contract/run.ts'
import { bakePeople } from './people/people.ts'
import { writeRun } from './run.ts'

/** What a week is baked from. */
export interface WeekBaking {
  readonly received: Ingest
  readonly force: LoadedForce
  readonly run: RunFile
  /** Folder to write into. */
  readonly out: string
  /** Key of the pseudonyms. */
  readonly key: Uint8Array
  /** A private file of the week before, as this function wrote it. */
  readonly previous: (file: string) => Promise<string | undefined>
  /** The same file of earlier weeks, newest first. */
  readonly past: (file: string) => Promise<readonly string[]>
  readonly log: Log
}

/** Folders of the baked files: one for each product, and what only later runs read. */
export interface BakedFolders {
  readonly areas: string
  readonly people: string
  readonly private: string
}

/** Bakes both products and the private files of a week: forecasts for the ledger, bands, the profile of the extract. */
export async function bakeWeek(baking: WeekBaking): Promise<BakedFolders> {
  const { received, force, run, out, log } = baking
  const folders = { areas: join(out, 'areas'), people: join(out, 'people'), private: join(out, 'private') }
  await writeRun(run, [folders.areas, folders.people])
  await timed(log, 'areas', () => bakePlaces(baking, folders))
  const bands = await timed(log, 'people', () => bakeCohort(baking, folders.people))
  await writeNew(join(folders.private, 'bands.json'), JSON.stringify(bands))
  await writeNew(join(folders.private, 'profile.json'), JSON.stringify(received.profile))
  log.say(`baked ${force.force.targets.length} targets and ${Object.keys(bands).length} people`)
  return folders
}

async function bakePlaces(baking: WeekBaking, folders: BakedFolders): Promise<void> {
  const { received, force, run, log } = baking
  const kept = await readKept(baking)
  const { store, asAt, dataTo } = received
  const places = await readPlaces(store, force, { asAt, dataTo, log })
  const forecasts = await timed(log, 'forecast places', () => forecastTargets(places))
  const judged = await timed(log, 'judge places', () => judgePlaces(forecasts, kept))
  const png = (target: TargetFile, outlines: OutlinesFile) => drawMap(target, outlines, run)
  const targets = await bakeAreas(judged, { force, week: run.week, out: folders.areas, kept, png })
  for (const target of targets) {
    await writeNew(join(folders.private, `forecast-${target.slug}.json`), JSON.stringify(target))
  }
}

/** Forecasts of earlier weeks by the slug of their target, newest first. */
async function readKept({ force, past }: WeekBaking): Promise<(slug: string) => readonly PastForecast[]> {
  const kept = new Map<string, PastForecast[]>()
  for (const { slug } of force.force.targets) {
    const texts = await past(`forecast-${slug}.json`)
    kept.set(
      slug,
      texts.map(text => PastForecast.parse(JSON.parse(text))),
    )
  }
  return slug => kept.get(slug) ?? []
}

async function bakeCohort({ received, force, key, previous, log }: WeekBaking, out: string) {
  const before = await previous('bands.json')
  const { bands } = await bakePeople({
    store: received.store,
    loaded: force,
    asAt: received.asAt,
    out,
    pseudonym: id => pseudonymOf(key, id as PersonId),
    ...(before ? { previousBands: JSON.parse(before) } : {}),
    log,
  })
  return bands
}
