import { PastGovernance } from '../bake/contract/governance.ts'
import type { PublishedWeek, QuarterFacts } from '../bake/governance/input.ts'
import { QUARTER_WEEKS } from '../bake/governance/quarter.ts'
import type { Log } from '../lib/log.ts'
import { readDisposals } from './disposals.ts'
import { homeOf } from './home.ts'
import { readManifest } from './manifest.ts'
import { leftOut, pastFiles, pastWeeks } from './past.ts'
import { pauseEntries } from './pauses.ts'
import { readRuns } from './runs.ts'

/**
 * What a home holds of the quarter that ends with a week: archived weeks, disposals, pauses and runs, as they
 * are at this moment. Nobody's reference and no reason is among them.
 */
export async function quarterFacts(
  root: string,
  { before, log }: { before: string; log: Log },
): Promise<QuarterFacts> {
  const home = homeOf(root)
  const range = { before, weeks: QUARTER_WEEKS - 1, log }
  const kept = await pastFiles(root, 'governance.json', range)
  return {
    past: kept.map(text => PastGovernance.parse(JSON.parse(text))),
    weeks: await publishedWeeks(root, range),
    disposals: (await readDisposals(home)).map(({ on }) => on),
    pauses: await pauseEntries(home),
    runs: await readRuns(root),
  }
}

/** By what the last archived weeks before one were made, oldest first. */
async function publishedWeeks(
  root: string,
  { before, weeks, log }: { before: string; weeks: number; log: Log },
): Promise<PublishedWeek[]> {
  const found: PublishedWeek[] = []
  for (const { week, name, folder } of (await pastWeeks(root, before)).slice(0, weeks)) {
    const read = await readManifest(folder).catch((error: Error) => leftOut(log, name, error))
    if (!read) continue
    const { codeVersion, configuration } = read.manifest.facts
    found.unshift({ week, name, codeVersion, configuration })
  }
  return found
}
