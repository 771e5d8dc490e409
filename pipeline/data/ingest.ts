import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sum } from 'd3-array'
import type { LoadedForce } from '../force/load.ts'
import type { Mapping } from '../force/mapping.ts'
import { weightByCode } from '../force/weights.ts'
import { type Duck, openDuck } from '../lib/duck.ts'
import { EXIT, PipelineError, speakingOf } from '../lib/error.ts'
import { bounds } from '../lib/geo.ts'
import { type Log, timed } from '../lib/log.ts'
import { epochDay } from '../lib/week.ts'
import { accountTable, countIssues, type TableAccount, writeQuarantine } from './account.ts'
import { type Change, changesSince } from './changes.ts'
import { type ClauseCount, clauseWarnings, countClauses } from './clauses.ts'
import { COMBINATIONS, keepCombinations } from './combinations.ts'
import type { DisposedPeople } from './disposed.ts'
import { driftWarnings } from './drift.ts'
import { exclusionWarnings } from './exclusion-areas.ts'
import { earlierWarnings, firstRunWarnings, mergeWarnings } from './first-run.ts'
import { type ForecastDays, forecastDays } from './forecast-day.ts'
import { rejectWarnings } from './gates/accounts.ts'
import { boundsOf } from './gates/bounds.ts'
import type { GateReading } from './gates/gate.ts'
import { lateStartWarnings } from './gates/history.ts'
import { readGates, refuseIfAny } from './gates.ts'
import type { Warning } from './header.ts'
import { type IssueCount, issueLine } from './issue.ts'
import { applyRules, finishStore, prepareIssues } from './judge.ts'
import { type Earlier, findKnownBefore, rememberKnown } from './known-before.ts'
import type { Manifest } from './manifest.ts'
import { toForceMetres } from './metres.ts'
import { type MixDrift, mixDrift } from './mix.ts'
import { countNotes, type UnweightedCode, unweightedCodes } from './notes.ts'
import { type PastRun, profileStore, recentlyRecorded } from './profile.ts'
import type { Received } from './receive.ts'
import { rememberStore } from './remembered.ts'
import { readTables } from './tables.ts'
import { clockChanges, zoneName } from './zone.ts'

/** What earlier runs left, to compare an extract with. */
export interface EarlierRuns {
  /** Profiles of earlier runs, newest first. */
  readonly previous?: readonly PastRun[]
  /** Folder in which the last run remembered its rows (its `remember`); absent: no list of changes. */
  readonly remembered?: string | undefined
}

/**
 * What ingestion needs beside the extract. `workDir` is private; the quarantine stays in it, a killed run's
 * scratch does not.
 */
export interface IngestOptions extends EarlierRuns {
  readonly force: LoadedForce
  readonly workDir: string
  readonly log: Log
  /** The forecast day (epoch day); by default the day after the last that the extract covers. */
  readonly asAt?: number
  /** The force's own names of columns and values; by default those of its settings. */
  readonly mapping?: Mapping
  /** The same, where it is still being read: asked for when every row has been judged and counted. */
  readonly earlier?: () => Promise<EarlierRuns>
  /** Who was disposed of: their rows are counted and kept nowhere. */
  readonly disposed?: DisposedPeople | undefined
  /** Folder in which this run shall remember its rows for the next one; absent: none. */
  readonly remember?: string
  /** What is done about the gates that the extract breaks; by default they refuse it. */
  readonly refuse?: (failures: readonly GateReading[], issues: readonly IssueCount[]) => void
}

/** An extract that was taken in. The caller closes `store`. */
export interface Ingest extends ForecastDays {
  readonly manifest: Manifest
  readonly store: Duck
  readonly accounts: readonly TableAccount[]
  readonly issues: readonly IssueCount[]
  /** Private files that list every quarantined row, one a table. */
  readonly quarantine: readonly string[]
  readonly warnings: readonly Warning[]
  /** How the mix of codes differs from that of the last eight runs. */
  readonly drift: MixDrift
  /** What every gate read, and how much of its bound is used. */
  readonly gates: readonly GateReading[]
  /**
   * Offence codes without a harm weight, by table: rows are kept, and never counted as weight zero in
   * silence.
   */
  readonly unweighted: readonly UnweightedCode[]
  /** How many crimes each clause of the targets holds for. */
  readonly clauses: readonly ClauseCount[]
  /** What changed since the run that `remembered` names. */
  readonly changes: readonly Change[]
  /** What was known of crimes before, by the runs of this home. */
  readonly earlier: Earlier
  /** What later runs need to know of this one: keep it, and give the last eight as `previous`. */
  readonly profile: PastRun
}

