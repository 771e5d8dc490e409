import { createHmac, hash } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { DisposedPeople } from '../data/disposed.ts'
import { plainId } from '../data/identifiers.ts'
import { disclosed, type PersonId, personalOf, pseudonymOf } from '../data/pseudonym.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { syncDirectory } from '../lib/files.ts'
import { canonicalJson, sha256 } from '../lib/hash.ts'
import { archivedWeeks } from './archive.ts'
import { realDisk } from './disk.ts'
import { type Home, homeOf } from './home.ts'
import { isSigned, publicKey, signBytes, signingKey } from './keys.ts'
import { destroyPersonKeys, type PersonKeys, readPersonKeys } from './person-keys.ts'
import { readSecret } from './secret.ts'

const Hash = z.string().regex(/^[0-9a-f]{64}$/)

const Disposal = z.strictObject({
  kind: z.literal('disposal'),
  /** 1 for the first; each next one adds 1. */
  sequence: z.number().int().positive(),
  /** SHA-256 of the line before this one; null for the first. */
  previous: Hash.nullable(),
  /** ISO date from which on a charge is a new one. */
  on: z.iso.date(),
  reason: z.string(),
  /** Keyed marks of all records that were one person. */
  marks: z.array(z.string().regex(/^[0-9a-f]{32}$/)).min(1),
})

const Line = z.strictObject({ entry: Disposal, signature: z.string() })

/** A disposal as logged: who it was can only be asked, with the key of the pseudonyms, never read. */
export type Disposal = Readonly<z.infer<typeof Disposal>>

/** The copy of the log that every archived week carries. */
export const DISPOSALS = 'disposals.jsonl'

/** How the people of the disposal log are recognised. */
export interface Marker {
  readonly pseudonymOf: (id: PersonId) => string
  readonly ofPseudonym: (pseudonym: string) => string
  readonly ofId: (id: PersonId) => string
}

/**
 * The marks of people in the disposal log: 32 hexadecimal digits of a hash over the pseudonym, under a
 * subkey of the pseudonyms' key. They tell neither id nor pseudonym. References are compared in their plain
 * form.
 *
 * @param secret the key of the pseudonyms
 */
export function markerOf(secret: Uint8Array): Marker {
  const subkey = createHmac('sha256', secret).update('foresite disposal marks').digest()
  // Half of a hash over a secret: what is cut in two cannot be carried on by who does not know the secret.
  const ofPseudonym = (pseudonym: string) =>
    hash('sha256', Buffer.concat([subkey, Buffer.from(pseudonym)])).slice(0, 32)
  const ofPerson = (id: PersonId) => pseudonymOf(secret, personalOf(plainId(disclosed(id))))
  return { pseudonymOf: ofPerson, ofPseudonym, ofId: id => ofPseudonym(ofPerson(id)) }
}

/**
 * All disposals, oldest first: those of `log/disposals.jsonl`, or of the copy in the newest archived week
 * where that is longer, so that an older back-up of the log brings nobody back.
 *
 * Throws `PipelineError` (exit 5) when a line was changed, left out or not signed with this home's key.
 */
export async function readDisposals(home: Home): Promise<Disposal[]> {
  const text = await disposalText(home)
  return text === '' ? [] : checked(text, await publicKey(home))
}

/** The log as it stands, for the copy in a week. Empty when nobody was disposed of. */
export async function disposalText(home: Home): Promise<string> {
  const texts = [await textAt(join(home.log, DISPOSALS))]
  const newest = (await archivedWeeks(home.root)).at(-1)
  if (newest) texts.push(await textAt(join(newest.folder, 'private', DISPOSALS)))
  const [a = '', b = ''] = texts
  if (!a.startsWith(b) && !b.startsWith(a)) throw broken('two logs that contradict each other')
  return a.length >= b.length ? a : b
}

/** Adds a signed line to the disposal log, durably. */
export async function logDisposal(
  home: Home,
  facts: Pick<Disposal, 'on' | 'reason' | 'marks'>,
): Promise<void> {
  const text = await disposalText(home)
  const lines = text.split('\n').filter(line => line !== '')
  const last = lines.at(-1)
  const entry: Disposal = {
    kind: 'disposal',
    sequence: lines.length + 1,
    previous: last === undefined ? null : sha256(last),
    ...facts,
  }
  const key = await signingKey(home, realDisk, (await archivedWeeks(home.root)).length > 0)
  const signature = signBytes(key, Buffer.from(canonicalJson(entry))).trim()
  await mkdir(home.log, { recursive: true, mode: 0o700 })
  const written = await textAt(join(home.log, DISPOSALS))
  const file = await open(join(home.log, DISPOSALS), 'a', 0o600)
  try {
    await file.writeFile(`${text.slice(written.length)}${canonicalJson({ entry, signature })}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await syncDirectory(home.log)
}

/**
 * The keys of all people: the way in to everything that is sealed. The disposal log is replayed first, so
 * that a back-up of the keys from before a disposal is made right before anything is read with it.
 */
export async function personKeys(root: string): Promise<PersonKeys> {
  const home = homeOf(root)
  const keys = await readPersonKeys(home)
  const disposals = await readDisposals(home)
  if (keys.size === 0 || disposals.length === 0) return keys
  const marks = new Set(disposals.flatMap(disposal => disposal.marks))
  const { ofPseudonym } = markerOf(await readSecret(home))
  const back = new Set([...keys.keys()].filter(pseudonym => marks.has(ofPseudonym(pseudonym))))
  if (back.size === 0) return keys
  await destroyPersonKeys(home, back)
  for (const pseudonym of back) keys.delete(pseudonym)
  return keys
}

/**
 * Who was disposed of, for taking in an extract: asked by reference, which is compared after NFKC and without
 * zero-width characters and outer spaces. Undefined when nobody was.
 */
export async function disposedPeople(root: string): Promise<DisposedPeople | undefined> {
  const home = homeOf(root)
  const disposals = await readDisposals(home)
  if (disposals.length === 0) return undefined
  const mark = markerOf(await readSecret(home))
  const days = new Map(disposals.flatMap(({ marks, on }) => marks.map(mark => [mark, on] as const)))
  return { on: id => days.get(mark.ofId(id)) }
}

function checked(text: string, key: Parameters<typeof isSigned>[0]): Disposal[] {
  let previous: string | null = null
  return text
    .split('\n')
    .filter(line => line !== '')
    .map((line, i) => {
      const { entry, signature } = parsed(line)
      const signed = isSigned(key, Buffer.from(canonicalJson(entry)), signature)
      if (!signed || entry.sequence !== i + 1 || entry.previous !== previous)
        throw broken(`line ${i + 1} was changed, or one before it is missing`)
      previous = sha256(line)
      return entry
    })
}

function parsed(line: string): z.infer<typeof Line> {
  try {
    return Line.parse(JSON.parse(line))
  } catch {
    throw broken('a line of another shape')
  }
}

function broken(what: string): PipelineError {
  const remedy = 'restore the log from its backup; without it disposed people could come back'
  return new PipelineError(`disposal log not sound: ${what} (log/${DISPOSALS})`, EXIT.failed, remedy)
}

async function textAt(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  // What a killed run left of a line is no line.
  return text.slice(0, text.lastIndexOf('\n') + 1)
}
