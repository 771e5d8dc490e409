import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, PipelineError } from '../lib/error.ts'
import { type ArchivedWeek, archivedWeeks } from './archive.ts'
import { readChain } from './chain.ts'
import { checkChain, checkWeek, type Finding } from './check.ts'
import { homeOf } from './home.ts'
import { fingerprint, publicKey } from './keys.ts'
import { type Manifest, type ReadManifest, readManifest } from './manifest.ts'
import { liveWeek } from './switch.ts'

/** What was found about one archived week; no manifest when it cannot be read. */
export interface WeekAudit {
  readonly name: string
  readonly manifest: Manifest | undefined
  /** SHA-256 of the manifest. */
  readonly hash: string | undefined
  readonly findings: readonly Finding[]
}

/**
 * Checks archived weeks as they are on the disk: hashes, signatures, row accounts, modes, the chain from week
 * to week and its log, and that the week that should be live is. With `name`, one week's files are read; the
 * chain is always checked over all.
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
  const all = await Promise.all(weeks.map(({ folder }) => readManifest(folder).catch(() => undefined)))
  const read = all.filter(manifest => manifest !== undefined)
  const about = [
    ...checkChain(read),
    ...checkLog(read, await readChain(home)),
    ...checkLive(read, await liveWeek(home)),
    ...read.flatMap(({ manifest }) => checkSigner(manifest, fingerprint(key))),
  ]
  const audits: WeekAudit[] = []
  for (const week of asked) {
    const beside = about.filter(found => found.name === week.name).map(({ what, where }) => ({ what, where }))
    const findings = [...(await checkWeek(week.folder, key)), ...beside, ...(await checkModes(week))]
    const own = all[weeks.indexOf(week)]
    audits.push({ name: week.name, manifest: own?.manifest, hash: own?.hash, findings })
  }
  return audits
}

type NamedFinding = Finding & { readonly name: string }

/** The log of the chain against the manifests: one line each, with the same hash. */
function checkLog(
  read: readonly ReadManifest[],
  chain: Awaited<ReturnType<typeof readChain>>,
): NamedFinding[] {
  const known = new Map(chain.map(link => [link.name, link.hash]))
  return read.flatMap(({ manifest: { name }, hash }) => {
    if (known.get(name) === hash) return []
    const what = known.has(name) ? 'another manifest than the one that was published' : 'no line of this week'
    return [{ name, what, where: 'log/chain.jsonl' }]
  })
}

function checkSigner({ name, signedBy }: Manifest, print: string): NamedFinding[] {
  return signedBy === print ? [] : [{ name, what: 'names another signing key', where: 'manifest.json' }]
}

function checkLive(read: readonly ReadManifest[], live: string | undefined): NamedFinding[] {
  const inOrder = [...read].sort((a, b) => a.manifest.sequence - b.manifest.sequence)
  const wanted = inOrder.at(-1)?.manifest.live
  if (wanted === undefined || wanted === live) return []
  return [{ name: wanted, what: `not live although it should be: ${live ?? 'nothing'} is`, where: 'live' }]
}

/** Whatever others than the owner may change, or anybody may read. */
async function checkModes({ folder }: ArchivedWeek): Promise<Finding[]> {
  const paths = ['', ...(await readdir(folder, { recursive: true, encoding: 'utf8' }))]
  const open: Finding[] = []
  for (const path of paths) {
    const stat = await lstat(join(folder, path))
    if (stat.isSymbolicLink() || (stat.mode & 0o227) === 0) continue
    open.push({ what: `open: mode ${(stat.mode & 0o7777).toString(8)}`, where: path || 'its folder' })
  }
  return open
}
