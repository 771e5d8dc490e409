import { mkdir } from 'node:fs/promises'
import type { LoadedForce } from '../force/load.ts'
import type { Mapping } from '../force/mapping.ts'
import { type Duck, openDuck } from '../lib/duck.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { bounds } from '../lib/geo.ts'
import { type Log, timed } from '../lib/log.ts'
import { epochDay } from '../lib/week.ts'
import { accountTable, countIssues, type TableAccount, writeQuarantine } from './account.ts'
import { failedGates, refuseIfAny } from './gates.ts'
import type { Warning } from './header.ts'
import type { IssueCount } from './issue.ts'
import { applyRules, emptyTable, finishStore, prepareIssues, typeTable } from './judge.ts'
import type { Manifest, ManifestFile } from './manifest.ts'
import { type PastRun, profileStore } from './profile.ts'
import { type RawTable, readCsv } from './read.ts'
import { openFile, type Received, receive } from './receive.ts'
import { TABLES, type TableName, tableOf } from './schema.ts'
import { clockChanges } from './zone.ts'

/** What ingestion needs beside the extract. `workDir` is private and must be new or empty. */
export interface IngestOptions {
  readonly force: LoadedForce
  readonly workDir: string
  readonly log: Log
  /** The forecast day (epoch day); by default the day on which the extract was made. */
  readonly asAt?: number
  readonly mapping?: Mapping
  /** Profiles of earlier runs, newest first. */
  readonly previous?: readonly PastRun[]
}

/** An extract that was taken in. The caller closes `store`. */
export interface Ingest {
  readonly manifest: Manifest
  readonly store: Duck
  readonly accounts: readonly TableAccount[]
  readonly asAt: number
  readonly dataTo: number
  readonly issues: readonly IssueCount[]
  readonly quarantine: readonly string[]
  readonly warnings: readonly Warning[]
  /** What later runs need to know of this one: keep it, and give the last eight as `previous`. */
  readonly profile: PastRun
}

/**
 * Takes in a weekly extract: receives and checks its files, reads every column as text, types it, judges every row, and
 * leaves a store of the accepted rows (one table per table of the contract) with accounts that balance.
 *
 * Throws `PipelineError` (exit 3) when the extract as a whole cannot be trusted.
 */
export async function ingest(path: string, options: IngestOptions): Promise<Ingest> {
  const { force, workDir, log } = options
  await mkdir(workDir, { recursive: true, mode: 0o700 })
  const received = await receive(path, workDir)
  const { manifest } = received
  checkZone(manifest, force)
  const asAt = options.asAt ?? epochDay(manifest.extracted_at)
  const store = await openDuck(':memory:', { memory_limit: '4GB', temp_directory: workDir })
  try {
    await prepareIssues(store)
    const { counted, files, warnings } = await readTables(store, received, options)
    const facts = { extractedAt: manifest.extracted_at, box: bounds(force.districts.flatMap(({ shape }) => shape)) }
    const changes = clockChanges(manifest.timezone, 1970, Number(manifest.extracted_at.slice(0, 4)))
    await timed(log, 'rules', () => applyRules(store, facts, changes))
    const accounts: TableAccount[] = []
    for (const [table, rows] of counted) accounts.push(await accountTable(store, table, rows))
    const issues = await countIssues(store)
    const quarantine = await writeQuarantine(store, workDir, files)
    await finishStore(store)
    const dataTo = epochDay(manifest.covers_to)
    const profile = await profileStore(store, { manifest, accounts, dataTo, targets: force.force.targets })
    const previous = options.previous ?? []
    const gates = { store, force: force.force, manifest, accounts, profile, previous }
    refuseIfAny(await timed(log, 'gates', () => failedGates(gates)))
    return { manifest, store, accounts, asAt, dataTo, issues, quarantine, warnings, profile }
  } catch (error) {
    store.close()
    throw error
  }
}

function checkZone({ timezone }: Manifest, { force }: LoadedForce): void {
  if (timezone === force.timezone) return
  throw new PipelineError(
    `wrong-timezone: ${timezone}, but the force keeps ${force.timezone} (manifest.json, timezone)`,
    EXIT.refusedData,
    "correct the manifest, or the force's setting timezone",
  )
}

async function readTables(store: Duck, received: Received, options: IngestOptions) {
  const counted = new Map<TableName, number>()
  const files = new Map<TableName, string>()
  const warnings: Warning[] = []
  for (const table of TABLES) {
    const file = received.manifest.files.find(named => named.table === table.name)
    if (!file) {
      await emptyTable(store, table)
      continue
    }
    const source = await timed(options.log, `read ${table.name}`, () => readFile(store, received, { file, options }))
    warnings.push(...source.warnings)
    await timed(options.log, `type ${table.name}`, () => typeTable(store, table, source))
    counted.set(table.name, source.scan.rows)
    files.set(table.name, file.name)
  }
  return { counted, files, warnings }
}

async function readFile(
  store: Duck,
  received: Received,
  using: { file: ManifestFile; options: IngestOptions },
): Promise<RawTable> {
  const { file, options } = using
  const { workDir, mapping } = options
  const path = await openFile(received, file, workDir)
  const source = await readCsv(store, path, tableOf(file.table), { name: file.name, workDir, mapping })
  const { rows } = source.scan
  if (rows !== file.rows) {
    throw new PipelineError(
      `wrong-row-count: ${rows} rows, the manifest says ${file.rows} (${file.name})`,
      EXIT.refusedData,
      'ask the sender for the extract again',
    )
  }
  if (rows === 0 && tableOf(file.table).required) {
    throw new PipelineError(
      `no-rows: only a header (${file.name})`,
      EXIT.refusedData,
      'ask the sender for the extract again',
    )
  }
  return source
}