/**
 * Takes in a weekly extract that was received: checks its files, reads every column as text, types it, judges
 * every row, and leaves a store of the accepted rows (one table per table of the contract) with accounts that
 * balance.
 *
 * Throws `PipelineError` (exit 3) when the extract as a whole cannot be trusted; the quarantine files are
 * there even then, if the rows could be read.
 *
 * @example const { store, accounts } = await ingest(await receive(path, work), { force, workDir, log })
 */
export async function ingest(extract: Received, options: IngestOptions): Promise<Ingest> {
  const scratch = join(options.workDir, 'scratch')
  await rm(scratch, { recursive: true, force: true })
  await mkdir(scratch, { recursive: true, mode: 0o700 })
  const store = await openDuck(':memory:', { memory_limit: '4GB', temp_directory: scratch })
  try {
    return await fillStore(store, extract, { ...options, scratch })
  } catch (error) {
    store.close()
    throw error
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

type Filling = IngestOptions & { readonly scratch: string }

async function fillStore(store: Duck, extract: Received, given: Filling): Promise<Ingest> {
  const { force, log, refuse = refuseIfAny } = given
  const { manifest } = extract
  checkZone(manifest, force)
  const days = forecastDays(manifest, force.settings, given.asAt)
  const { accounts, issues, quarantine, warnings } = await judgeRows(store, extract, given)
  const weights = weightByCode(force.weights)
  const unweighted = await unweightedCodes(store, weights.keys())
  const shapes = force.districts.map(({ shape }) => shape)
  issues.push(
    ...(await timed(log, 'notes', () => countNotes(store, shapes))),
    ...unweightedIssues(unweighted),
  )
  for (const issue of issues) log.say(`  ${issueLine(issue)}`)
  const dataTo = epochDay(manifest.covers_to)
  const { profile, clauses } = await timed(log, 'counts', () =>
    countStore(store, force, { manifest, accounts, dataTo }),
  )
  const options = { ...given, ...(await given.earlier?.()) }
  const { previous = [] } = options
  const earlier = await timed(log, 'known before', () => findEarlier(store, options, days))
  warnings.push(...(await wholeWarnings(store, options, { manifest, accounts, profile, clauses, earlier })))
  for (const { where, code, facts } of warnings) log.say(`  ${where}: ${code}, ${facts}`)
  const now = await timed(log, 'remember', () => rememberRows(store, options))
  const changes = await timed(log, 'changes', () => findChanges(store, options, now))
  const judged = { manifest, accounts, issues, profile, unweighted, changes }
  const known = { store, force: force.settings, weights, ...judged }
  const remembered = previous.length > 0 ? options.remembered : undefined
  const gates = await timed(log, 'gates', () => readGates({ ...known, previous, remembered }))
  refuse(
    gates.filter(({ holds }) => !holds),
    issues,
  )
  const { remember } = options
  if (remember) await timed(log, 'remember known', () => rememberKnown(store, remember, { force, dataTo }))
  const found = { ...judged, quarantine, warnings, gates, clauses, earlier }
  return { store, ...days, ...found, drift: mixDrift(profile, previous) }
}

/** What later runs need to know of this one, and how many crimes each clause holds for. */
async function countStore(
  store: Duck,
  { settings: { targets } }: LoadedForce,
  run: { manifest: Manifest; accounts: readonly TableAccount[]; dataTo: number },
) {
  await keepCombinations(store, targets, recentlyRecorded(run.dataTo))
  const profile = await profileStore(store, { ...run, targets })
  const clauses = await countClauses(store, targets)
  await store.run(`DROP TABLE ${COMBINATIONS}`)
  return { profile, clauses }
}

/** Reads and types every table, asks every rule, and accounts for every row. */
async function judgeRows(store: Duck, extract: Received, options: Filling) {
  const { force, workDir, log } = options
  const { manifest } = extract
  await prepareIssues(store)
  const { scratch, mapping = force.settings.mapping } = options
  const { counted, files, warnings } = await readTables(store, extract, {
    scratch,
    mapping,
    log,
    disposed: options.disposed,
  })
  const facts = {
    extractedAt: manifest.extracted_at,
    box: bounds(force.districts.flatMap(({ shape }) => shape)),
  }
  await timed(log, 'coordinates', () => toForceMetres(store, force.settings))
  const clock = clockChanges(manifest.timezone, 1970, Number(manifest.extracted_at.slice(0, 4)))
  await timed(log, 'rules', () => applyRules(store, facts, clock))
  const accounts: TableAccount[] = []
  for (const [table, rows] of counted) accounts.push(await accountTable(store, table, rows))
  const issues = await countIssues(store)
  const quarantine = await writeQuarantine(store, workDir, files)
  warnings.push(...(await newCharges(store, force)))
  await finishStore(store)
  return { accounts, issues, quarantine, warnings }
}

/** What the reviewer has to look at: charges of people who were disposed of before. */
async function newCharges(store: Duck, { settings: force }: LoadedForce): Promise<Warning[]> {
  const [found] = await store.rows<{ n: number }>(
    `SELECT count(*) AS n FROM issues WHERE code = 'charged-after-disposal'`,
  )
  const facts = `${found!.n} set aside; ${force.harm.redLines.reviewer} decides`
  return found!.n === 0 ? [] : [{ code: 'charged-after-disposal', where: 'charges', facts }]
}

function checkZone({ timezone }: Manifest, { settings: force }: LoadedForce): void {
  if (zoneName(timezone) === zoneName(force.timezone)) return
  const wrong = new PipelineError(
    `wrong-timezone: ${timezone}, but the force keeps ${force.timezone} (manifest.json, timezone)`,
    EXIT.refusedData,
    "correct the manifest, or the force's setting timezone",
  )
  throw speakingOf('both', wrong)
}

function unweightedIssues(unweighted: readonly UnweightedCode[]): IssueCount[] {
  const tables = [...new Set(unweighted.map(({ table }) => table))]
  return tables.map(table => {
    const rows = sum(unweighted, found => (found.table === table ? found.rows : 0))
    return { table, code: 'code-without-weight', rows, rejected: false }
  })
}

/** Keeps what the next run needs of the rows, and the comparison with the last one: the folder of it. */
async function rememberRows(store: Duck, filling: Filling): Promise<string | undefined> {
  const { remember, scratch } = filling
  const folder = remember ?? (lastOf(filling) && join(scratch, 'memory'))
  if (folder) await rememberStore(store, folder)
  return folder
}

/** The memory of the last run, and what it covered; absent: there is none. */
function lastOf({ remembered, previous = [] }: Filling) {
  const last = previous[0]
  return remembered && last ? { folder: remembered, coversTo: epochDay(last.coversTo) } : undefined
}

async function findChanges(store: Duck, filling: Filling, now: string | undefined): Promise<Change[]> {
  const last = lastOf(filling)
  if (!last || !now) return []
  const since = { ...last, now, targets: filling.force.settings.targets }
  return changesSince(store, since, filling.workDir)
}

/** What the last run knew otherwise; without a run before, what is read is all that is known. */
function findEarlier(store: Duck, filling: Filling, { asAt }: ForecastDays): Promise<Earlier> {
  const { remembered, previous = [], force } = filling
  return findKnownBefore(store, { folder: previous.length > 0 ? remembered : undefined, force, asAt })
}

/** What is said of the extract as a whole, and beside earlier runs. */
async function wholeWarnings(
  store: Duck,
  { force, previous = [] }: Filling,
  found: Pick<Ingest, 'manifest' | 'accounts' | 'profile' | 'clauses' | 'earlier'>,
): Promise<Warning[]> {
  const bounds = boundsOf(force.settings.gates)
  const begun = { store, bounds, manifest: found.manifest, force: force.settings }
  return [
    ...driftWarnings(found.profile, previous),
    ...clauseWarnings(found.clauses),
    ...rejectWarnings({ accounts: found.accounts, bounds }),
    ...(await mergeWarnings(store)),
    ...firstRunWarnings(previous),
    ...earlierWarnings(found.earlier),
    ...(await exclusionWarnings(store, force.layers)),
    ...(await lateStartWarnings(begun)),
  ]
}
