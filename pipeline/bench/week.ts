import { spawn } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { sum } from 'd3-array'
import { type Manifest, readManifest } from '../data/manifest.ts'
import { literal, openDuck } from '../lib/duck.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { listFiles } from '../lib/files.ts'
import { COMPILE_CACHE, WEEK_FLAGS } from '../lib/memory.ts'
import { watchMemory } from './memory.ts'

/** One line of the table. `rows` is what the stage takes in, where it says so. */
export interface Stage {
  readonly name: string
  readonly rows: number | undefined
  readonly seconds: number
  /** Peak of the run's own process up to the end of the stage. */
  readonly megabytes: number
}

/** A whole weekly run, as a user starts it. */
export interface MeasuredWeek extends Stage {
  readonly stages: readonly Stage[]
  /** Peak with the builds of the pages, which are processes of their own. */
  readonly megabytesTogether: number
  readonly files: number
  /** Bytes of the archived week. */
  readonly bytes: number
}

/** The number of rows of all files of an extract. */
export async function rowsOf(extract: string): Promise<number> {
  return sum((await readManifest(extract)).files, ({ rows }) => rows)
}

/** The floor: DuckDB's bare reading of the CSV files of an extract into Parquet, under a folder. */
export async function measureFloor(extract: string, folder: string): Promise<Stage> {
  const { files } = await readManifest(extract)
  const start = performance.now()
  const duck = await openDuck()
  for (const { name } of files) {
    const [from, to] = [literal(join(extract, name)), literal(join(folder, `${name}.parquet`))]
    await duck.run(
      `COPY (SELECT * FROM read_csv(${from}, all_varchar = true, header = true)) TO ${to} (FORMAT parquet)`,
    )
  }
  duck.close()
  return {
    name: 'floor: bare CSV to Parquet',
    rows: sum(files, ({ rows }) => rows),
    seconds: (performance.now() - start) / 1000,
    megabytes: process.resourceUsage().maxRSS / 1024,
  }
}

/**
 * Runs the week of an extract in a process of its own, and reads its stages off what it says.
 *
 * Throws `PipelineError` (exit 5) when the run does not publish.
 *
 * @param run.home the force's home; `force` a module's name or path; `name` of the line in the table
 */
export async function measureWeek(
  extract: string,
  run: { name: string; home: string; root: string; force: string },
): Promise<MeasuredWeek> {
  const manifest = await readManifest(extract)
  const command = fileURLToPath(new URL('../weekly.ts', import.meta.url))
  const asked = ['--extract', extract, '--home', run.root, '--force', run.force]
  const start = performance.now()
  const child = spawn(process.execPath, [...WEEK_FLAGS, command, ...asked], {
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  const memory = watchMemory(child.pid!)
  const stages: Stage[] = []
  let [last, published] = ['', '']
  for await (const line of createInterface({ input: child.stderr })) {
    if (line.trim() !== '') last = line
    published = /^published ([^:]+):/.exec(line)?.[1] ?? published
    const stage = stageOf(line, manifest)
    if (stage) stages.push({ ...stage, megabytes: memory.own() })
  }
  const exit = await ended
  memory.stop()
  if (exit !== EXIT.done)
    throw new PipelineError(`the weekly run ended with exit ${exit}: ${last}`, EXIT.failed)
  return {
    name: run.name,
    rows: sum(manifest.files, ({ rows }) => rows),
    seconds: (performance.now() - start) / 1000,
    megabytes: memory.own(),
    megabytesTogether: memory.together(),
    stages,
    ...(await sizeOf(join(run.home, 'archive', published))),
  }
}

/** A stage that a run says is done: its name, and its seconds. */
function stageOf(line: string, { files }: Manifest): Omit<Stage, 'megabytes'> | undefined {
  const [, name, seconds] = /^(\S.*?) +(\d+\.\d) s$/.exec(line) ?? []
  if (name === undefined) return undefined
  const table = /^(?:read|type) (\S+)$/.exec(name)?.[1]
  const file = files.find(file => file.table === table)
  const rows = name === 'ingest' ? sum(files, file => file.rows) : file?.rows
  return { name, rows, seconds: Number(seconds) }
}

async function sizeOf(folder: string): Promise<{ files: number; bytes: number }> {
  const paths = await listFiles(folder)
  const sizes = await Promise.all(paths.map(async path => (await stat(join(folder, path))).size))
  return { files: paths.length, bytes: sum(sizes) }
}
