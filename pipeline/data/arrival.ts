import { createHash } from 'node:crypto'
import { lstat, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Mapping } from '../force/mapping.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { type Manifest, manifestHash, readManifest } from './manifest.ts'
import { openPlain } from './plain-file.ts'
import { unpackManifest } from './unpack.ts'

/**
 * What lies at a path: a `whole` extract, one that `lacks` a part which may still come, or one that is there
 * and not right, whether it is still being written or was spoilt.
 */
export type Arrival =
  | {
      readonly kind: 'whole'
      readonly coversTo: string
      readonly extractedAt: string
      /** SHA-256 of the manifest. */
      readonly manifest: string
    }
  | { readonly kind: 'lacks' | 'wrong'; readonly why: string }

/** Codes of what may still come. */
const LACKING = new Set(['manifest-missing', 'file-missing'])

/**
 * Looks whether an extract has come to its end, before a run is made of it: of a folder whether every file of
 * the manifest is there with its hash, of a .zip whether it can be opened (its list stands at its end) and
 * its manifest be read.
 *
 * @param mapping of the force, for its own names of tables
 * @param scratch a private folder
 */
export async function lookAtArrival(
  path: string,
  { mapping, scratch }: { mapping: Mapping | undefined; scratch: string },
): Promise<Arrival> {
  try {
    const manifest = (await lstat(path)).isFile()
      ? await manifestInZip(path, { mapping, scratch })
      : await manifestOfFolder(path, mapping)
    const { covers_to: coversTo, extracted_at: extractedAt } = manifest
    return { kind: 'whole', coversTo, extractedAt, manifest: manifestHash(manifest) }
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error
    const kind = LACKING.has(error.reasons[0]!.code) ? 'lacks' : 'wrong'
    return { kind, why: error.message }
  }
}

async function manifestInZip(
  path: string,
  { mapping, scratch }: { mapping: Mapping | undefined; scratch: string },
): Promise<Manifest> {
  const folder = await mkdtemp(join(scratch, 'look-'))
  try {
    return await readManifest(await unpackManifest(path, join(folder, 'unpacked')), mapping)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function manifestOfFolder(folder: string, mapping: Mapping | undefined): Promise<Manifest> {
  const manifest = await readManifest(folder, mapping)
  for (const { name, sha256 } of manifest.files) {
    const { handle } = await openPlain(join(folder, name), {
      name,
      missing: `file-missing: ${name} (manifest.json, files)`,
    })
    const hash = createHash('sha256')
    await pipeline(handle.createReadStream({ highWaterMark: 1 << 22 }), hash)
    if (hash.digest('hex') !== sha256) {
      throw new PipelineError(`wrong-hash (${name})`, EXIT.refusedData)
    }
  }
  return manifest
}
