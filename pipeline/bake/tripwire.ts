import { join } from 'node:path'
import { type PersonId, type Pseudonym, personalOf } from '../data/pseudonym.ts'
import type { Duck } from '../lib/duck.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { listFiles } from '../lib/files.ts'
import type { Log } from '../lib/log.ts'
import { inWorkers } from '../lib/workers.ts'
import { type Content, contentsOf } from './contents.ts'
import { findNeedle, makeNeedles, type Needles } from './needles.ts'

/** A value that must not be in a bundle, found in one of its files. The value itself is not repeated. */
export interface Leak {
  readonly file: string
  /** How the value was written: as text (in any capitals, or in an address), in UTF-16, or in base64. */
  readonly form: 'text' | 'utf16' | 'base64'
}

/**
 * Searches every byte of every file under a folder, after decompression, for texts that must not be there.
 *
 * @param folder the areas bundle
 */
export async function findLeaks(folder: string, needles: Needles): Promise<Leak[]> {
  const leaks: Leak[] = []
  for (const file of await listFiles(folder)) {
    const contents = await contentsOf(join(folder, file))
    for (const [form, views] of FORMS) {
      const shortest = form === 'base64' ? MIN_DECODED : 0
      const holds = ({ bytes, least }: Content) =>
        views(bytes).some(view => findNeedle(needles, view, Math.max(shortest, least)) >= 0)
      if (contents.some(holds)) leaks.push({ file, form })
    }
  }
  return leaks
}

const FORMS: readonly (readonly [Leak['form'], (content: Uint8Array) => Uint8Array[]])[] = [
  ['text', content => [content]],
  ['utf16', content => (content.includes(0) ? [narrowed(content, 0), narrowed(content, 1)] : [])],
  ['base64', content => decoded(content)],
]

/** Bytes at even or at odd places that have a zero beside them: the letters of ASCII in UTF-16. */
function narrowed(content: Uint8Array, parity: number): Uint8Array {
  const view = new Uint8Array((content.length - parity + 1) >> 1)
  for (let i = 0; i < view.length; i++) {
    const at = 2 * i + parity
    view[i] = content[at - 1] === 0 || content[at + 1] === 0 ? content[at]! : 0
  }
  return view
}

/** Shorter texts would be found in base64 by chance. */
const MIN_DECODED = 8
/** Base64 of a text of eight bytes has at least so many signs that stand for it alone. */
const MIN_RUN = 10
const SIX_BITS = new Int8Array(256).fill(-1)
for (const [i, sign] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  SIX_BITS[sign.charCodeAt(0)] = i
SIX_BITS['-'.charCodeAt(0)] = 62
SIX_BITS['_'.charCodeAt(0)] = 63

/**
 * What the long runs of base64 signs stand for, read from each of the four places at which a group can begin.
 */
function decoded(content: Uint8Array): Uint8Array[] {
  const views = [0, 1, 2, 3].map(() => new Uint8Array(content.length + 8))
  const ends = [0, 0, 0, 0]
  for (let at = 0; at < content.length; at++) {
    if (SIX_BITS[content[at]!]! < 0) continue
    const from = at
    while (at < content.length && SIX_BITS[content[at]!]! >= 0) at++
    if (at - from < MIN_RUN) continue
    for (let shift = 0; shift < 4; shift++)
      ends[shift] = decodeRun(views[shift]!, ends[shift]!, content.subarray(from + shift, at))
  }
  return views.map((view, shift) => view.subarray(0, ends[shift]))
}

/** Decodes one run behind what a view holds already, and a zero byte behind it; where the view ends then. */
function decodeRun(view: Uint8Array, start: number, run: Uint8Array): number {
  let end = start
  for (let at = 0; at + 1 < run.length; at += 4) {
    const second = SIX_BITS[run[at + 1]!]!
    view[end++] = (SIX_BITS[run[at]!]! << 2) | (second >> 4)
    if (at + 2 >= run.length) break
    const third = SIX_BITS[run[at + 2]!]!
    view[end++] = (second << 4) | (third >> 2)
    if (at + 3 >= run.length) break
    view[end++] = (third << 6) | SIX_BITS[run[at + 3]!]!
  }
  view[end++] = 0
  return end
}

/**
 * Prepares the search for the references of all persons, charges and decisions of the accepted rows, and for
 * the pseudonyms of the persons.
 */
export async function referencesOf(store: Duck, pseudonym: (id: PersonId) => Pseudonym): Promise<Needles> {
  const ids = async (table: string, column: string) =>
    (await store.columns(`SELECT ${column} AS id FROM ${table}`)).id as string[]
  const persons = await ids('persons', 'person_id')
  const others = [...(await ids('charges', 'charge_id')), ...(await ids('decisions', 'decision_id'))]
  return makeNeedles([...persons, ...persons.map(id => pseudonym(personalOf(id))), ...others])
}

/**
 * Refuses (exit 4) an areas bundle in which any of the references of the week is found anywhere. It is
 * searched on a thread, while the run goes on.
 */
export async function refuseLeaks(folder: string, references: Needles, log: Log): Promise<void> {
  const { size, left } = references
  log.say(`  looked for ${size} references of people, charges and decisions; ${left} too short`)
  const script = new URL('./tripwire-worker.ts', import.meta.url)
  const [leaks] = await inWorkers<object, Leak[]>(script, [{ folder, references }])
  const [leak] = leaks!
  if (!leak) return
  throw new PipelineError(
    `a person's reference is in the areas product, ${leak.form} (${leak.file})`,
    EXIT.refusedDisclosure,
    'nothing was published; find which baked file holds it',
  )
}
