import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, readFile, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { $ } from 'zx'
import { PastForecast, PastReasons, WeeksFile } from './bake/contract/areas.ts'
import { PastGovernance } from './bake/contract/governance.ts'
import type { QuarterFacts } from './bake/governance/input.ts'
import { listedPeople, type StandingsByPseudonym } from './bake/people/listed.ts'
import { standingsOf } from './bake/people/standings.ts'
import { unpackRecords } from './bake/people/unpack.ts'
import { runFile } from './bake/run.ts'
import { bakeAreasWeek, bakePeopleWeek, type EarlierWeeks } from './bake/week.ts'
import { type Ingest, ingest } from './data/ingest.ts'
import { type PersonId, pseudonymOf } from './data/pseudonym.ts'
import type { Reach } from './data/reach.ts'
import { receive } from './data/receive.ts'
import { type JudgedPeople, judgePeople } from './evidence/people/judge.ts'
import { leakAlarmApart } from './evidence/people/leak.ts'
import { type JudgedTarget, judgePlaces } from './evidence/places/judge.ts'
import { readDecided } from './features/decisions.ts'
import { readPeople } from './features/people.ts'
import { readPlaces } from './features/places.ts'
import { type LoadedForce, loadForce } from './force/load.ts'
import { portOf, runCommand } from './lib/command.ts'
import { EXIT, type ExitCode, PipelineError } from './lib/error.ts'
import { consoleLog, timed } from './lib/log.ts'
import { isoWeek } from './lib/week.ts'
import { scorePeople } from './models/people/score.ts'
import { forecastTargets } from './models/places/forecast-targets.ts'
import { DEFAULT_HOME } from './publish/home.ts'
import { pseudonymKey } from './publish/secret.ts'

const PROJECT = fileURLToPath(new URL('..', import.meta.url))

/** Two weeks, so that the second shows what changed; small, so that the first start takes seconds. */
const WEEKS = 2
const SCALE = 0.01

/** A sample has no home: no runs, pauses or disposals. */
const QUIET: QuarterFacts = { past: [], weeks: [], disposals: [], pauses: [], runs: [] }

const usage = `npm run dev -- [--product areas|people] [--port N] [--sample DIR] [--fresh]

One of the two sites on invented data, on this machine only: a change to the site shows at once. /gallery/
shows every component and chart; it is no part of a published site. The first start bakes the sample with the
pipeline and keeps it. Ends with Ctrl+C.

  --product P   areas or people; default areas
  --port N      default 4321
  --sample DIR  where the baked sample is kept; default .foresite/dev
  --fresh       bakes the sample anew, as after a change to the pipeline`

await runCommand({
  usage,
  options: {
    product: { type: 'string', default: 'areas' },
    port: { type: 'string', default: '4321' },
    sample: { type: 'string', default: join(DEFAULT_HOME, 'dev') },
    fresh: { type: 'boolean', default: false },
  },
  run: async ({ product, port, sample, fresh }) => {
    if (product !== 'areas' && product !== 'people')
      throw new PipelineError(`no such product: ${product}`, EXIT.failed, 'choose areas or people')
    const listen = portOf(port)
    const folder = resolve(sample)
    if (fresh || !existsSync(folder)) await timed(consoleLog, 'sample', () => bakeSample(folder))
    return serveSite({ product, baked: join(folder, 'baked', product), port: listen })
  },
})

/** Bakes the weeks of a small invented force and keeps the files of the last one. Nothing half made stays. */
async function bakeSample(sample: string): Promise<void> {
  const staged = `${sample}.part`
  for (const old of [sample, staged]) await rm(old, { recursive: true, force: true })
  const force = await loadForce('west-midlands')
  const key = await pseudonymKey(staged)
  let before: BakedWeek | undefined
  for (const extract of await makeExtracts(join(staged, 'extracts')))
    before = await bakeSampleWeek({ extract, force, key, before })
  const baked = join(before!.work, 'baked')
  await unpackRecords(join(baked, 'people'), join(baked, 'people'))
  await rename(baked, join(staged, 'baked'))
  for (const made of ['extracts', 'extracts-truth']) await rm(join(staged, made), { recursive: true })
  await rename(staged, sample)
}

/** Folders of successive invented extracts, oldest first. */
async function makeExtracts(out: string): Promise<string[]> {
  const command = fileURLToPath(new URL('extract.ts', import.meta.url))
  const asked = ['--out', out, '--scale', String(SCALE), '--weeks', String(WEEKS)]
  const made = await $({ quiet: true, nothrow: true })`${process.execPath} ${command} ${asked}`
  if (made.exitCode !== 0) throw new PipelineError(`no synthetic extract: ${made.stderr}`, EXIT.failed)
  return (await readdir(out)).sort().map(week => join(out, week))
}

