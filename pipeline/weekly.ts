import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openBaseMap } from './bake/base-map/stored.ts'
import { listedPeople } from './bake/people/listed.ts'
import { standingsOf } from './bake/people/standings.ts'
import { runFile } from './bake/run.ts'
import { referencesOf, refuseLeaks } from './bake/tripwire.ts'
import { bakeAreasWeek, bakePeopleWeek } from './bake/week.ts'
import { dayAsked, forecastDays } from './data/forecast-day.ts'
import { manifestHash } from './data/manifest.ts'
import type { Reach } from './data/reach.ts'
import { receive } from './data/receive.ts'
import { judgePeople } from './evidence/people/judge.ts'
import { leakAlarmApart } from './evidence/people/leak.ts'
import { judgePlacesApart } from './evidence/places/judge.ts'
import { readDecided } from './features/decisions.ts'
import { readPeople } from './features/people.ts'
import { readPlaces } from './features/places.ts'
import { loadForce } from './force/load.ts'
import { runCommand } from './lib/command.ts'
import { EXIT, type ExitCode, PipelineError } from './lib/error.ts'
import { sha256 } from './lib/hash.ts'
import { consoleLog, type Log, timed } from './lib/log.ts'
import { releaseMemory } from './lib/memory.ts'
import { type Besides, besides } from './lib/parallel.ts'
import { isoDate, isoWeek } from './lib/week.ts'
import { type ScoredPeople, scorePeople } from './models/people/score.ts'
import { nextName } from './publish/archive.ts'
import { chosenMap, type StoredMap } from './publish/base-map.ts'
import { buildSite, pausedPages } from './publish/build.ts'
import { withDiskErrors } from './publish/disk.ts'
import { earlierWeeks } from './publish/earlier.ts'
import { factsOf } from './publish/facts.ts'
import { claimHome, homeOfForce } from './publish/forces.ts'
import { DEFAULT_HOME, homeOf } from './publish/home.ts'
import { type Intake, rectifyWeek, takeIn } from './publish/intake.ts'
import { withLock } from './publish/lock.ts'
import { moveMemory } from './publish/memory.ts'
import { sealMemoryApart } from './publish/memory-apart.ts'
import { sealPeople } from './publish/people-week.ts'
import { recallApart } from './publish/recall-apart.ts'
import { rectificationsMark } from './publish/rectifications.ts'
import { tellRefusal } from './publish/refuse.ts'
import { type RunNotes, withRunLine } from './publish/runs.ts'
import { sealBeside } from './publish/seal-beside.ts'
import { pseudonymsOf } from './publish/secret.ts'
import { codeVersion } from './publish/version.ts'
import { findRun, publishWeek } from './publish/week.ts'
import { workFolder } from './publish/work.ts'

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
interface Run extends Intake {
  readonly version: string
  /** SHA-256 of the extract's manifest. */
  readonly input: string
  readonly baseMap: StoredMap | undefined
  /** Builds, and all else that is at work beside the steps in the run's folder, which goes when it ends. */
  readonly beside: Besides
}

/**
 * The whole week, while no other run is at work in this home: receive · ingest · judge places, and score
 * people meanwhile · bake areas · judge and bake people, and build and check areas meanwhile · build people,
 * and seal meanwhile · publish. The exit code says how it ended.
 */
export async function runWeek(options: WeekOptions): Promise<ExitCode> {
  const { log } = options
  const cacheOf = async (id: string) => join(await homeOfForce(options.home, id, true), 'layers')
  const force = await loadForce(options.force, { cacheOf })
  const home = await homeOfForce(options.home, force.settings.id, true)
  const run = async (notes: RunNotes) => {
    await claimHome(home, force.settings)
    const work = await workFolder(home)
    const beside = besides()
    try {
      return await runAlone({ ...options, home, force, notes, beside }, work)
    } catch (error) {
      await tellRefusal(home, error, { log })
      throw error
    } finally {
      // What is still at work there would keep the folder, or fill it again.
      await beside.end()
      await rm(work, { recursive: true, force: true })
    }
  }
  return withRunLine(home, options, notes =>
    withDiskErrors(home, () => withLock(homeOf(home), () => run(notes))),
  )
}

type LoadedOptions = Omit<WeekOptions, 'force'> & Pick<Run, 'force' | 'notes' | 'beside'>

async function runAlone(
  { home, force, log, notes, beside, ...options }: LoadedOptions,
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
  const published = await makeWeek({ ...names, asAt, extract, force, home, work, beside, log, notes })
  notes.week = published.name
  log.say(`published ${published.name}: ${published.files} files; live: ${published.live}`)
  log.say(`head of the chain: ${published.sequence} ${published.hash}`)
  return EXIT.done
}

/** A run with the name under which its week is going to be archived, as far as can be known before. */
interface Named extends Run {
  readonly name: string
}

async function makeWeek(unnamed: Run) {
  const { home, work } = unnamed
  const run = { ...unnamed, name: await nextName(home, unnamed.week) }
  const facts = await readWeek(run)
  const { areas, ...people } = await scoreWeek(run, facts)
  // Areas need nothing of people: their pages are built while people are judged.
  const areasSite = buildBeside(run, 'areas', areas.areas)
  const { checked, baked } = await makePeople(run, facts, { areas, areasSite, ...people })
  releaseMemory()
  const kept = { records: join(baked.people, 'records'), persons: people.memory }
  const sealed = sealBeside(run, 'seal', revision => sealPeople(home, revision, kept))
  const peopleSite = buildBeside(run, 'people', baked.people)
  const products = { areas: await areasSite, people: await peopleSite }
  await checked
  const made = { products, paused: pausedPages(work), private: baked.private, people: sealed }
  return step(run, 'publish', () => publishWeek({ ...run, ...made, facts: facts.signed }))
}

