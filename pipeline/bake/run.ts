import { join } from 'node:path'
import type { Ingest } from '../data/ingest.ts'
import type { LoadedForce } from '../force/load.ts'
import { writeNew } from '../lib/files.ts'
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
  readonly manifest: Pick<Ingest['manifest'], 'extract_id'>
}

/**
 * The `run.json` of both products: vintage, marking, limits of every page. Holds no personal data. `ageDays`
 * counts from the last day the data cover to the forecast day, so that the same input gives the same bytes;
 * pages show the age today.
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
      crs: force.crs.name,
    },
    week: names.week,
    asAt: isoDate(received.asAt),
    dataTo: isoDate(received.dataTo),
    ageDays,
    late: ageDays > force.gates.lateAfterDays,
    lateAfterDays: force.gates.lateAfterDays,
    runId: names.runId,
    modelVersion: names.codeVersion,
    extractId: received.manifest.extract_id,
    horizonWeeks: force.horizonWeeks,
    scoresExpireOn: isoDate(received.asAt + force.harm.scoreExpiryDays),
    targets: force.targets.map(({ id, slug, title }) => ({ id, slug, title })),
    accounts: received.accounts,
    warnings: received.warnings,
    changes: received.changes,
    unweighted: received.unweighted,
  })
}

/** Writes `run.json` into the folder of each product. */
export async function writeRun(run: RunFile, folders: readonly string[]): Promise<void> {
  for (const folder of folders) await writeNew(join(folder, 'run.json'), JSON.stringify(run))
}
