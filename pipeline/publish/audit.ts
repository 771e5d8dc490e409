import { EXIT, PipelineError } from '../lib/error.ts'
import { type ArchivedWeek, archivedWeeks } from './archive.ts'
import { checkChain, checkWeek, type Finding } from './check.ts'
import { homeOf } from './home.ts'
import { publicKey } from './keys.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { liveWeek } from './switch.ts'

/** What was found about one archived week; no manifest when it cannot be read. */
export interface WeekAudit {
  readonly name: string
  readonly manifest: Manifest | undefined
  readonly findings: readonly Finding[]
}

/**
 * Checks archived weeks as they are on the disk: hashes, signatures, row accounts, the chain from week to
 * week, and that the newest week is the live one. With `name`, one week's files are read; the chain is always
 * checked over all.
 *
 * Throws `PipelineError` (exit 5) when there is no such week, or none at all.
 */
export async function auditArchive(root: string, name?: string): Promise<WeekAudit[]> {
  const home = homeOf(root)
  const weeks = await archivedWeeks(root)
  const asked = weeks.filter(week => name === undefined || week.name === name)
  if (asked.length === 0)
    throw new PipelineError(`no archived week: ${name ?? 'none at all'} (${home.archive})`, EXIT.failed)
  const key = await publicKey(home)
  const read = await Promise.all(weeks.map(({ folder }) => readManifest(folder).catch(() => undefined)))
  const chain = checkChain(read.filter(manifest => manifest !== undefined))
  const live = await liveWeek(home)
  const audits: WeekAudit[] = []
  for (const week of asked) {
    const broken = chain
      .filter(finding => finding.name === week.name)
      .map(({ what, where }) => ({ what, where }))
    const findings = [...(await checkWeek(week.folder, key)), ...broken, ...checkLive(week, weeks, live)]
    audits.push({ name: week.name, manifest: read[weeks.indexOf(week)]?.manifest, findings })
  }
  return audits
}

function checkLive(
  { name }: ArchivedWeek,
  weeks: readonly ArchivedWeek[],
  live: string | undefined,
): Finding[] {
  if (name !== weeks.at(-1)!.name || name === live) return []
  return [{ what: `not live although newest: ${live ?? 'nothing'} is`, where: 'live' }]
}
