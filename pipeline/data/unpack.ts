import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { EXIT, PipelineError, speakingOf } from '../lib/error.ts'

/** What a .zip may hold at most: entries, bytes unpacked, ratio of unpacked to packed bytes, milliseconds. */
export interface ZipLimits {
  readonly entries: number
  readonly bytes: number
  readonly ratio: number
  readonly milliseconds: number
}

const NOT_WHOLE = 'zip-broken: not a whole .zip file of plain names'

const LIMITS: ZipLimits = { entries: 20, bytes: 8_000_000_000, ratio: 200, milliseconds: 600_000 }
const NAME = /^(?:[A-Za-z0-9][A-Za-z0-9._-]{0,99}\/)?([A-Za-z0-9][A-Za-z0-9._-]{0,99})$/
/** Bytes after the last entry of the list: the end record, in the plain and in the 64-bit format. */
const ENDS = [22, 22 + 76]
const SYMLINK = 0o120000
const FILE_TYPE = 0o170000

/**
 * Unpacks a .zip of plain files (in one folder at most) into a new folder and returns it. The names must be
 * plain, each once after NFC and lower-casing; no links, no encryption; declared and counted bytes must agree
 * and stay under the limits.
 *
 * Throws `PipelineError` (exit 3) at the first thing that is not so; what was unpacked until then stays in
 * the work folder.
 */
export async function unpackZip(path: string, target: string, limits: ZipLimits = LIMITS): Promise<string> {
  return unpack(path, target, { limits, wanted: () => true })
}

/** The same for the manifest alone: what an extract is, without unpacking it. @see unpackZip */
export async function unpackManifest(path: string, target: string): Promise<string> {
  return unpack(path, target, { limits: LIMITS, wanted: name => name === 'manifest.json' })
}

async function unpack(
  path: string,
  target: string,
  { limits, wanted }: { limits: ZipLimits; wanted: (name: string) => boolean },
): Promise<string> {
  const where = basename(path)
  const zip = await yauzl
    .openPromise(path, {
      lazyEntries: true,
      autoClose: false,
      strictFileNames: true,
      validateEntrySizes: true,
    })
    .catch(() => {
      throw refusal(NOT_WHOLE, where)
    })
  try {
    const entries = await listEntries(zip, where, limits)
    await mkdir(target, { recursive: false, mode: 0o700 })
    const deadline = AbortSignal.timeout(limits.milliseconds)
    for (const [name, entry] of entries)
      if (wanted(name)) await unpackEntry(zip, entry, { to: join(target, name), where, deadline })
    return target
  } finally {
    zip.close()
  }
}

async function listEntries(zip: ZipFile, where: string, limits: ZipLimits): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.entries) throw refusal(`zip-too-many: ${zip.entryCount} entries`, where)
  const entries = new Map<string, Entry>()
  const seen = new Set<string>()
  const folders = new Set<string>()
  let [bytes, count] = [0, 0]
  try {
    for await (const entry of zip.eachEntry()) {
      if (++count > limits.entries) throw refusal('zip-too-many: more entries than allowed', where)
      if (
        entry.fileName.endsWith('/') &&
        entry.uncompressedSize === 0 &&
        NAME.test(entry.fileName.slice(0, -1))
      )
        continue
      const name = entryName(entry, where)
      const same = name.normalize('NFC').toLowerCase()
      if (seen.has(same)) throw refusal('zip-name-twice: two entries of one name', where)
      seen.add(same)
      folders.add(entry.fileName.slice(0, entry.fileName.length - name.length))
      bytes += entry.uncompressedSize
      if (bytes > limits.bytes) throw refusal(`zip-too-large: more than ${limits.bytes} bytes`, where)
      if (
        entry.uncompressedSize > 10_000_000 &&
        entry.uncompressedSize > entry.compressedSize * limits.ratio
      ) {
        throw refusal('zip-ratio: an entry unpacks to far too much', where)
      }
      entries.set(name, entry)
    }
  } catch (error) {
    throw error instanceof PipelineError ? error : refusal(NOT_WHOLE, where)
  }
  if (!ENDS.includes(zip.fileSize - Number(zip.readEntryCursor) - Buffer.byteLength(String(zip.comment)))) {
    throw refusal('zip-broken: more in the archive than its list of entries', where)
  }
  if (folders.size > 1) throw refusal('zip-name: entries in more than one folder', where)
  return entries
}

function entryName(entry: Entry, where: string): string {
  const name = NAME.exec(entry.fileName)?.[1]
  if (!name) throw refusal('zip-name: an entry with a name that is not plain', where)
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE
  if (type === SYMLINK) throw refusal('zip-link: an entry that is a link', where)
  if (entry.isEncrypted()) throw refusal('zip-encrypted: an entry with a password', where)
  return name
}

async function unpackEntry(
  zip: ZipFile,
  entry: Entry,
  options: { to: string; where: string; deadline: AbortSignal },
) {
  const { to, where, deadline } = options
  try {
    const stream = await zip.openReadStreamPromise(entry)
    await pipeline(stream, counted(entry.uncompressedSize), createWriteStream(to, { flags: 'wx' }), {
      signal: deadline,
    })
  } catch {
    if (deadline.aborted) throw refusal('zip-time: unpacking took too long', where)
    throw refusal(NOT_WHOLE, where)
  }
}

/** Fails unless exactly the declared number of bytes passes. */
function counted(declared: number): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      done(bytes > declared ? new Error('more bytes than declared') : null, chunk)
    },
    flush: done => done(bytes === declared ? null : new Error('fewer bytes than declared')),
  })
}

function refusal(message: string, where: string): PipelineError {
  const remedy = 'ask the sender for a plain .zip of the extract'
  return speakingOf('both', new PipelineError(`${message} (${where})`, EXIT.refusedData, remedy), 'extract')
}
