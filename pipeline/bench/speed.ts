import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { $ } from 'zx'
import { bakePeople } from '../bake/people/people.ts'
import { ingest } from '../data/ingest.ts'
import { readManifest } from '../data/manifest.ts'
import { makeGrid } from '../features/grid.ts'
import { readPlaceHistory } from '../features/place-history.ts'
import { loadForce } from '../force/load.ts'
import { runCommand } from '../lib/command.ts'
import { literal, openDuck } from '../lib/duck.ts'
import { EXIT } from '../lib/error.ts'
import { sha256 } from '../lib/hash.ts'
import { silentLog } from '../lib/log.ts'
import { forecastPlaces } from '../models/places/forecast.ts'

const usage = `npm run bench -- [--extract DIR] [--scale S]

The performance bench: makes a synthetic extract (or takes one), then prints for each stage its rows, seconds, peak memory
so far in this process, and the ratio to the floor (DuckDB's bare reading of the same CSV into Parquet).

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
      const stages: Stage[] = []
      const from = extract ?? join(folder, 'extract')
      if (!extract) stages.push(await measure('synthetic extract', () => makeExtract(from, scale)))
      const floor = await measure('floor: bare CSV to Parquet', () => bareRead(from, folder))
      const rest = await measureWeek(from, folder)
      print([...stages, floor, ...rest], floor.seconds)
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
  return rowsOf(out)
}

async function rowsOf(extract: string): Promise<number> {
  const { files } = await readManifest(extract)
  return files.reduce((sum, { rows }) => sum + rows, 0)
}

async function bareRead(extract: string, folder: string): Promise<number> {
  const duck = await openDuck()
  for (const { name } of (await readManifest(extract)).files) {
    const [from, to] = [literal(join(extract, name)), literal(join(folder, `${name}.parquet`))]
    await duck.run(
      `COPY (SELECT * FROM read_csv(${from}, all_varchar = true, header = true)) TO ${to} (FORMAT parquet)`,
    )
  }
  duck.close()
  return rowsOf(extract)
}

async function measureWeek(extract: string, folder: string): Promise<Stage[]> {
  const force = await loadForce()
  const options = { force, workDir: join(folder, 'work'), log: silentLog }
  let received: Awaited<ReturnType<typeof ingest>> | undefined
  const stages = [
    await measure('ingest', async () => {
      received = await ingest(extract, options)
      return rowsOf(extract)
    }),
  ]
  const { store, asAt } = received!
  for (const target of force.force.targets) {
    const grid = makeGrid(force.districts, target.cellMetres)
    const history = await readPlaceHistory(store, target, { asAt, grid })
    const forecast = async () => {
      forecastPlaces(history, asAt, { horizonDays: force.force.horizonWeeks * 7 })
      return history.target.day.length
    }
    stages.push(await measure(`forecast ${target.id}`, forecast))
  }
  const out = join(folder, 'people')
  const people = async () => {
    const pseudonym = (id: string) => sha256(id).slice(0, 32)
    return (await bakePeople({ store, loaded: force, asAt, out, pseudonym, log: silentLog })).listed
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
