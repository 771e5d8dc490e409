import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { EXIT, PipelineError } from '../lib/error.ts'
import { canonicalJson, sha256 } from '../lib/hash.ts'
import type { Disk } from './disk.ts'
import type { Home } from './home.ts'
import { isSigned, publicKey, signBytes, signingKey } from './keys.ts'

const Entry = z.strictObject({
  kind: z.enum(['pause', 'resume']),
  sequence: z.number().int().positive(),
  /** SHA-256 of the line before; null for the first. */
  previous: z.string().nullable(),
  /** `areas`, `people` or the slug of a target. */
  what: z.string(),
  reason: z.string(),
  /** UTC, ISO 8601. */
  at: z.iso.datetime(),
})

const Line = z.strictObject({ entry: Entry, signature: z.string() })

/** What is paused: since when and why. */
export type Pause = Readonly<Pick<z.infer<typeof Entry>, 'what' | 'reason' | 'at'>>

const LOG = 'pauses.jsonl'

/**
 * What is paused now, by the signed log `log/pauses.jsonl`, in the order of pausing.
 *
 * Throws `PipelineError` (exit 5) when a line was changed, left out or not signed with this home's key: what
 * is shown or not is then nobody's decision.
 */
export async function pausesOf(home: Home): Promise<Pause[]> {
  const paused = new Map<string, Pause>()
  for (const { kind, what, reason, at } of await pauseEntries(home)) {
    paused.delete(what)
    if (kind === 'pause') paused.set(what, { what, reason, at })
  }
  return [...paused.values()]
}

/** Every pause and resumption, oldest first; throws as `pausesOf`. */
export async function pauseEntries(home: Home): Promise<(Pause & Pick<z.infer<typeof Entry>, 'kind'>)[]> {
  const text = await logText(home)
  return text === '' ? [] : checked(text, await publicKey(home))
}

/** Adds a signed line to the log, durably. */
export async function logPause(
  home: Home,
  disk: Disk,
  decision: Pause & Pick<z.infer<typeof Entry>, 'kind'>,
): Promise<void> {
  const lines = (await logText(home)).split('\n').filter(line => line !== '')
  const last = lines.at(-1)
  const previous = last === undefined ? null : sha256(last)
  const { kind, what, reason, at } = decision
  const entry = { kind, sequence: lines.length + 1, previous, what, reason, at }
  const key = await signingKey(home, disk, true)
  const signature = signBytes(key, Buffer.from(canonicalJson(entry))).trim()
  await disk.makeDirectory(home.log, 0o700)
  const whole = await readFile(join(home.log, LOG), 'utf8').catch(() => '')
  const broken = whole === '' || whole.endsWith('\n') ? '' : '\n'
  await disk.append(join(home.log, LOG), `${broken}${canonicalJson({ entry, signature })}\n`)
  await disk.syncDirectory(home.log)
}

function checked(text: string, key: Parameters<typeof isSigned>[0]): z.infer<typeof Entry>[] {
  let previous: string | null = null
  const lines = text.split('\n').filter(line => line !== '')
  return lines.map((line, i) => {
    const { entry, signature } = parsed(line, i)
    const signed = isSigned(key, Buffer.from(canonicalJson(entry)), signature)
    if (!signed || entry.sequence !== i + 1 || entry.previous !== previous) throw broken(i)
    previous = sha256(line)
    return entry
  })
}

function parsed(line: string, i: number): z.infer<typeof Line> {
  try {
    return Line.parse(JSON.parse(line))
  } catch {
    throw broken(i)
  }
}

function broken(i: number): PipelineError {
  return new PipelineError(
    `line ${i + 1} was changed, or one before it is missing (log/${LOG})`,
    EXIT.failed,
    'restore the log from its backup, or move it away and pause again what must not be shown',
  )
}

/** All whole lines: what a killed run left of one is no decision. */
async function logText(home: Home): Promise<string> {
  const text = await readFile(join(home.log, LOG), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(line => line.endsWith('}'))
    .map(line => `${line}\n`)
    .join('')
}
