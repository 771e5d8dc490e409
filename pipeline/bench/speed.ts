import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sum } from 'd3-array'
import { $ } from 'zx'
import { bakePeople } from '../bake/people/people.ts'
import { type Ingest, ingest } from '../data/ingest.ts'
import { type Manifest, readManifest } from '../data/manifest.ts'
import { disclosed, type PersonId } from '../data/pseudonym.ts'
import { type Received, receive } from '../data/receive.ts'
import { judgePeople } from '../evidence/people/judge.ts'
import { leakAlarmApart } from '../evidence/people/leak.ts'
import { readDecided } from '../features/decisions.ts'
import { makeGrid } from '../features/grid.ts'
import { readPeople } from '../features/people.ts'
import { readPlaceHistory } from '../features/place-history.ts'
import { loadForce } from '../force/load.ts'
import { runCommand } from '../lib/command.ts'
import { literal, openDuck } from '../lib/duck.ts'
import { EXIT } from '../lib/error.ts'
import { sha256 } from '../lib/hash.ts'
import { silentLog } from '../lib/log.ts'
import { scorePeople } from '../models/people/score.ts'
import { forecastPlaces } from '../models/places/forecast.ts'

const usage = `npm run bench -- [--extract DIR] [--scale S]

The performance bench: makes a synthetic extract (or takes one), then prints for each stage its rows, seconds,
peak memory so far in this process, and the ratio to the floor (DuckDB's bare reading of the same CSV into
Parquet).

  --extract DIR  an extract of CSV files; default: one made for the bench and removed
  --scale S      size of the one made; default 0.1, the whole force is 1`

/** One line of the table. `rows` is what the stage takes in. */
interface Stage {
  readonly name: string
  readonly rows: number
  readonly seconds: number
  readonly megabytes: number
}

await runCommand({
  usage,
  options: { extract: { type: 'string' }, scale: { type: 'string', default: '0.1' } },
  run: async ({ extract, scale }) => {
    const folder = await mkdtemp(join(tmpdir(), 'foresite-bench-'))
    try {
      const from = extract ?? join(folder, 'extract')
      const made = extract ? [] : [await measure('synthetic extract', () => makeExtract(from, scale))]
      const received = await receive(from, folder)
      const floor = await measure('floor: bare CSV to Parquet', () => bareRead(received, folder))
      print([...made, floor, ...(await measureWeek(received, folder))], floor.seconds)
      return EXIT.done
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
})

async function measure(name: string, stage: () => Promise<number>): Promise<Stage> {
  const start = performance.now()
  const rows = await stage()
  const seconds = (performance.now() - start) / 1000
  return { name, rows, seconds, megabytes: process.resourceUsage().maxRSS / 1024 }
}

async function makeExtract(out: string, scale: string): Promise<number> {
  const command = fileURLToPath(new URL('../extract.ts', import.meta.url))
  await $({ quiet: true })`${process.execPath} ${command} --out ${out} --scale ${scale}`
  return rowsOf(await readManifest(out))
}

function rowsOf({ files }: Manifest): number {
  return sum(files, ({ rows }) => rows)
}

async function bareRead(extract: Received, folder: string): Promise<number> {
  const duck = await openDuck()
  for (const { name } of extract.manifest.files) {
    const [from, to] = [literal(join(extract.folder, name)), literal(join(folder, `${name}.parquet`))]
    await duck.run(
      `COPY (SELECT * FROM read_csv(${from}, all_varchar = true, header = true)) TO ${to} (FORMAT parquet)`,
    )
  }
  duck.close()
  return rowsOf(extract.manifest)
}

async function measureWeek(extract: Received, folder: string): Promise<Stage[]> {
  const force = await loadForce()
  const options = { force, workDir: join(folder, 'work'), log: silentLog }
  let received: Ingest | undefined
  const stages = [
    await measure('ingest', async () => {
      received = await ingest(extract, options)
      return rowsOf(extract.manifest)
    }),
  ]
  const { store, asAt, historyFrom } = received!
  for (const target of force.settings.targets) {
    const grid = makeGrid(force.districts, target.cellMetres)
    const history = await readPlaceHistory(store, target, { asAt, historyFrom, grid })
    const forecast = async () => {
      forecastPlaces(history, asAt, { horizonDays: force.settings.horizonWeeks * 7 })
      return history.target.day.length
    }
    stages.push(await measure(`forecast ${target.id}`, forecast))
  }
  const out = join(folder, 'people')
  const people = async () => {
    const pseudonym = (id: PersonId) => sha256(disclosed(id)).slice(0, 32)
    const facts = await readPeople(store, { asAt, historyFrom }, force.weights)
    const scored = await scorePeople(facts.careers, force.settings, { asAt, beside: leakAlarmApart })
    const cohort = await judgePeople(scored, force.settings, facts)
    const decided = await readDecided(store, asAt)
    const { settings } = force
    const baking = { cohort, force: settings, asAt, out, pseudonym, ...decided, log: silentLog }
    return (await bakePeople(baking)).listed
  }
  stages.push(await measure('people: features, fit, files', people))
  store.close()
  return stages
}

function print(stages: readonly Stage[], floorSeconds: number): void {
  const cells = stages.map(({ name, rows, seconds, megabytes }) => [
    name.padEnd(30),
    String(rows).padStart(10),
    seconds.toFixed(2).padStart(9),
    megabytes.toFixed(0).padStart(9),
    (seconds / floorSeconds).toFixed(1).padStart(7),
  ])
  const heading = [
    'stage'.padEnd(30),
    'rows'.padStart(10),
    'seconds'.padStart(9),
    'peak MB'.padStart(9),
    'x floor'.padStart(7),
  ]
  process.stdout.write(`${[heading, ...cells].map(line => line.join(' ')).join('\n')}\n`)
}
