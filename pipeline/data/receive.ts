import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { type FileHandle, open, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Mapping } from '../force/mapping.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { type Manifest, type ManifestFile, readManifest } from './manifest.ts'
import { openPlain } from './plain-file.ts'
import { unpackZip } from './unpack.ts'

/** Largest table, in bytes of CSV, and greatest ratio of unpacked to packed bytes that is unpacked. */
const LIMITS = { bytes: 8_000_000_000, ratio: 200 }

/** An extract on disk: its folder (unpacked, if it came as a .zip) and its checked manifest. */
export interface Received {
  readonly folder: string
  readonly manifest: Manifest
}

/**
 * Takes in an extract: a folder, or a .zip that is unpacked under `workDir`. Throws `PipelineError` (exit 3)
 * if it is neither.
 *
 * @param mapping of the force, for its own names of tables
 */
export async function receive(path: string, workDir: string, mapping?: Mapping): Promise<Received> {
  const folder = await folderOf(path, workDir)
  return { folder, manifest: await readManifest(folder, mapping) }
}

/** The folder of an extract: itself, or a .zip unpacked under `workDir`. @see receive */
export async function folderOf(path: string, workDir: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  if (!found) throw refusal(`extract-missing: no such file or folder (${basename(path)})`)
  if (!found.isDirectory() && !found.isFile())
    throw refusal(`not-a-file: neither a folder nor a .zip (${basename(path)})`)
  return found.isDirectory() ? path : unpackZip(path, join(workDir, 'unpacked'))
}

/**
 * Checks one file of an extract against the manifest and gives the path of its plain content, a private copy
 * under `workDir` (`.gz` unpacked). The file is opened once and hashed as it is copied, so that what was
 * hashed is what is read, whatever becomes of the file meanwhile.
 *
 * Throws `PipelineError` (exit 3): missing, not a plain file, empty, wrong hash, or a .gz that is broken or
 * too large.
 */
export async function openFile({ folder }: Received, file: ManifestFile, workDir: string): Promise<string> {
  const { handle, size } = await openPlain(join(folder, file.name), {
    name: file.name,
    missing: `file-missing: ${file.name} (manifest.json, files)`,
  })
  const copy = join(workDir, `received-${file.name}`)
  const sha256 = await hashedCopy(handle, copy, file.name)
  if (size === 0) throw refusal(`empty-file (${file.name})`)
  if (sha256 !== file.sha256) throw refusal(`wrong-hash: not the file that the manifest names (${file.name})`)
  return file.name.endsWith('.gz') ? unpackGzip(copy, { file, size, workDir }) : copy
}

/** Bytes that are read at once: large enough that the steps between cost nothing. */
const BLOCK = 4 << 20

/** Copies an open file, and closes it; the SHA-256 of what was copied. */
async function hashedCopy(handle: FileHandle, target: string, name: string): Promise<string> {
  const hash = createHash('sha256')
  const copy = await open(target, 'wx', 0o600)
  try {
    let [block, spare] = [Buffer.allocUnsafe(BLOCK), Buffer.allocUnsafe(BLOCK)]
    let { bytesRead } = await handle.read(block, 0, BLOCK)
    for (let total = bytesRead; bytesRead > 0; total += bytesRead) {
      if (total > LIMITS.bytes) throw tooLarge(LIMITS.bytes, name)
      const bytes = block.subarray(0, bytesRead)
      // The next block is read, and this one written, on other threads while it is hashed on this one.
      const beside = Promise.all([handle.read(spare, 0, BLOCK), copy.writeFile(bytes)])
      hash.update(bytes)
      const [next] = await beside
      ;({ bytesRead } = next)
      ;[block, spare] = [spare, block]
    }
    return hash.digest('hex')
  } finally {
    await copy.close()
    await handle.close()
  }
}

async function unpackGzip(
  copy: string,
  { file, size, workDir }: { file: ManifestFile; size: number; workDir: string },
): Promise<string> {
  const plain = join(workDir, `${file.table}.csv`)
  const limit = Math.min(LIMITS.bytes, Math.max(10_000_000, size * LIMITS.ratio))
  await pipeline(
    createReadStream(copy),
    createGunzip(),
    passing(limit, file.name),
    createWriteStream(plain, { flags: 'wx', mode: 0o600 }),
  ).catch((error: Error) => {
    throw error instanceof PipelineError ? error : refusal(`gzip-broken: not a whole .gz file (${file.name})`)
  })
  await rm(copy)
  return plain
}

/** A stream that fails when more bytes than the limit pass. */
function passing(limit: number, name: string): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > limit) done(tooLarge(limit, name))
      else done(null, chunk)
    },
  })
}

function tooLarge(limit: number, name: string): PipelineError {
  return refusal(`too-large: more than ${limit} bytes (${name})`)
}

function refusal(message: string): PipelineError {
  return new PipelineError(message, EXIT.refusedData, 'ask the sender for the extract again')
}