interface SampleWeek {
  readonly extract: string
  readonly force: LoadedForce
  readonly key: Uint8Array
  readonly before: BakedWeek | undefined
}

/** What the next week needs: the folder of all that was made, and the profile of the extract. */
interface BakedWeek {
  readonly work: string
  readonly profile: Ingest['profile']
  readonly standings: StandingsByPseudonym
}

async function bakeSampleWeek({ extract, force, key, before }: SampleWeek): Promise<BakedWeek> {
  const [log, work] = [consoleLog, `${extract}-work`]
  const received = await receive(extract, work)
  const tables = await ingest(received, {
    force,
    log,
    workDir: join(work, 'quarantine'),
    remember: join(work, 'memory'),
    remembered: before && join(before.work, 'memory'),
    previous: before ? [before.profile] : [],
  })
  const names = { week: isoWeek(tables.asAt), runId: '0'.repeat(32), codeVersion: 'sample' }
  const earlier = before
    ? await earlierOf(before)
    : { forecasts: () => [], reasons: () => undefined, archived: [], weeks: undefined, quarter: QUIET }
  const { reach, ...judged } = await judgeSample(tables, force, earlier)
  const run = runFile({ ...tables, reach }, force, names)
  const baking = { run, force, taken: tables, earlier, log, out: join(work, 'baked') }
  const pseudonym = (id: PersonId) => pseudonymOf(key, id)
  const areas = await bakeAreasWeek(judged.places, baking)
  await bakePeopleWeek(judged.people, {
    ...baking,
    pseudonym,
    ...(await readDecided(tables.store, tables.asAt)),
    areas,
  })
  tables.store.close()
  const lists = { cohort: judged.people, force: force.settings, asAt: tables.asAt }
  const standings = standingsOf(lists, listedPeople(lists, pseudonym))
  return { work, profile: tables.profile, standings }
}

interface JudgedSample {
  readonly places: readonly JudgedTarget[]
  readonly people: JudgedPeople
  readonly reach: readonly Reach[]
}

/** The steps of the week between ingest and bake. */
async function judgeSample(tables: Ingest, force: LoadedForce, earlier: EarlierWeeks): Promise<JudgedSample> {
  const { store, asAt } = tables
  const places = await readPlaces(store, force, tables)
  const forecasts = forecastTargets(places)
  const facts = await readPeople(store, tables, force.weights)
  const scored = await scorePeople(facts.careers, force.settings, { asAt, beside: leakAlarmApart })
  const people = await judgePeople(scored, force.settings, facts)
  const reach = [...places.map(place => place.reach), ...facts.reach]
  return { places: judgePlaces(forecasts, earlier.forecasts), people, reach }
}

async function earlierOf({ work, standings }: BakedWeek): Promise<EarlierWeeks> {
  const folder = join(work, 'baked', 'private')
  const read = async (start: string) => {
    const files = (await readdir(folder)).filter(name => name.startsWith(start))
    const kept = await Promise.all(
      files.map(async name => {
        const bytes = await readFile(join(folder, name))
        return name.endsWith('.gz') ? gunzipSync(bytes) : bytes
      }),
    )
    return kept.map(bytes => JSON.parse(bytes.toString('utf8')) as unknown)
  }
  const past = (await read('forecast-')).map(file => PastForecast.parse(file))
  const kept = (await read('reasons-')).map(file => PastReasons.parse(file))
  const weeks = WeeksFile.parse((await read('weeks'))[0])
  return {
    forecasts: slug => past.filter(forecast => forecast.slug === slug),
    reasons: slug => kept.find(reasons => reasons.slug === slug),
    archived: weeks.weeks.map(row => row.week).reverse(),
    weeks,
    standings,
    quarter: { ...QUIET, past: (await read('governance')).map(file => PastGovernance.parse(file)) },
  }
}

/** Runs the site's development server until it ends or is interrupted. */
async function serveSite(site: { product: string; baked: string; port: number }): Promise<ExitCode> {
  const astro = join(PROJECT, 'node_modules/astro/bin/astro.mjs')
  const env = {
    ...process.env,
    ASTRO_TELEMETRY_DISABLED: '1',
    ASTRO_DISABLE_UPDATE_CHECK: 'true',
    FORESITE_PRODUCT: site.product,
    FORESITE_BAKED: site.baked,
  }
  // Without the lock both products may be open at once.
  const asked = ['dev', '--ignore-lock', '--host', '127.0.0.1', '--port', String(site.port)]
  const server = spawn(process.execPath, [astro, ...asked], { cwd: PROJECT, env, stdio: 'inherit' })
  let stopped = false
  const stop = (signal: NodeJS.Signals) => {
    stopped = true
    server.kill(signal)
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  const [code] = await once(server, 'exit')
  return stopped || code === 0 ? EXIT.done : EXIT.failed
}
