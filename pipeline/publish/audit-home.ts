import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { archivedWeeks } from './archive.ts'
import { readChain } from './chain.ts'
import type { Finding } from './check.ts'
import { lastChecks } from './checks.ts'
import { realDisk } from './disk.ts'
import { readDisposals } from './disposals.ts'
import { type Home, homeOf } from './home.ts'
import { fingerprint, publicKey, signingKey } from './keys.ts'
import { readManifest } from './manifest.ts'
import { pausesOf } from './pauses.ts'
import { planRoots } from './plan.ts'
import { isAsPlanned, rootName } from './roots.ts'
import { pseudonymKey } from './secret.ts'
import { lastRefusal, type Standing, statusText } from './status.ts'
import { survey } from './survey.ts'
import { liveWeek } from './switch.ts'
import { findUnpacked } from './unpack.ts'

/**
 * Checks what lies around the archived weeks: the keys, that nothing published is gone, that nothing strange
 * or half done lies about, the signed logs, and that `live` leads to web roots that hold exactly what they
 * should.
 *
 * @param expect hash of a manifest that was printed when its week was published: if no archived week has it,
 * the
 *   archive was rolled back to before that week
 */
export async function auditHome(root: string, expect?: string): Promise<Finding[]> {
  const home = homeOf(root)
  return [
    ...(await checkKeys(home)),
    ...(await checkGone(home, expect)),
    ...(await checkLogs(home)),
    ...(await checkStrays(home)),
    ...(await checkRoots(home)),
  ]
}

async function checkKeys(home: Home): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const name of await readdir(home.keys).catch(() => [])) {
    const { mode } = await lstat(join(home.keys, name))
    const most = name.endsWith('.pub') ? 0o640 : 0o600
    if ((mode & 0o777 & ~most) !== 0) findings.push(openTo(mode, `keys/${name}`))
  }
  const folder = await lstat(home.keys).catch(() => undefined)
  if (folder && (folder.mode & 0o077) !== 0) findings.push(openTo(folder.mode, 'keys'))
  const pair = async () => {
    const [own, open] = [await signingKey(home, realDisk, true), await publicKey(home)]
    if (fingerprint(own) !== fingerprint(open)) throw new Error('publish.key and publish.pub are no pair')
  }
  const pseudonyms = async () => {
    if ((await archivedWeeks(home.root)).length > 0) await pseudonymKey(home.root)
  }
  return [...findings, ...(await failing(pair, 'keys')), ...(await failing(pseudonyms, 'keys/pseudonym.key'))]
}

/** Weeks that the chain knows and the archive has no more; the expected one above all. */
async function checkGone(home: Home, expect: string | undefined): Promise<Finding[]> {
  const weeks = await archivedWeeks(home.root)
  const hashes = await Promise.all(
    weeks.map(({ folder }) =>
      readManifest(folder)
        .then(({ hash }) => hash)
        .catch(() => ''),
    ),
  )
  const there = new Set(weeks.map(({ name }) => name))
  const gone = (await readChain(home)).filter(({ name }) => !there.has(name))
  const findings = gone.map(({ name }) => ({ what: 'was published and is gone', where: `archive/${name}` }))
  if (expect === undefined || hashes.includes(expect)) return findings
  return [...findings, { what: `rolled back: no week has the manifest ${expect}`, where: 'archive' }]
}

async function checkLogs(home: Home): Promise<Finding[]> {
  return [
    ...(await failing(() => pausesOf(home), 'log/pauses.jsonl')),
    ...(await failing(() => readDisposals(home), 'log/disposals.jsonl')),
  ]
}

async function checkStrays(home: Home): Promise<Finding[]> {
  const names = await readdir(home.root)
  const half = names.filter(name => name.startsWith('.') || name === 'journal.json')
  const { strangers } = await survey(home).catch(() => ({ strangers: [] }))
  return [
    ...half.map(where => ({ what: 'left by a run that was killed: run it again', where })),
    ...strangers.map(name => ({ what: 'not published by this home', where: `archive/${name}` })),
  ]
}

/** `live` must be a link to the roots that the archive, the pauses and the disposals ask for, unchanged. */
async function checkRoots(home: Home): Promise<Finding[]> {
  const name = await liveWeek(home)
  const target = await readlink(home.live).catch(() => undefined)
  if (name === undefined)
    return [{ what: target === undefined ? 'no link' : `leads elsewhere: ${target}`, where: 'live' }]
  try {
    const { weeks } = await survey(home)
    const week = weeks.find(week => week.name === name)
    if (!week) return [{ what: `shows a week that cannot be used: ${name}`, where: 'live' }]
    const { folder, whole } = await findUnpacked(home, week)
    if (!whole) return [{ what: 'not whole or not up to date', where: 'live/people' }]
    const [pauses, refusal] = [await pausesOf(home), await lastRefusal(home)]
    const plan = await planRoots(home, { week, weeks, pauses, people: folder })
    const expected = `served/${rootName(name, plan)}`
    if (target !== expected) return [{ what: `leads to ${target}, not ${expected}`, where: 'live' }]
    if (!(await isAsPlanned(join(home.root, expected), plan)))
      return [{ what: 'holds other files than it should', where: 'live' }]
    return checkStatus(home, { week, weeks, pauses, refusal, checks: await lastChecks(home) })
  } catch (error) {
    return [{ what: (error as Error).message, where: 'live' }]
  }
}

async function checkStatus(home: Home, standing: Standing): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const product of ['areas', 'people'] as const) {
    const text = await readFile(join(home.status, `${product}.json`), 'utf8').catch(() => '')
    if (text !== statusText(product, standing))
      findings.push({ what: 'not up to date', where: `status/${product}.json` })
  }
  return findings
}

function openTo(mode: number, where: string): Finding {
  return { what: `open: mode ${(mode & 0o777).toString(8)}`, where }
}

async function failing(check: () => Promise<unknown>, where: string): Promise<Finding[]> {
  return check().then(
    () => [],
    (error: Error) => [{ what: error.message, where }],
  )
}
