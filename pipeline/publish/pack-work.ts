import { inWorkers } from '../lib/workers.ts'
import { decodePack, type PackEntries } from './pack-format.ts'
import { openText, type PackPlace, sealerOf, sealText, tagOf } from './pack-seal.ts'
import type { PersonKeys } from './person-keys.ts'

/** Some people, as threads are told of them: 32 hexadecimal digits and 32 bytes of key each. */
export interface People {
  readonly pseudonyms: readonly string[]
  readonly keys: Uint8Array
}

/** Texts one after another as UTF-8, and where each ends. */
interface Texts {
  readonly bytes: Uint8Array
  readonly ends: Float64Array
}

/** To seal one text of each. */
interface Sealing {
  readonly kind: 'seal'
  readonly people: People
  readonly place: PackPlace
  readonly dictionary: string
  readonly texts: Texts
}

/** To find and open what packs hold of them. */
interface Opening {
  readonly kind: 'open'
  readonly people: People
  readonly packs: readonly SharedPack[]
}

/** A pack in memory that threads share. */
export interface SharedPack {
  readonly bytes: Uint8Array
  readonly place: PackPlace
  /** How many it holds. */
  readonly records: number
}

/** One record: the position of its pack, whose it is, and its text; undefined when it was changed. */
type OpenedText = readonly [pack: number, pseudonym: string, text: string | undefined]

type Answer =
  | { readonly kind: 'sealed'; readonly entries: PackEntries }
  | { readonly kind: 'opened'; readonly found: readonly OpenedText[] }

/** Does the work of one thread. */
export function answerPackWork(work: Sealing | Opening): Answer {
  return work.kind === 'seal'
    ? { kind: 'sealed', entries: sealAll(work) }
    : { kind: 'opened', found: [...openEach(work)] }
}

function sealAll({ people, place, dictionary, texts }: Sealing): PackEntries {
  const shared = { place, dictionary: Buffer.from(dictionary) }
  const ends = new Float64Array(texts.ends.length)
  // At once where they go: held until all are sealed, they are moved over and over.
  const tags = new Uint8Array(TAG_BYTES * ends.length)
  const bodies = new Uint8Array(texts.bytes.length * WORST_DEFLATED + SEALED_MORE * ends.length)
  let [i, from, end] = [0, 0, 0]
  for (const sealer of sealersOf(people)) {
    tags.set(tagOf(sealer, place.revision), TAG_BYTES * i)
    const body = sealText(sealer, texts.bytes.subarray(from, texts.ends[i]), shared)
    from = texts.ends[i]!
    bodies.set(body, end)
    end += body.length
    ends[i++] = end
  }
  return { tags, bodies: bodies.slice(0, end), ends }
}

const TAG_BYTES = 16
/** A text that nothing can be made of grows by an eighth at most, whatever tables it is compressed with. */
const WORST_DEFLATED = 1.25
/** Bytes of a sealed record beside its text, and more. */
const SEALED_MORE = 64

