import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openBaseMap } from './bake/base-map/stored.ts'
import { runFile } from './bake/run.ts'
import { referencesOf, refuseLeaks } from './bake/tripwire.ts'
import { type BakedWeek, bakeWeek } from './bake/week.ts'
import { dayAsked, forecastDays } from './data/forecast-day.ts'
import { refuseIfAny } from './data/gates.ts'
import { type Ingest, ingest } from './data/ingest.ts'
import { manifestHash } from './data/manifest.ts'
import { PastRunSchema } from './data/profile.ts'
import { pseudonymOf } from './data/pseudonym.ts'
import { type Received, receive } from './data/receive.ts'
import { rectifiedWarning, rectifyStore } from './data/rectify.ts'
import { judgePeople } from './evidence/people/judge.ts'
import { leakAlarmApart } from './evidence/people/leak.ts'
import { judgePlaces } from './evidence/places/judge.ts'
import { readDecided } from './features/decisions.ts'
import { readPeople } from './features/people.ts'
import { readPlaces } from './features/places.ts'
import { type LoadedForce, loadForce } from './force/load.ts'
import { runCommand } from './lib/command.ts'
import { EXIT, type ExitCode, PipelineError } from './lib/error.ts'
import { bounds } from './lib/geo.ts'
import { sha256 } from './lib/hash.ts'
import { consoleLog, type Log, timed } from './lib/log.ts'
import { releaseMemory } from './lib/memory.ts'
import { begin } from './lib/parallel.ts'
import { isoDate, isoWeek } from './lib/week.ts'
import { scorePeople } from './models/people/score.ts'
import { forecastTargets } from './models/places/forecast-targets.ts'
import { nextName } from './publish/archive.ts'
import { chosenMap, type StoredMap } from './publish/base-map.ts'
import { buildSites } from './publish/build.ts'
import { withDiskErrors } from './publish/disk.ts'
import { disposedPeople } from './publish/disposals.ts'
import { earlierWeeks, PROFILE_WEEKS } from './publish/earlier.ts'
import { claimHome, homeOfForce } from './publish/forces.ts'
import { DEFAULT_HOME, homeOf } from './publish/home.ts'
import { withLock } from './publish/lock.ts'
import { keepMemory, type Recalled, recallWeek } from './publish/memory.ts'
import { pastFiles } from './publish/past.ts'
import { type SealedPeople, sealPeople } from './publish/people-week.ts'
import { readRectifications, rectificationsMark } from './publish/rectifications.ts'
import { tellRefusal } from './publish/refuse.ts'
import { type RunNotes, withRunLine } from './publish/runs.ts'
import { pseudonymKey } from './publish/secret.ts'
import { codeVersion } from './publish/version.ts'
import { findRun, publishWeek } from './publish/week.ts'

/**
 * What a weekly run is made from: `force` is a module of `pipeline/force` or a path, `asAt` an ISO date.
 */
export interface WeekOptions {
  readonly extract: string
  readonly home: string
  readonly force: string
  readonly asAt?: string | undefined
  readonly log: Log
}

/** A run that is going to be made: from what, by what, of which day. */
interface Run {
  readonly runId: string
  readonly week: string
  readonly asAt: number
  readonly version: string
  /** SHA-256 of the extract's manifest. */
  readonly input: string
  readonly extract: Received
  readonly force: LoadedForce
  readonly baseMap: StoredMap | undefined
  readonly home: string
  /** Private folder that goes when the run ends. */
  readonly work: string
  readonly notes: RunNotes
  readonly log: Log
}

/**
 * The whole week, while no other run is at work in this home: receive · ingest · forecast places · score
 * people · judge · bake · build · check · publish. The exit code says how it ended.
 */
