import { createReadStream, createWriteStream } from 'node:fs'
import { lstat, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { EXIT, PipelineError } from '../lib/error.ts'
import { sha256File } from '../lib/hash.ts'
import { type Manifest, type ManifestFile, readManifest } from './manifest.ts'
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
 */
export async function receive(path: string, workDir: string): Promise<Received> {
  const found = await stat(path).catch(() => undefined)
  if (!found) throw refusal(`extract-missing: no such file or folder (${basename(path)})`)
  const folder = found.isDirectory() ? path : await unpackZip(path, join(workDir, 'unpacked'))
  return { folder, manifest: await readManifest(folder) }
}

/**
 * Checks one file of an extract against the manifest and gives the path of its plain content (`.gz` is
 * unpacked under `workDir`). Throws `PipelineError` (exit 3): missing, a link, empty, wrong hash, or a .gz
 * that is broken or too large.
 */
export async function openFile({ folder }: Received, file: ManifestFile, workDir: string): Promise<string> {
  const path = join(folder, file.name)
  const found = await lstat(path).catch(() => undefined)
  if (!found) throw refusal(`file-missing: ${file.name} (manifest.json, files)`)
  if (!found.isFile()) throw refusal(`not-a-file: a link or a folder (${file.name})`)
  if (found.size === 0) throw refusal(`empty-file (${file.name})`)
  if ((await sha256File(path)) !== file.sha256)
    throw refusal(`wrong-hash: not the file that the manifest names (${file.name})`)
  if (!file.name.endsWith('.gz')) return path
  const plain = join(workDir, `${file.table}.csv`)
  const limit = Math.min(LIMITS.bytes, Math.max(10_000_000, found.size * LIMITS.ratio))
  await pipeline(
    createReadStream(path),
    createGunzip(),
    atMost(limit, file.name),
    createWriteStream(plain, { flags: 'wx' }),
  ).catch((error: Error) => {
    throw error instanceof PipelineError ? error : refusal(`gzip-broken: ${error.message} (${file.name})`)
  })
  return plain
}

/** A stream that fails when more bytes than the limit pass. */
function atMost(limit: number, name: string): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > limit) done(refusal(`too-large: unpacks to more than ${limit} bytes (${name})`))
      else done(null, chunk)
    },
  })
}

function refusal(message: string): PipelineError {
  return new PipelineError(message, EXIT.refusedData, 'ask the sender for the extract again')
}
