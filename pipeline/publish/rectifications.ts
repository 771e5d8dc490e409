import { createHmac } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { personalOf } from '../data/pseudonym.ts'
import { RECTIFIABLE } from '../data/rectify.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { syncDirectory } from '../lib/files.ts'
import { canonicalJson, sha256 } from '../lib/hash.ts'
import type { Marker } from './disposals.ts'
import { type Home, homeOf } from './home.ts'
import { readSecret } from './secret.ts'
import { addEntry, entriesOf, logText, unsound } from './signed-log.ts'
import { replaceWhole } from './sweep.ts'

const Kept = z.strictObject({
  table: z.enum(RECTIFIABLE),
  id: z.string(),
  /** The person whom the row is about; null for a crime. */
  person: z.string().nullable(),
  column: z.string(),
  value: z.string(),
})

/** A correction with the person whom it is about, so that it goes when the person does. */
export type KeptCorrection = Readonly<z.infer<typeof Kept>>

const Entry = z.strictObject({
  kind: z.literal('rectification'),
  on: z.iso.date(),
  table: z.string(),
  column: z.string(),
  reason: z.string(),
  /**
   * Keyed hash of the correction, which stands apart, because a person can be disposed of and a log is kept.
   */
  proof: z.string(),
})

const LOG = 'log/rectifications.jsonl'
/** The corrections themselves, one a line. */
const OVERLAY = 'ledger/rectifications.jsonl'

/**
 * All corrections of a home, oldest first. Throws `PipelineError` (exit 5) when one is there that the signed
 * log does not know.
 */
export async function readRectifications(root: string): Promise<KeptCorrection[]> {
  const home = homeOf(root)
  const corrections = await overlayOf(home)
  if (corrections.length === 0) return []
  const log = { text: await logText(join(root, LOG)), name: LOG }
  const proofs = new Set((await entriesOf(home, log, Entry)).map(({ proof }) => proof))
  const secret = await readSecret(home)
  if (corrections.every(correction => proofs.has(proofOf(secret, correction)))) return corrections
  throw unsound(OVERLAY, 'a correction that was never logged')
}

/**
 * What tells a run with these corrections from one without them: a hash of their log; nothing without any.
 */
export async function rectificationsMark(root: string): Promise<string[]> {
  const text = await logText(join(root, LOG))
  return text === '' ? [] : [sha256(text)]
}

/**
 * Adds a correction to those that later weeks are baked with, and logs it, signed, without whom it is about.
 */
export async function addRectification(
  root: string,
  correction: KeptCorrection,
  why: { on: string; reason: string },
): Promise<void> {
  const home = homeOf(root)
  const { table, column } = correction
  const proof = proofOf(await readSecret(home), correction)
  const entry = { kind: 'rectification', ...why, table, column, proof }
  await addEntry(home, LOG, { text: await logText(join(root, LOG)), entry })
  await mkdir(join(root, 'ledger'), { recursive: true, mode: 0o700 })
  const file = await open(join(root, OVERLAY), 'a', 0o600)
  try {
    await file.appendFile(`${canonicalJson(correction)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await syncDirectory(join(root, 'ledger'))
}

/** Removes the corrections about disposed people, with no older copy left. Returns how many there were. */
export async function dropRectifications(
  home: Home,
  marker: Marker,
  marks: ReadonlySet<string>,
): Promise<number> {
  const corrections = await overlayOf(home)
  const kept = corrections.filter(
    ({ person }) => person === null || !marks.has(marker.ofId(personalOf(person))),
  )
  const dropped = corrections.length - kept.length
  if (dropped > 0) {
    const text = kept.map(correction => `${canonicalJson(correction)}\n`).join('')
    await replaceWhole(join(home.root, OVERLAY), Buffer.from(text))
  }
  return dropped
}

async function overlayOf({ root }: Home): Promise<KeptCorrection[]> {
  const lines = (await logText(join(root, OVERLAY))).split('\n').filter(line => line !== '')
  try {
    return lines.map(line => Kept.parse(JSON.parse(line)))
  } catch {
    throw new PipelineError(`a line of another shape (${OVERLAY})`, EXIT.failed, 'restore it from its backup')
  }
}

function proofOf(secret: Uint8Array, correction: KeptCorrection): string {
  const subkey = createHmac('sha256', secret).update('foresite rectifications').digest()
  return createHmac('sha256', subkey).update(canonicalJson(correction)).digest('hex')
}
