import { createHmac, randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type PersonId, type Pseudonym, pseudonymOf } from '../data/pseudonym.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { syncDirectory, writeWhole } from '../lib/files.ts'
import { archivedWeeks, newestPrivate } from './archive.ts'
import { type Home, homeOf } from './home.ts'

const FILE = 'pseudonym.key'

/** File of an archived week that tells which key its pseudonyms were made with, without telling the key. */
export const SECRET_MARK = 'pseudonym-key.txt'

/**
 * The key of the pseudonyms: 32 random bytes in `keys/pseudonym.key` (0600), made on the first run. With
 * another key every person would be a stranger to all earlier weeks, so that a missing or changed key is
 * never replaced in silence.
 *
 * Throws `PipelineError` (exit 5) when weeks are archived and the key is gone, or is not the one of the
 * newest week.
 */
export async function pseudonymKey(root: string): Promise<Buffer> {
  const home = homeOf(root)
  const isUsed = (await archivedWeeks(root)).length > 0 || (await exists(home))
  const key = isUsed ? await readSecret(home) : await makeSecret(home)
  const mark = (await newestPrivate(root, SECRET_MARK))?.toString()
  if (mark === undefined || mark === secretMark(key)) return key
  throw new PipelineError(
    `not the key of the archived weeks: ${FILE} (${home.keys})`,
    EXIT.failed,
    'restore keys/ from its backup',
  )
}

/**
 * The pseudonym of any person in this home. Throws as `pseudonymKey` does.
 *
 * @example (await pseudonymsOf(home))(personalOf('P1')).length === 32
 */
export async function pseudonymsOf(root: string): Promise<(id: PersonId) => Pseudonym> {
  const key = await pseudonymKey(root)
  return id => pseudonymOf(key, id)
}

/** The key as it lies there. Throws `PipelineError` (exit 5) when it is missing or cut off. */
export async function readSecret({ keys }: Home): Promise<Buffer> {
  const key = await readFile(join(keys, FILE)).catch(ifMissing)
  if (key?.length === 32) return key
  throw new PipelineError(
    `${key ? 'damaged' : 'missing'}: the key of the pseudonyms (${join(keys, FILE)})`,
    EXIT.failed,
    'restore keys/ from its backup',
  )
}

/** What a week says of the key: the same key gives the same line. */
export function secretMark(key: Uint8Array): string {
  return `${createHmac('sha256', key).update('foresite key mark').digest('hex').slice(0, 16)}\n`
}

async function exists({ keys }: Home): Promise<boolean> {
  return (await readFile(join(keys, FILE)).catch(ifMissing)) !== undefined
}

async function makeSecret({ keys }: Home): Promise<Buffer> {
  await mkdir(keys, { recursive: true, mode: 0o700 })
  const key = randomBytes(32)
  // Half a key, left by a killed run, would have every later one refused.
  await writeWhole(join(keys, FILE), key, 0o600)
  await syncDirectory(keys)
  return key
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw error
}