/**
 * @param product areas let the run go first, which has longer to go when they are built; for people it waits
 */
function buildBeside({ work, name, beside, log }: Named, product: 'areas' | 'people', baked: string) {
  const behind = product === 'areas' ? BEHIND : 0
  return beside.begin(stop =>
    timed(log, `build ${product}`, () => buildSite(product, { baked, work, week: name, behind, stop })),
  )
}

/** Steps of priority by which the areas site is built behind the run, and behind the seal of its memory. */
const BEHIND = 5

/** A step of a run; none begins when what is at work beside it has failed. */
function step<T>({ beside, log }: Pick<Run, 'beside' | 'log'>, name: string, work: () => Promise<T> | T) {
  beside.check()
  return timed(log, name, work)
}

/** What a week is made from: an extract that passed the gates, and what earlier weeks left. */
async function readWeek(run: Run) {
  const { home, work, week, log, beside } = run
  const into = join(work, 'recalled')
  // While the extract is read.
  const recalled = beside.begin(() => timed(log, 'recall', () => recallApart(home, week, { into, log })))
  const taken = await step(run, 'ingest', () => takeIn(run, recalled))
  const tables = await step(run, 'rectify', () => rectifyWeek(run, taken))
  return { tables, earlier: await earlierWeeks(run, await recalled), signed: factsOf(run, tables) }
}

type WeekFacts = Awaited<ReturnType<typeof readWeek>>

/**
 * Bakes areas and scores people, which is done while areas are judged on other threads. From then on what
 * later runs read of people is sealed, for it rests on nothing that comes after.
 */
async function scoreWeek(run: Named, facts: WeekFacts) {
  const { force, asAt, beside, log } = run
  const { tables, earlier } = facts
  // Either leaves the processor time that the other asks for: rows become numbers on one core alone.
  const reading = beside.begin(() =>
    timed(log, 'read people', () => readPeople(tables.store, tables, force.weights)),
  )
  const places = await step(run, 'read places', () => readPlaces(tables.store, force, tables))
  // Nothing asks for them after this, and they are most of what the store holds.
  await tables.store.run('DROP TABLE crimes')
  const judged = beside.begin(() =>
    timed(log, 'judge places', () => judgePlacesApart(places, earlier.forecasts)),
  )
  const known = await reading
  const scored = await step(run, 'score people', () =>
    scorePeople(known.careers, force.settings, { asAt, beside: leakAlarmApart }),
  )
  const memory = await sealMemoryBeside(run, scored)
  const baseMap = run.baseMap && (await openBaseMap(run.baseMap))
  const reach = places.map(place => place.reach)
  const baking = { ...bakingOf(run, { ...facts, reach }), baseMap }
  const judgedPlaces = await judged
  const areas = await step(run, 'bake areas', () => bakeAreasWeek(judgedPlaces, baking))
  return { areas, known, scored, memory }
}

async function sealMemoryBeside(run: Named, cohort: ScoredPeople) {
  const { force, home, work } = run
  const lists = { cohort, force: force.settings, asAt: cohort.asAt }
  const standings = standingsOf(lists, listedPeople(lists, await pseudonymsOf(home)))
  const kept = { memory: join(work, 'memory'), standings }
  return sealBeside(run, 'seal memory', revision => sealMemoryApart(home, revision, kept))
}

interface Scored extends Omit<Awaited<ReturnType<typeof scoreWeek>>, 'memory'> {
  readonly areasSite: Promise<string>
}

/**
 * The people product up to its baked files: what was read and scored is let go with it. The areas site is
 * searched for people meanwhile, as soon as it is built.
 */
async function makePeople(run: Run, facts: WeekFacts, { areas, areasSite, known, scored }: Scored) {
  const { force, home, asAt, beside, log } = run
  const { store } = facts.tables
  const pseudonym = await pseudonymsOf(home)
  const decided = { pseudonym, ...(await readDecided(store, asAt)) }
  const references = await step(run, 'references', () => referencesOf(store, pseudonym))
  const checked = beside.begin(async () => {
    const site = await areasSite
    await timed(log, 'check', () => refuseLeaks(site, references, log))
  })
  // The store, and what was known of places: the build that has begun needs the memory.
  store.close()
  releaseMemory()
  const judged = await step(run, 'judge people', () => judgePeople(scored, force.settings, known))
  const baking = { ...bakingOf(run, { ...facts, reach: known.reach }), ...decided, areas }
  const baked = await step(run, 'bake people', () => bakePeopleWeek(judged, baking))
  await moveMemory(join(run.work, 'memory'), baked.private)
  return { baked, checked }
}

/** What the files of either product are written from, beside its numbers. */
function bakingOf(
  { force, week, runId, version, work, log }: Run,
  { tables, earlier, reach }: Pick<WeekFacts, 'tables' | 'earlier'> & { readonly reach: readonly Reach[] },
) {
  const run = runFile({ ...tables, reach }, force, { week, runId, codeVersion: version })
  return { run, force, taken: tables, earlier, out: join(work, 'baked'), log }
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
