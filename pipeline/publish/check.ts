import type { KeyObject } from 'node:crypto'
import { lstat, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { sum } from 'd3-array'
import { listFiles } from '../lib/files.ts'
import { sha256File } from '../lib/hash.ts'
import { inParallel } from '../lib/parallel.ts'
import { isSigned } from './keys.ts'
import {
  MANIFEST,
  type Manifest,
  type ManifestEntry,
  manifestBytes,
  type ReadManifest,
  readManifest,
  SIGNATURE,
} from './manifest.ts'

/** Something wrong with an archived week: what is wrong, and with which of its files. */
export interface Finding {
  readonly what: string
  readonly where: string
}

/**
 * Checks one archived week on the disk as it is: its signature, that its manifest is canonical and names this
 * folder, that exactly the files of the manifest are there with their sizes and hashes, and that its row
 * accounts balance. No finding, no fault.
 */
export async function checkWeek(folder: string, key: KeyObject): Promise<Finding[]> {
  let read: ReadManifest
  try {
    read = await readManifest(folder)
  } catch (error) {
    return [{ what: (error as Error).message, where: MANIFEST }]
  }
  const signature = await readFile(join(folder, SIGNATURE), 'utf8').catch(() => '')
  const findings: Finding[] = []
  if (!isSigned(key, read.bytes, signature)) findings.push({ what: 'wrong signature', where: SIGNATURE })
  if (!manifestBytes(read.manifest).equals(read.bytes))
    findings.push({ what: 'not canonical', where: MANIFEST })
  if (read.manifest.name !== basename(folder)) {
    findings.push({ what: `names another week: ${read.manifest.name}`, where: MANIFEST })
  }
  return [...findings, ...checkAccounts(read.manifest), ...(await checkFiles(folder, read.manifest))]
}

/**
 * Row accounts that do not balance: rows = accepted + quarantined, and every quarantined row has a reason.
 */
function checkAccounts({ facts }: Manifest): Finding[] {
  return facts.accounts.flatMap(({ table, rows, accepted, quarantined, reasons }) => {
    const explained = sum(reasons, reason => reason.rows)
    if (rows === accepted + quarantined && explained >= quarantined) return []
    const counts = `${rows} in, ${accepted} accepted, ${quarantined} quarantined, ${explained} with a reason`
    return [{ what: `rows do not balance: ${counts}`, where: `${MANIFEST} ${table}` }]
  })
}

async function checkFiles(folder: string, { files }: Manifest): Promise<Finding[]> {
  const findings = await inParallel(files, entry => checkFile(folder, entry))
  const known = new Set([MANIFEST, SIGNATURE, ...files.map(({ path }) => path)])
  const strangers = (await listFiles(folder)).filter(path => !known.has(path))
  return [
    ...findings.filter(finding => finding !== undefined),
    ...strangers.map(where => ({ what: 'not in the manifest', where })),
  ]
}

async function checkFile(folder: string, entry: ManifestEntry): Promise<Finding | undefined> {
  const path = join(folder, entry.path)
  const stat = await lstat(path).catch(() => undefined)
  if (!stat?.isFile()) return { what: 'missing', where: entry.path }
  if (stat.size !== entry.size)
    return { what: `wrong size: ${stat.size}, not ${entry.size}`, where: entry.path }
  const same = (await sha256File(path)) === entry.sha256
  return same ? undefined : { what: 'wrong hash', where: entry.path }
}

/**
 * Checks the chain over all weeks, in the order of their sequence numbers: 1, 2, 3, ... without a gap, each
 * naming the hash of the manifest before it. Findings are given with the name of the week.
 */
export function checkChain(manifests: readonly ReadManifest[]): (Finding & { readonly name: string })[] {
  const inOrder = [...manifests].sort((a, b) => a.manifest.sequence - b.manifest.sequence)
  return inOrder.flatMap(({ manifest }, i) => {
    const before = inOrder[i - 1]
    const expected = (before?.manifest.sequence ?? 0) + 1
    if (manifest.sequence !== expected) {
      return [
        { name: manifest.name, what: `sequence ${manifest.sequence}, not ${expected}`, where: MANIFEST },
      ]
    }
    if (manifest.previous === (before?.hash ?? null)) return []
    return [{ name: manifest.name, what: 'does not follow the week before it', where: MANIFEST }]
  })
}