export async function runWeek(options: WeekOptions): Promise<ExitCode> {
  const { log } = options
  const cacheOf = async (id: string) => join(await homeOfForce(options.home, id, true), 'layers')
  const force = await loadForce(options.force, { cacheOf })
  const home = await homeOfForce(options.home, force.settings.id, true)
  const run = async (notes: RunNotes) => {
    await claimHome(home, force.settings)
    const work = await workFolder(home)
    try {
      return await runAlone({ ...options, home, force, notes }, work)
    } catch (error) {
      await tellRefusal(home, error, { log })
      throw error
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  }
  return withRunLine(home, options, notes =>
    withDiskErrors(home, () => withLock(homeOf(home), () => run(notes))),
  )
}

type LoadedOptions = Omit<WeekOptions, 'force'> & { readonly force: LoadedForce; readonly notes: RunNotes }

async function runAlone(
  { home, force, log, notes, ...options }: LoadedOptions,
  work: string,
): Promise<ExitCode> {
  const extract = await timed(log, 'receive', () => receive(options.extract, work, force.settings.mapping))
  notes.manifest = manifestHash(extract.manifest)
  const { asAt, ...names } = await nameRun({ extract, force, home }, options.asAt)
  notes.week = names.week
  const known = await findRun(home, names.runId, { log })
  if (known) {
    notes.week = known.name
    log.say(`nothing new: this extract is published as ${known.name}`)
    return EXIT.nothingNew
  }
  const published = await makeWeek({ ...names, asAt, extract, force, home, work, log, notes })
  notes.week = published.name
  log.say(`published ${published.name}: ${published.files} files; live: ${published.live}`)
  log.say(`head of the chain: ${published.sequence} ${published.hash}`)
  return EXIT.done
}

async function makeWeek(run: Run) {
  const { work, log } = run
  const step = <T>(name: string, work: () => Promise<T> | T) => timed(log, name, work)
  const { baked, name, key, references, facts } = await makeFiles(run)
  releaseMemory()
  const sealed = sealApart(run, { key, baked, name })
  const { products, paused } = await step('build', () => buildSites(baked, work, name))
  await step('check', () => refuseLeaks(products.areas, references, log))
  return step('publish', () =>
    publishWeek({ ...run, products, paused, private: baked.private, people: sealed, facts }),
  )
}

/** All up to the baked files: what was read and scored is let go before the pages are built. */
async function makeFiles(run: Run) {
  const { force, home, work, log, week, asAt } = run
  const step = <T>(name: string, work: () => Promise<T> | T) => timed(log, name, work)
  const last = await step('recall', () => recallWeek(home, week, { into: join(work, 'recalled'), log }))
  const taken = await step('ingest', () => takeIn(run, last))
  const tables = await step('rectify', () => rectifyWeek(run, taken))
  const { store } = tables
  const earlier = await earlierWeeks(run, last)
  const places = await step('read places', () => readPlaces(store, force, tables))
  // Nothing asks for them after this, and they are most of what the store holds.
  await store.run('DROP TABLE crimes')
  const forecasts = await step('forecast places', () => forecastTargets(places))
  const people = await step('read people', () => readPeople(store, tables, force.weights))
  const reach = [...places.map(place => place.reach), ...people.reach]
  const made = { week, runId: run.runId, codeVersion: run.version }
  const names = runFile({ ...tables, reach }, force, made)
  const beside = leakAlarmApart
  const scored = await step('score people', () =>
    scorePeople(people.careers, force.settings, { asAt, beside }),
  )
  const judged = await step('judge', async () => {
    // People first: their shorter horizons are fitted on another thread, and places are judged meanwhile.
    const judgedPeople = begin(() => judgePeople(scored, force.settings, people))
    const judgedPlaces = judgePlaces(forecasts, earlier.forecasts)
    return { places: judgedPlaces, people: await judgedPeople }
  })
  const key = await pseudonymKey(home)
  const pseudonym = (id: Parameters<typeof pseudonymOf>[1]) => pseudonymOf(key, id)
  const baseMap = run.baseMap && (await openBaseMap(run.baseMap))
  const decided = { pseudonym, ...(await readDecided(store, asAt)) }
  const baking = { run: names, force, baseMap, taken: tables, earlier, ...decided, log }
  const baked = await step('bake', () => bakeWeek(judged, { ...baking, out: join(work, 'baked') }))
  const references = await step('references', () => referencesOf(store, pseudonym))
  store.close()
  return { baked, name: await nextName(home, week), key, references, facts: factsOf(run, tables) }
}

/** Seals what the week keeps of people from now on, on other threads, while its pages are built. */
function sealApart(
  { home, work, log }: Run,
  { key, baked, name }: { key: Buffer; baked: BakedWeek; name: string },
): (revision: string) => Promise<SealedPeople> {
  const kept = begin(async () => ({
    records: join(baked.people, 'records'),
    persons: await keepMemory(key, { ...baked, memory: join(work, 'memory') }),
  }))
  const seal = async (revision: string) => sealPeople(home, revision, await kept)
  const sealed = begin(() => timed(log, 'seal', () => seal(name)))
  return revision => (revision === name ? sealed : seal(revision))
}

/**
 * The day and week of a run, and its id: the same extract, code, settings, corrections, base map and day
 * give the same.
 */
async function nameRun({ extract, force, home }: Pick<Run, 'extract' | 'force' | 'home'>, day?: string) {
  const version = await codeVersion()
  const { asAt } = forecastDays(extract.manifest, force.settings, dayAsked(day))
  const input = manifestHash(extract.manifest)
  const corrections = await rectificationsMark(home)
  const baseMap = await chosenMap(homeOf(home))
  const beside = [...corrections, ...(baseMap ? [`base map ${baseMap.hash}`] : [])]
  const runId = sha256([input, version, force.hash, isoDate(asAt), ...beside].join(' ')).slice(0, 32)
  return { runId, week: isoWeek(asAt), asAt, version, input, baseMap }
}

/** Takes the extract in, beside what earlier runs looked like; quarantined rows stay under the home. */
async function takeIn(run: Run, last: Recalled): Promise<Ingest> {
  const { extract, force, home, work, log, week, asAt, runId } = run
  const range = { before: week, weeks: PROFILE_WEEKS, from: last.from, log }
  const past = await pastFiles(home, 'profile.json', range)
  const tables = await ingest(extract, {
    force,
    asAt,
    log,
    workDir: join(home, 'quarantine', runId),
    previous: past.map(text => PastRunSchema.parse(JSON.parse(text))),
    remember: join(work, 'memory'),
    remembered: last.memory,
    disposed: await disposedPeople(home),
    refuse: (failures, issues) => {
      run.notes.issues = issues
      refuseIfAny(failures)
    },
  })
  for (const { table, rows, accepted, quarantined } of tables.accounts) {
    log.say(`  ${table.padEnd(12)} ${rows} rows = ${accepted} accepted + ${quarantined} quarantined`)
  }
  return tables
}

/**
 * Lays the corrections that were taken in over the store, and says to readers of the run how many there
 * are.
 */
async function rectifyWeek({ home, extract, force }: Run, taken: Ingest): Promise<Ingest> {
  const box = bounds(force.districts.flatMap(({ shape }) => shape))
  const facts = { extractedAt: extract.manifest.extracted_at, box }
  const rectified = await rectifyStore(taken.store, await readRectifications(home), facts)
  return { ...taken, warnings: [...taken.warnings, ...rectified.map(rectifiedWarning)] }
}

function factsOf({ asAt, input, version, force }: Run, { manifest, accounts }: Ingest) {
  const inputs = [{ name: 'manifest.json', sha256: input }]
  const made = { codeVersion: version, configuration: force.hash }
  const covers = { from: manifest.covers_from, to: manifest.covers_to }
  return {
    asAt: isoDate(asAt),
    extractId: manifest.extract_id,
    covers,
    inputs,
    accounts: [...accounts],
    ...made,
  }
}

/** A private folder for this run; what a killed run left behind is removed first. */
async function workFolder(home: string): Promise<string> {
  const work = join(home, 'work')
  await rm(work, { recursive: true, force: true })
  await mkdir(work, { recursive: true, mode: 0o700 })
  return work
}

const usage = `npm run weekly -- --extract PATH [--home DIR] [--as-at DATE] [--force NAME|PATH]

Takes in a weekly extract (a folder or a .zip), scores it, builds both sites and publishes the week. Bad data
are refused (exit 3) and last week stays live; the same extract again is nothing new (exit 2).

  --extract PATH     the extract: a folder with manifest.json, or a .zip of one
  --home DIR         where the force keeps state; default .foresite; DIR/forces/ID where DIR has such a
                     folder
  --as-at DATE       day of the forecast; default: the day after the last that the extract covers
  --force NAME|PATH  a module of pipeline/force, or the path of one; default west-midlands`

if (import.meta.main) {
  await runCommand({
    usage,
    options: {
      extract: { type: 'string' },
      home: { type: 'string', default: DEFAULT_HOME },
      'as-at': { type: 'string' },
      force: { type: 'string', default: 'west-midlands' },
    },
    run: async ({ extract, home, force, 'as-at': asAt }) => {
      if (!extract) throw new PipelineError('missing option: --extract PATH', EXIT.failed, 'see --help')
      return runWeek({ extract, home, force, asAt, log: consoleLog })
    },
  })
}
