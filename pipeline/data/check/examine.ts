import { mkdtemp } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { LoadedForce } from '../../force/load.ts'
import type { Mapping } from '../../force/mapping.ts'
import { type Duck, openDuck } from '../../lib/duck.ts'
import { PipelineError } from '../../lib/error.ts'
import { type Log, silentLog, timed } from '../../lib/log.ts'
import type { GateReading } from '../gates/gate.ts'
import { type Ingest, ingest } from '../ingest.ts'
import type { Manifest } from '../manifest.ts'
import type { PastRun } from '../profile.ts'
import { type Received, receive } from '../receive.ts'
import { TABLES, type TableName } from '../schema.ts'
import { chargedByUnit, type UnitPeople } from '../units.ts'
import {
  codeProposals,
  columnProposals,
  type Proposal,
  unitProposals,
  valueProposals,
  withProposals,
} from './proposals.ts'
import { type SurveyedTable, surveyTables } from './survey.ts'

/** What is looked at beside the extract; `workDir` is private and a scratch folder. */
export interface CheckOptions {
  readonly force: LoadedForce
  readonly workDir: string
  readonly previous?: readonly PastRun[]
  readonly remembered?: string | undefined
  readonly log?: Log
  /** Looks at the accepted rows each time that the extract could be read: the last time counts. */
  readonly look?: (store: Duck, asAt: number) => Promise<void>
}

/** Figures of an extract that could be read to the end. */
export type Figures = Pick<Ingest, 'accounts' | 'issues' | 'warnings' | 'clauses' | 'unweighted'> & {
  readonly units: readonly UnitPeople[]
}

/** What a check found. */
export interface Examination {
  readonly manifest: Manifest
  readonly tables: readonly SurveyedTable[]
  /** Why `weekly` would refuse the extract as it stands; none if it would take it. */
  readonly refusals: readonly string[]
  readonly failures: readonly GateReading[]
  readonly proposals: readonly Proposal[]
  /** Values of a form that no mapping can change. */
  readonly shapes: readonly string[]
  /** Figures; undefined when the extract could not be read to the end even with the proposals. */
  readonly figures: Figures | undefined
  /** Whether the figures are those with the proposals laid over the mapping. */
  readonly withProposals: boolean
  readonly mapping: Mapping
}

/**
 * Takes an extract in as `weekly` would, without publishing: what is there and missing, accounts, gates,
 * units, clauses, and what the force's mapping would need. Where the extract is refused it goes on with the
 * proposals laid over the mapping, so that one check shows all that is to do.
 *
 * Throws `PipelineError` (exit 3) when there is no extract at all: no folder, no zip, no manifest.
 */
export async function examine(path: string, options: CheckOptions): Promise<Examination> {
  const { force, workDir, log = silentLog } = options
  const extract = await timed(log, 'receive', () => receive(path, workDir, force.settings.mapping))
  return examineReceived(extract, options)
}

/** The same for an extract that was received already. @see examine */
export async function examineReceived(extract: Received, options: CheckOptions): Promise<Examination> {
  const { force, workDir, log = silentLog } = options
  const mapping = force.settings.mapping ?? {}
  const tables = await timed(log, 'look at the files', () => survey(extract, mapping, workDir))
  const columns = columnProposals(tables)
  // A file that cannot be read at all comes before names that a mapping can give.
  const refusals = tables
    .toSorted((a, b) => Number(b.refusal !== undefined) - Number(a.refusal !== undefined))
    .flatMap(surveyRefusals)
  const base = { manifest: extract.manifest, tables, refusals, failures: [], shapes: [] }
  const readable = tables.every(({ refusal }) => refusal === undefined)
  if (!readable || columns.some(({ to }) => to === undefined)) {
    return { ...base, proposals: columns, figures: undefined, withProposals: false, mapping }
  }
  const attempts = await attemptAll(extract, options, { mapping, columns })
  const first = attempts.tried[0]!
  return {
    ...base,
    refusals: [...refusals, ...(first.refusal ? [first.refusal] : [])],
    failures: first.failures,
    shapes: first.shapes,
    proposals: attempts.proposals,
    figures: attempts.tried.findLast(({ figures }) => figures)?.figures,
    withProposals: columns.length > 0 || attempts.tried.length > 1,
    mapping,
  }
}

