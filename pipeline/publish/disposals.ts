import { createHmac, hash } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import type { DisposedPeople } from '../data/disposed.ts'
import { plainId } from '../data/identifiers.ts'
import { disclosed, type PersonId, personalOf, pseudonymOf } from '../data/pseudonym.ts'
import { newestPrivate } from './archive.ts'
import { type Home, homeOf } from './home.ts'
import { destroyPersonKeys, type PersonKeys, readPersonKeys } from './person-keys.ts'
import { readSecret } from './secret.ts'
import { addEntry, entriesOf, logText, unsound } from './signed-log.ts'

const Disposal = z.strictObject({
  kind: z.literal('disposal'),
  /** ISO date from which on a charge is a new one. */
  on: z.iso.date(),
  reason: z.string(),
  /** Keyed marks of all records that were one person. */
  marks: z.array(z.string().regex(/^[0-9a-f]{32}$/)).min(1),
})

/** A disposal as logged: who it was can only be asked, with the key of the pseudonyms, never read. */
export type Disposal = Readonly<z.infer<typeof Disposal>>

const LOG = 'log/disposals.jsonl'
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
  return entriesOf(home, { text: await disposalText(home), name: LOG }, Disposal)
}

/** The log as it stands, for the copy in a week. Empty when nobody was disposed of. */
export async function disposalText(home: Home): Promise<string> {
  const a = await logText(join(home.root, LOG))
  const b = (await newestPrivate(home.root, DISPOSALS))?.toString() ?? ''
  if (!a.startsWith(b) && !b.startsWith(a)) throw unsound(LOG, 'it contradicts the copy in the newest week')
  return a.length >= b.length ? a : b
}

/** Adds a signed line to the disposal log, durably. */
export async function logDisposal(home: Home, facts: Omit<Disposal, 'kind'>): Promise<void> {
  await addEntry(home, LOG, { text: await disposalText(home), entry: { kind: 'disposal', ...facts } })
}

/** The marks of everybody who was disposed of. */
export async function disposedMarks(home: Home): Promise<Set<string>> {
  return new Set((await readDisposals(home)).flatMap(({ marks }) => marks))
}

/**
 * The keys of all people: the way in to everything that is sealed. The disposal log is replayed first, so
 * that a back-up of the keys from before a disposal is made right before anything is read with it.
 */
export async function personKeys(root: string): Promise<PersonKeys> {
  const home = homeOf(root)
  const keys = await readPersonKeys(home)
  const marks = await disposedMarks(home)
  if (keys.size === 0 || marks.size === 0) return keys
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