/** What packs of one week hold of some people, opened one by one as they are asked for. */
export function* openEach({ people, packs }: Omit<Opening, 'kind'>): Generator<OpenedText> {
  const read = packs.map(({ bytes, place }) => {
    const pack = decodePack(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    return { pack, place, dictionary: Buffer.from(pack.head.dictionary) }
  })
  for (const sealer of sealersOf(people)) {
    const tag = tagOf(sealer, packs[0]!.place.revision)
    for (const [i, { pack, ...shared }] of read.entries()) {
      const body = pack.find(tag)
      if (body) yield [i, sealer.pseudonym, openText(sealer, body, shared)]
    }
  }
}

function* sealersOf({ pseudonyms, keys }: People) {
  for (const [i, pseudonym] of pseudonyms.entries())
    yield sealerOf(pseudonym, keys.subarray(32 * i, 32 * (i + 1)))
}

/** In memory of their own: a view of a pool would be sent with the whole pool. */
function ownBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** People whom one thread seals or opens at once: more would be in memory more than once. */
const CHUNK = 50_000
/** Fewer people are worked on where they are: a thread takes longer to start. */
const WORTH_A_THREAD = 2000

/** A sealed record is soon forgotten: with more than this threads are no faster, and take 200 MB. */
export const YOUNG_MEGABYTES = 16

/** Some of many people, of whom the first is number `from` of all. */
interface Chunk {
  readonly people: People
  readonly from: number
}

/** All who have keys, so many at a time. */
export function* somePeople(keys: PersonKeys, atOnce?: number): Generator<People> {
  for (const { people } of chunksOf([...keys.keys()], pseudonym => keys.get(pseudonym)!, atOnce)) yield people
}

/** Some people at a time. */
function* chunksOf(
  pseudonyms: readonly string[],
  keyOf: (pseudonym: string) => Uint8Array,
  atOnce = CHUNK,
): Generator<Chunk> {
  for (let from = 0; from < pseudonyms.length; from += atOnce) {
    const some = pseudonyms.slice(from, from + atOnce)
    const keys = new Uint8Array(32 * some.length)
    for (const [i, pseudonym] of some.entries()) keys.set(keyOf(pseudonym), 32 * i)
    yield { people: { pseudonyms: some, keys }, from }
  }
}

/** What a thread does with a work, and its script. */
interface Thread<W, R> {
  readonly script: URL
  readonly answer: (work: W) => R
}

/**
 * Works on people on two threads if there are many. What is made for each of them stays in the threads' own
 * small heaps, which are cleared faster than that of a whole run.
 */
async function onThreads<W, R>(
  works: Iterable<W>,
  many: number,
  { script, answer }: Thread<W, R>,
): Promise<R[]> {
  return many < WORTH_A_THREAD ? Array.from(works, answer) : inWorkers<W, R>(script, works, YOUNG_MEGABYTES)
}

interface PeopleWork<W> {
  readonly workOf: (people: People) => W
  /** People in one work. */
  readonly atOnce?: number
}

/** A work on some people at a time, each of whom has a key. */
export async function onPeople<W, R>(
  keys: PersonKeys,
  { workOf, atOnce, ...thread }: Thread<W, R> & PeopleWork<W>,
): Promise<R[]> {
  function* works(): Generator<W> {
    for (const people of somePeople(keys, atOnce)) yield workOf(people)
  }
  return onThreads(works(), keys.size, thread)
}

const PACK_THREAD = { script: new URL('./pack-worker.ts', import.meta.url), answer: answerPackWork }

/** Whose records are going to stand in a pack, and the text of each by its number: JSON, as UTF-8. */
export interface UnsealedPack {
  readonly place: PackPlace
  readonly pseudonyms: readonly string[]
  readonly textOf: (i: number) => Uint8Array
}

/**
 * Seals the records of some packs, of each in any order. Everyone has a key.
 *
 * @param threads whether two other threads do it, if there are many
 */
export async function sealTexts(
  packs: readonly (UnsealedPack & { readonly dictionary: string })[],
  keys: PersonKeys,
  threads: boolean,
): Promise<PackEntries[][]> {
  const sealed: PackEntries[][] = packs.map(() => [])
  const owners: number[] = []
  function* works(): Generator<Sealing> {
    for (const [k, { place, dictionary, pseudonyms, textOf }] of packs.entries()) {
      for (const { people, from } of chunksOf(pseudonyms, pseudonym => keys.get(pseudonym)!)) {
        owners.push(k)
        const texts = joinTexts(people.pseudonyms.map((_, i) => textOf(from + i)))
        yield { kind: 'seal', people, place, dictionary, texts }
      }
    }
  }
  const many = threads ? packs.reduce((sum, { pseudonyms }) => sum + pseudonyms.length, 0) : 0
  const answers = await onThreads<Sealing, Answer>(works(), many, PACK_THREAD)
  for (const [i, answer] of answers.entries())
    if (answer.kind === 'sealed') sealed[owners[i]!]!.push(answer.entries)
  return sealed
}

function joinTexts(texts: readonly Uint8Array[]): Texts {
  let end = 0
  const ends = Float64Array.from(texts, ({ length }) => {
    end += length
    return end
  })
  return { bytes: ownBytes(texts), ends }
}

/** Opens what packs of one week hold of these people. */
export async function openTexts(packs: readonly SharedPack[], keys: PersonKeys): Promise<OpenedText[]> {
  if (packs.length === 0) return []
  const answers = await onPeople<Opening, Answer>(keys, {
    ...PACK_THREAD,
    workOf: people => ({ kind: 'open', people, packs }),
  })
  return answers.flatMap(answer => (answer.kind === 'opened' ? [...answer.found] : []))
}
