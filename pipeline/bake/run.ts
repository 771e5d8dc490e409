import type { Warning } from '../data/header.ts'
import type { Ingest } from '../data/ingest.ts'
import type { Reach } from '../data/reach.ts'
import { UNUSED_COLUMNS, UNUSED_TABLES } from '../data/schema.ts'
import type { LoadedForce } from '../force/load.ts'
import { isoDate } from '../lib/week.ts'
import { RunFile } from './contract/run.ts'

/** What names a run: its week, its id and the code that makes it. */
export interface RunNames {
  readonly week: string
  readonly runId: string
  readonly codeVersion: string
}

/** What `run.json` says of an extract that was taken in. */
export interface Received
  extends Pick<Ingest, 'asAt' | 'dataTo' | 'accounts' | 'warnings' | 'changes' | 'unweighted'> {
  readonly manifest: Pick<Ingest['manifest'], 'extract_id' | 'files'>
  /** How far accepted rows go: an account for each target, or those of people's tables. */
  readonly reach: readonly Reach[]
}

/**
 * What a run says of itself, before each product takes what it may know (`areasRun`, `peopleRun`): vintage,
 * marking, limits of every page. `ageDays` counts from the last day the data cover to the forecast day, so
 * that the same input gives the same bytes; pages show the age today. A forecast is `late` when it was not
 * made for the day after the data.
 */
export function runFile(received: Received, { settings: force }: LoadedForce, names: RunNames): RunFile {
  const ageDays = received.asAt - received.dataTo
  return RunFile.parse({
    kind: 'run',
    force: {
      id: force.id,
      name: force.name,
      marking: force.marking,
      handling: force.handling,
      contact: force.contact,
      training: {
        contact: force.training?.contact ?? force.contact,
        recording: force.training?.recording ?? null,
      },
      crs: force.crs.name,
      recordsSystem: force.recordsSystem,
    },
    week: names.week,
    asAt: isoDate(received.asAt),
    dataTo: isoDate(received.dataTo),
    ageDays,
    late: ageDays > 1,
    lateAfterDays: force.gates.lateAfterDays,
    runId: names.runId,
    modelVersion: names.codeVersion,
    extractId: received.manifest.extract_id,
    horizonWeeks: force.horizonWeeks,
    scoresExpireOn: isoDate(received.asAt + force.harm.scoreExpiryDays),
    targets: force.targets.map(({ id, slug, title }) => ({ id, slug, title })),
    accounts: received.accounts,
    reach: received.reach,
    unused: unusedIn(received.manifest.files.map(({ table }) => table)),
    warnings: received.warnings.map(warning => ofTable(warning, received.manifest.files)),
    changes: received.changes.map(({ table, kind, rows }) => ({ table, kind, rows })),
    unweighted: received.unweighted,
  })
}

/** Tables and columns of an extract that nothing uses. */
function unusedIn(tables: readonly string[]): string[] {
  return [...tables.filter(table => UNUSED_TABLES.has(table)), ...UNUSED_COLUMNS]
}

/** A warning about a file, said of its table. */
function ofTable(warning: Warning, files: Received['manifest']['files']): Warning {
  const file = files.find(({ name }) => name === warning.where)
  return file ? { ...warning, where: file.table } : warning
}
