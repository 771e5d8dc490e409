import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunFile } from './bake/contract/run.ts'
import { runFile } from './bake/run.ts'
import { refuseLeaks } from './bake/tripwire.ts'
import { bakeWeek } from './bake/week.ts'
import { ingest } from './data/ingest.ts'
import { PastRunSchema } from './data/profile.ts'
import { receive } from './data/receive.ts'
import { loadForce } from './force/load.ts'
import { runCommand } from './lib/command.ts'
import { EXIT, type ExitCode, PipelineError } from './lib/error.ts'
import { canonicalJson, sha256 } from './lib/hash.ts'
import { consoleLog, type Log, timed } from './lib/log.ts'
import { epochDay, isoDate, isoWeek } from './lib/week.ts'
import { buildSites } from './publish/build.ts'
import { DEFAULT_HOME, homeOf } from './publish/home.ts'
import { withLock } from './publish/lock.ts'
import type { Facts } from './publish/manifest.ts'
import { keepMemory, lastMemory } from './publish/memory.ts'
import { pastFiles, previousFile } from './publish/past.ts'
import { pseudonymKey } from './publish/secret.ts'
import { codeVersion } from './publish/version.ts'
import { findRun, publishWeek } from './publish/week.ts'

/** What a weekly run is made from: `force` is a module of `pipeline/force` or a path, `asAt` an ISO date. */
export interface WeekOptions {
  readonly extract: string
  readonly home: string
  readonly force: string
  readonly asAt?: string | undefined
  readonly log: Log
}

/** Archived forecasts that the ledger holds against what was recorded since. */
const LEDGER_WEEKS = 52

/**
 * The whole week, while no other run is at work in this home: receive → validate → score → bake → build → archive → publish.
 * The exit code says how it ended.
 */
export function runWeek(options: WeekOptions): Promise<ExitCode> {
  return withLock(homeOf(options.home), () => runAlone(options))
}

async function runAlone({ home, log, ...options }: WeekOptions): Promise<ExitCode> {
  const force = await loadForce(options.force)
  const version = await codeVersion()
  const work = await workFolder(home)
  try {
    const extract = await receive(options.extract, work)
    const { manifest } = extract
    const asAt = epochDay(options.asAt ?? manifest.extracted_at)
    const week = isoWeek(asAt)
    const input = sha256(canonicalJson(manifest))
    const runId = sha256([input, version, force.hash, isoDate(asAt)].join(' ')).slice(0, 32)
    const known = await findRun(home, runId, { log })
    if (known) {
      log.say(`nothing new: this extract is published as ${known.name}`)
      return EXIT.nothingNew
    }
    const past = await pastFiles(home, 'profile.json', { before: week, weeks: 8 })
    const previous = past.map(text => PastRunSchema.parse(JSON.parse(text)))
    const [memory, remembered] = [join(work, 'memory'), await lastMemory(home, week)]
    const workDir = join(home, 'quarantine', runId)
    const received = await ingest(extract, {
      force,
      workDir,
      log,
      asAt,
      previous,
      remember: memory,
      remembered,
    })
    sayAccounts(received.accounts, log)
    const run = runFile(received, force, { week, runId, codeVersion: version })
    const key = await pseudonymKey(home)
    const earlier = (file: string) => previousFile(home, week, file)
    const forecasts = (file: string) => pastFiles(home, file, { before: week, weeks: LEDGER_WEEKS })
    const out = join(work, 'baked')
    const baked = await bakeWeek({ received, force, run, out, key, previous: earlier, past: forecasts, log })
    const products = await timed(log, 'build', () => buildSites(baked, work))
    await timed(log, 'tripwire', () => refuseLeaks(products.areas, received.store))
    received.store.close()
    const facts = factsOf(run, { input, configuration: force.hash })
    const publish = () => publishWeek({ home, week, runId, products, private: baked.private, facts, log })
    const published = await timed(log, 'publish', publish)
    await keepMemory(home, week, memory)
    log.say(`published ${published.name}: ${published.files} files; live: ${published.live}`)
    return EXIT.done
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

function factsOf(run: RunFile, { input, configuration }: { input: string; configuration: string }): Facts {
  const { asAt, extractId, accounts, modelVersion: codeVersion } = run
  const inputs = [{ name: 'manifest.json', sha256: input }]
  return { asAt, extractId, inputs, accounts, codeVersion, configuration }
}

/** A private folder for this run; what a killed run left behind is removed first. */
async function workFolder(home: string): Promise<string> {
  const work = join(home, 'work')
  await rm(work, { recursive: true, force: true })
  await mkdir(work, { recursive: true, mode: 0o700 })
  return work
}

function sayAccounts(accounts: Awaited<ReturnType<typeof ingest>>['accounts'], log: Log): void {
  for (const { table, rows, accepted, quarantined } of accounts) {
    log.say(`  ${table.padEnd(12)} ${rows} rows = ${accepted} accepted + ${quarantined} quarantined`)
  }
}

const usage = `npm run weekly -- --extract PATH [--home DIR] [--as-at DATE] [--force NAME|PATH]

Takes in a weekly extract (a folder or a .zip), scores it, builds both sites and publishes the week. Bad data are refused
(exit 3) and last week stays live; the same extract again is nothing new (exit 2).

  --extract PATH     the extract: a folder with manifest.json, or a .zip of one
  --home DIR         where the force keeps state; default .foresite
  --as-at DATE       day of the forecast; default: the day on which the extract was made
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
