import { inWorkers } from '../lib/workers.ts'
import { decodePack, type PackEntry } from './pack-format.ts'
import { openText, type PackPlace, sealerOf, sealText, tagOf } from './pack-seal.ts'

/** Some people, as threads are told of them: 32 hexadecimal digits and 32 bytes of key each. */
interface People {
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
interface SharedPack {
  readonly bytes: Uint8Array
  readonly place: PackPlace
}

/** Sealed records in the order of their people: 16 bytes of tag each, the bodies, and where each ends. */
interface Sealed {
  readonly kind: 'sealed'
  readonly tags: Uint8Array
  readonly bodies: Uint8Array
  readonly ends: Float64Array
}

/** One record: the position of its pack, whose it is, and its text; undefined when it was changed. */
type OpenedText = readonly [pack: number, pseudonym: string, text: string | undefined]

type Answer = Sealed | { readonly kind: 'opened'; readonly found: readonly OpenedText[] }

/** Does the work of one thread. */
export function answerPackWork(work: Sealing | Opening): Answer {
  return work.kind === 'seal' ? sealAll(work) : { kind: 'opened', found: openAll(work) }
}

function sealAll({ people, place, dictionary, texts }: Sealing): Sealed {
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
  return { kind: 'sealed', tags: ownBytes(tags), bodies: ownBytes(bodies), ends }
}

function openAll({ people, packs }: Opening): OpenedText[] {
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

const SCRIPT = new URL('./pack-worker.ts', import.meta.url)

/**
 * Works on people some at a time: on two threads if there are many. What is made for each of them stays in
 * the threads' own small heaps, which are cleared faster than that of a whole run.
 */
async function onThreads<W extends Sealing | Opening>(
  people: readonly (readonly [pseudonym: string, key: Uint8Array])[],
  workOf: (people: People, from: number) => W,
): Promise<Answer[]> {
  const works: W[] = []
  for (let from = 0; from < people.length; from += CHUNK) {
    const some = people.slice(from, from + CHUNK)
    const keys = new Uint8Array(32 * some.length)
    for (const [i, [, key]] of some.entries()) keys.set(key, 32 * i)
    works.push(workOf({ pseudonyms: some.map(([pseudonym]) => pseudonym), keys }, from))
  }
  return people.length < WORTH_A_THREAD ? works.map(answerPackWork) : inWorkers<W, Answer>(SCRIPT, works)
}

/** Seals one text of each person, in any order. */
export async function sealTexts(
  records: readonly { readonly pseudonym: string; readonly key: Uint8Array; readonly text: string }[],
  { place, dictionary }: { place: PackPlace; dictionary: string },
): Promise<PackEntry[]> {
  const people = records.map(({ pseudonym, key }) => [pseudonym, key] as const)
  const texts = records.map(({ text }) => text)
  const answers = await onThreads(people, (some, from) => ({
    kind: 'seal',
    people: some,
    place,
    dictionary,
    texts: texts.slice(from, from + some.pseudonyms.length),
  }))
  return answers.flatMap(answer => (answer.kind === 'sealed' ? entriesOf(answer) : []))
}

function entriesOf({ tags, bodies, ends }: Sealed): PackEntry[] {
  const [tagBytes, bodyBytes] = [Buffer.from(tags.buffer), Buffer.from(bodies.buffer)]
  return Array.from(ends, (end, i) => ({
    tag: tagBytes.subarray(16 * i, 16 * (i + 1)),
    body: bodyBytes.subarray(ends[i - 1] ?? 0, end),
  }))
}

/** Opens what packs of one week hold of these people. */
export async function openTexts(
  packs: readonly SharedPack[],
  people: ReadonlyMap<string, Uint8Array>,
): Promise<OpenedText[]> {
  if (packs.length === 0) return []
  const answers = await onThreads([...people], some => ({ kind: 'open', people: some, packs }))
  return answers.flatMap(answer => (answer.kind === 'opened' ? [...answer.found] : []))
}
