import { inWorkers } from '../lib/workers.ts'
import { decodePack, type PackEntries } from './pack-format.ts'
import { openText, type PackPlace, sealerOf, sealText, tagOf } from './pack-seal.ts'

/** Some people, as threads are told of them: 32 hexadecimal digits and 32 bytes of key each. */
export interface People {
  readonly pseudonyms: readonly string[]
  readonly keys: Uint8Array
}

/** To seal one text of each. */
interface Sealing {
  readonly kind: 'seal'
  readonly people: People
  readonly place: PackPlace
  readonly dictionary: string
  readonly texts: readonly string[]
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
    : { kind: 'opened', found: openAll(work) }
}

function sealAll({ people, place, dictionary, texts }: Sealing): PackEntries {
  const shared = { place, dictionary: Buffer.from(dictionary) }
  const tags: Buffer[] = []
  const bodies: Buffer[] = []
  const ends = new Float64Array(texts.length)
  let end = 0
  for (const [i, sealer] of sealersOf(people).entries()) {
    tags.push(tagOf(sealer, place.revision))
    const body = sealText(sealer, texts[i]!, shared)
    bodies.push(body)
    end += body.length
    ends[i] = end
  }
  return { tags: ownBytes(tags), bodies: ownBytes(bodies), ends }
}

/** What packs of one week hold of some people. */
export function openAll({ people, packs }: Omit<Opening, 'kind'>): OpenedText[] {
  const read = packs.map(({ bytes, place }) => {
    const pack = decodePack(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    return { pack, place, dictionary: Buffer.from(pack.head.dictionary) }
  })
  const found: OpenedText[] = []
  for (const sealer of sealersOf(people)) {
    const tag = tagOf(sealer, packs[0]!.place.revision)
    for (const [i, { pack, ...shared }] of read.entries()) {
      const body = pack.find(tag)
      if (body) found.push([i, sealer.pseudonym, openText(sealer, body, shared)])
    }
  }
  return found
}

function sealersOf({ pseudonyms, keys }: People) {
  return pseudonyms.map((pseudonym, i) => sealerOf(pseudonym, keys.subarray(32 * i, 32 * (i + 1))))
}

/** In memory of their own: a view of a pool would be sent with the whole pool. */
function ownBytes(parts: readonly Buffer[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

/** People whom one thread works on at once. */
const CHUNK = 20_000
/** Fewer people are worked on where they are: a thread takes longer to start. */
const WORTH_A_THREAD = 2000

const PACK_THREAD = { script: new URL('./pack-worker.ts', import.meta.url), answer: answerPackWork }

/** A work on some people: what a thread does with it, and its script. */
export interface PeopleWork<W, R> {
  readonly script: URL
  readonly answer: (work: W) => R
  /** The work on these people, the first of whom is number `from` of all. */
  readonly workOf: (people: People, from: number) => W
}

/**
 * Works on people some at a time: on two threads if there are many. What is made for each of them stays in
 * the threads' own small heaps, which are cleared faster than that of a whole run.
 *
 * @param people pseudonym and key of each
 */
export async function onThreads<W, R>(
  people: readonly (readonly [pseudonym: string, key: Uint8Array])[],
  { script, answer, workOf }: PeopleWork<W, R>,
): Promise<R[]> {
  const works: W[] = []
  for (let from = 0; from < people.length; from += CHUNK) {
    const some = people.slice(from, from + CHUNK)
    const keys = new Uint8Array(32 * some.length)
    for (const [i, [, key]] of some.entries()) keys.set(key, 32 * i)
    works.push(workOf({ pseudonyms: some.map(([pseudonym]) => pseudonym), keys }, from))
  }
  return people.length < WORTH_A_THREAD ? works.map(answer) : inWorkers<W, R>(script, works)
}

/** Seals one text of each person, in any order. */
export async function sealTexts(
  records: readonly { readonly pseudonym: string; readonly key: Uint8Array; readonly text: string }[],
  { place, dictionary }: { place: PackPlace; dictionary: string },
): Promise<PackEntries[]> {
  const people = records.map(({ pseudonym, key }) => [pseudonym, key] as const)
  const texts = records.map(({ text }) => text)
  const answers = await onThreads<Sealing, Answer>(people, {
    ...PACK_THREAD,
    workOf: (some, from) => ({
      kind: 'seal',
      people: some,
      place,
      dictionary,
      texts: texts.slice(from, from + some.pseudonyms.length),
    }),
  })
  return answers.flatMap(answer => (answer.kind === 'sealed' ? [answer.entries] : []))
}

/** Opens what packs of one week hold of these people. */
export async function openTexts(
  packs: readonly SharedPack[],
  people: ReadonlyMap<string, Uint8Array>,
): Promise<OpenedText[]> {
  if (packs.length === 0) return []
  const answers = await onThreads<Opening, Answer>([...people], {
    ...PACK_THREAD,
    workOf: some => ({ kind: 'open', people: some, packs }),
  })
  return answers.flatMap(answer => (answer.kind === 'opened' ? [...answer.found] : []))
}
