import { join } from 'node:path'
import { refuseIfAny } from '../data/gates.ts'
import { type EarlierRuns, type Ingest, ingest } from '../data/ingest.ts'
import { PastRunSchema } from '../data/profile.ts'
import type { Received } from '../data/receive.ts'
import { rectifiedWarning, rectifyStore } from '../data/rectify.ts'
import type { LoadedForce } from '../force/load.ts'
import { bounds } from '../lib/geo.ts'
import type { Log } from '../lib/log.ts'
import { disposedPeople } from './disposals.ts'
import { PROFILE_WEEKS } from './earlier.ts'
import type { Recalled } from './memory.ts'
import { pastFiles } from './past.ts'
import { readRectifications } from './rectifications.ts'
import type { RunNotes } from './runs.ts'

/** An extract that is taken in for a week, and the run that does it. */
export interface Intake {
  readonly runId: string
  readonly week: string
  /** Epoch day of the forecast. */
  readonly asAt: number
  readonly extract: Received
  readonly force: LoadedForce
  readonly home: string
  readonly work: string
  readonly notes: RunNotes
  readonly log: Log
}

/**
 * Takes the extract in, beside what earlier runs looked like; quarantined rows stay under the home.
 *
 * @param last is waited for when the rows have been read and judged
 */
export async function takeIn(run: Intake, last: Promise<Recalled>): Promise<Ingest> {
  const { extract, force, home, work, log, asAt, runId } = run
  const tables = await ingest(extract, {
    force,
    asAt,
    log,
    workDir: join(home, 'quarantine', runId),
    earlier: () => earlierRuns(run, last),
    remember: join(work, 'memory'),
    disposed: await disposedPeople(home),
    refuse: (failures, issues) => {
      run.notes.issues = issues
      refuseIfAny(failures)
    },
  })
  for (const { table, rows, accepted, quarantined } of tables.accounts) {
    log.say(`  ${table.padEnd(12)} ${rows} rows = ${accepted} accepted + ${quarantined} quarantined`)
  }
  return tables
}

async function earlierRuns({ home, week, log }: Intake, last: Promise<Recalled>): Promise<EarlierRuns> {
  const { from, memory } = await last
  const past = await pastFiles(home, 'profile.json', { before: week, weeks: PROFILE_WEEKS, from, log })
  return { previous: past.map(text => PastRunSchema.parse(JSON.parse(text))), remembered: memory }
}

/**
 * Lays the corrections that were taken in over the store, and says to readers of the run how many there
 * are.
 */
export async function rectifyWeek({ home, extract, force }: Intake, taken: Ingest): Promise<Ingest> {
  const box = bounds(force.districts.flatMap(({ shape }) => shape))
  const facts = { extractedAt: extract.manifest.extracted_at, box }
  const rectified = await rectifyStore(taken.store, await readRectifications(home), facts)
  return { ...taken, warnings: [...taken.warnings, ...rectified.map(rectifiedWarning)] }
}
