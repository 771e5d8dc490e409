import { EvidenceFile, OutlinesFile, TargetFile, WeeksFile } from '../../pipeline/bake/contract/areas.ts'
import { loadOnce, loadRun } from '../shared/load.ts'

/** `outlines.json`: the built-in base map. */
export const loadOutlines = (): Promise<OutlinesFile> => loadOnce('outlines.json', OutlinesFile)

/** `targets/SLUG.json`: one place forecast. */
export const loadTarget = (slug: string): Promise<TargetFile> => loadOnce(`targets/${slug}.json`, TargetFile)

/** All place forecasts of the run, in the run's order. */
export async function loadTargets(): Promise<TargetFile[]> {
  const run = await loadRun()
  return Promise.all(run.targets.map(target => loadTarget(target.slug)))
}

/** `evidence/SLUG.json`: how past forecasts of each target did, in the run's order. */
export async function loadEvidence(): Promise<EvidenceFile[]> {
  const run = await loadRun()
  return Promise.all(run.targets.map(({ slug }) => loadOnce(`evidence/${slug}.json`, EvidenceFile)))
}

/** `weeks.json`: every archived week up to this one, newest first. */
export const loadWeeks = (): Promise<WeeksFile> => loadOnce('weeks.json', WeeksFile)
