import { lstat, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { EXIT, PipelineError } from '../lib/error.ts'
import { canonicalJson, sha256 } from '../lib/hash.ts'

const Hash = z.string().regex(/^[0-9a-f]{64}$/)
const Count = z.number().int().min(0)

/** What the run read and was: enough to say which input and which code gave these bytes. */
const Facts = z.strictObject({
  /** ISO date of the forecast. */
  asAt: z.iso.date(),
  extractId: z.string(),
  /** First and last day that the extract covers. */
  covers: z.strictObject({ from: z.iso.date(), to: z.iso.date() }),
  /** Every file of the extract and of the configuration, by hash. */
  inputs: z.array(z.strictObject({ name: z.string(), sha256: Hash })),
  /** Per table: rows = accepted + quarantined. */
  accounts: z.array(
    z.strictObject({
      table: z.string(),
      rows: Count,
      accepted: Count,
      quarantined: Count,
      reasons: z.array(z.strictObject({ code: z.string(), rows: Count })),
    }),
  ),
  codeVersion: z.string(),
  /** Hash of the force's settings. */
  configuration: z.string(),
})

const ManifestSchema = z.strictObject({
  kind: z.literal('manifest'),
  /** Folder in the archive: `2026-W47`, or `2026-W47.2` for its first correction. */
  name: z.string(),
  week: z.string(),
  runId: z.string(),
  /** 1 for the first week that this home published; each next one adds 1. */
  sequence: z.number().int().positive(),
  /** SHA-256 of the manifest published before this one; null for the first. */
  previous: Hash.nullable(),
  /** Fingerprint of the key that signs this manifest. */
  signedBy: Hash,
  /** The week that is live after this one was published: this one, unless it is older or covers less. */
  live: z.string(),
  facts: Facts,
  /** Every other file of the week, sorted by path. */
  files: z.array(z.strictObject({ path: z.string(), size: Count, sha256: Hash })),
})

export type Facts = Readonly<z.infer<typeof Facts>>
export type Manifest = Readonly<z.infer<typeof ManifestSchema>>
export type ManifestEntry = Manifest['files'][number]

export const MANIFEST = 'manifest.json'
export const SIGNATURE = 'manifest.sig'
export const SBOM = 'sbom.json'

/** A manifest with the hash of its bytes, which the next week's manifest names. */
export interface ReadManifest {
  readonly manifest: Manifest
  readonly bytes: Buffer
  readonly hash: string
}

/** The bytes of a manifest: canonical JSON, validated, so that the same week always gives the same bytes. */
export function manifestBytes(manifest: Manifest): Buffer {
  return Buffer.from(canonicalJson(ManifestSchema.parse(manifest)))
}

/** A manifest from its bytes. Throws `PipelineError` (exit 5) when they are no JSON or of another shape. */
export function parseManifest(bytes: Buffer, where: string): ReadManifest {
  try {
    return { manifest: ManifestSchema.parse(JSON.parse(bytes.toString('utf8'))), bytes, hash: sha256(bytes) }
  } catch (error) {
    throw unreadable(
      error instanceof z.ZodError ? 'another shape than expected' : (error as Error).message,
      where,
    )
  }
}

/**
 * The bytes of a manifest or signature of an archived week. Throws `PipelineError` (exit 5) when there is no
 * such plain file: a pipe or a device would be waited for without end.
 */
export async function readPlain(folder: string, file: string): Promise<Buffer> {
  const path = join(folder, file)
  const found = await lstat(path).catch(() => undefined)
  if (!found?.isFile()) throw unreadable(`no plain file ${file}`, basename(folder))
  return readFile(path)
}

/**
 * Reads the manifest of an archived week. Throws `PipelineError` (exit 5) when it is absent, no JSON or of
 * another shape.
 */
export async function readManifest(folder: string): Promise<ReadManifest> {
  return parseManifest(await readPlain(folder, MANIFEST), basename(folder))
}

function unreadable(cause: string, where: string): PipelineError {
  return new PipelineError(`unreadable manifest: ${cause} (${where})`, EXIT.failed, 'run verify')
}
