import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { EXIT, PipelineError } from '../lib/error.ts'
import { syncDirectory } from '../lib/files.ts'
import { canonicalJson, sha256 } from '../lib/hash.ts'
import { archivedWeeks } from './archive.ts'
import { realDisk } from './disk.ts'
import type { Home } from './home.ts'
import { isSigned, publicKey, signBytes, signingKey } from './keys.ts'

const Line = z.strictObject({
  /** 1 for the first; each next one adds 1. */
  sequence: z.number().int().positive(),
  /** SHA-256 of the line before this one; null for the first. */
  previous: z.string().nullable(),
  entry: z.unknown(),
  signature: z.string(),
})

/**
 * The whole lines of a log, as text; empty where there is none. What a killed run left of a line is no line.
 */
export async function logText(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text.slice(0, text.lastIndexOf('\n') + 1)
}

/**
 * The entries of a signed log, oldest first. Throws `PipelineError` (exit 5) when a line was changed, left
 * out or not signed with this home's key.
 *
 * @param name the log's path in the home, for messages
 */
export async function entriesOf<T>(
  home: Home,
  log: { text: string; name: string },
  schema: z.ZodType<T>,
): Promise<T[]> {
  if (log.text === '') return []
  const key = await publicKey(home)
  let previous: string | null = null
  return linesOf(log.text).map((text, i) => {
    const line = Line.safeParse(parsed(text))
    const entry = schema.safeParse(line.data?.entry)
    const sound =
      entry.success &&
      line.success &&
      line.data.sequence === i + 1 &&
      line.data.previous === previous &&
      isSigned(key, signedBytes(line.data), line.data.signature)
    if (!sound) throw unsound(log.name, `line ${i + 1} was changed, or one before it is missing`)
    previous = sha256(text)
    return entry.data
  })
}

/**
 * Adds a signed line to a log (0600), durably.
 *
 * @param text the log as it should stand before; what the file lacks of it is written as well
 */
export async function addEntry(
  home: Home,
  name: string,
  log: { text: string; entry: unknown },
): Promise<void> {
  const key = await signingKey(home, realDisk, (await archivedWeeks(home.root)).length > 0)
  const lines = linesOf(log.text)
  const last = lines.at(-1)
  const body = {
    sequence: lines.length + 1,
    previous: last === undefined ? null : sha256(last),
    entry: log.entry,
  }
  const line = canonicalJson({ ...body, signature: signBytes(key, signedBytes(body)).trim() })
  const path = join(home.root, name)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'a+', 0o600)
  try {
    const whole = await logText(path)
    await file.truncate(Buffer.byteLength(whole))
    await file.appendFile(`${log.text.slice(whole.length)}${line}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await syncDirectory(dirname(path))
}

/** That a log cannot be trusted. */
export function unsound(name: string, what: string): PipelineError {
  return new PipelineError(`log not sound: ${what} (${name})`, EXIT.failed, 'restore it from its backup')
}

function signedBytes({ sequence, previous, entry }: Omit<z.infer<typeof Line>, 'signature'>): Buffer {
  return Buffer.from(canonicalJson({ sequence, previous, entry }))
}

function linesOf(text: string): string[] {
  return text.split('\n').filter(line => line !== '')
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