/** Most times that an extract is read: a value that is mended lets rows through that need more. */
const MAX_ATTEMPTS = 4

/** Reads the extract, and again with what its rows made proposed, until they make nothing more. */
async function attemptAll(
  extract: Received,
  options: CheckOptions,
  { mapping, columns }: { mapping: Mapping; columns: readonly Proposal[] },
) {
  const proposals = [...columns]
  const tried: Attempt[] = []
  const known = new Set<string>()
  while (tried.length < MAX_ATTEMPTS) {
    const laid = { mapping: withProposals(mapping, proposals), name: `attempt-${tried.length + 1}` }
    const made = await timed(options.log ?? silentLog, 'read all rows', () => attempt(extract, options, laid))
    tried.push(made)
    const fresh = made.proposals.filter(({ table, column, own }) => !known.has(`${table} ${column} ${own}`))
    for (const { table, column, own } of fresh) known.add(`${table} ${column} ${own}`)
    proposals.push(...fresh)
    if (!fresh.some(({ to }) => to !== undefined)) break
  }
  return { proposals, tried }
}

/** Looks at the files of an extract that was received. @see surveyTables */
export async function survey(extract: Received, mapping: Mapping, workDir: string): Promise<SurveyedTable[]> {
  const scratch = await mkdtemp(join(workDir, 'survey-'))
  const store = await openDuck()
  try {
    return await surveyTables(store, extract, { mapping, scratch })
  } finally {
    store.close()
  }
}

function surveyRefusals({ table, refusal, missing }: SurveyedTable): string[] {
  if (refusal !== undefined) return [refusal]
  if (missing.length === 0) return []
  return [`column-missing: ${missing.map(({ column }) => column.name).join(', ')} (${table})`]
}

interface Attempt {
  readonly figures?: Figures
  readonly failures: readonly GateReading[]
  readonly refusal?: string
  readonly proposals: readonly Proposal[]
  readonly shapes: readonly string[]
}

/** Takes the extract in under a mapping; a gate that it breaks stops nothing here. */
async function attempt(
  extract: Received,
  { force, workDir, previous = [], remembered, look }: CheckOptions,
  { mapping, name }: { mapping: Mapping; name: string },
): Promise<Attempt> {
  const failures: GateReading[] = []
  const folder = join(workDir, name)
  const taking = { force, mapping, workDir: folder, log: silentLog, previous, remembered }
  let taken: Ingest
  try {
    taken = await ingest(extract, { ...taking, refuse: found => failures.push(...found) })
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error
    return { failures, refusal: error.message, proposals: [], shapes: [] }
  }
  const { store, asAt, accounts, issues, warnings, clauses, unweighted } = taken
  try {
    await look?.(store, asAt)
    const units = await chargedByUnit(store)
    const { proposals, shapes } = await valueProposals(store, quarantineOf(taken), force.weights)
    const codes = await codeProposals(store, unweighted, force.weights)
    const unknown = unitProposals(units, force.settings.lomus)
    const figures = { accounts, issues, warnings, clauses, unweighted, units }
    return { figures, failures, proposals: [...proposals, ...codes, ...unknown], shapes }
  } finally {
    store.close()
  }
}

function quarantineOf({ quarantine }: Ingest): Map<TableName, string> {
  const names = TABLES.map(({ name }) => name)
  return new Map(
    quarantine.flatMap((path): [TableName, string][] => {
      const table = names.find(name => basename(path) === `${name}.csv`)
      return table ? [[table, path]] : []
    }),
  )
}
