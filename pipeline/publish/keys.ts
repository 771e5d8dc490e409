import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, PipelineError } from '../lib/error.ts'
import type { Disk } from './disk.ts'
import type { Home } from './home.ts'

const PRIVATE = 'publish.key'
const PUBLIC = 'publish.pub'

/**
 * The ed25519 key that signs manifests, from `keys/publish.key` (0600, in a folder of 0700). It is made on
 * the first run, its public half beside it. Throws `PipelineError` (exit 5) when the key is gone although
 * weeks were signed with it.
 */
export async function signingKey(home: Home, disk: Disk, hasWeeks: boolean): Promise<KeyObject> {
  const path = join(home.keys, PRIVATE)
  const pem = await readFile(path, 'utf8').catch(ifMissing)
  if (pem === undefined && hasWeeks) {
    throw new PipelineError(`signing key missing (${path})`, EXIT.failed, 'restore the key from its backup')
  }
  const key = pem === undefined ? await makeKey(home, disk) : privateKeyOf(pem, path)
  if ((await readFile(join(home.keys, PUBLIC), 'utf8').catch(ifMissing)) === undefined) {
    await put(disk, join(home.keys, PUBLIC), { text: publicPem(key), mode: 0o640 })
    await disk.syncDirectory(home.keys)
  }
  return key
}

async function makeKey(home: Home, disk: Disk): Promise<KeyObject> {
  await disk.makeDirectory(home.keys, 0o700)
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  await put(disk, join(home.keys, PRIVATE), { text: pem, mode: 0o600 })
  await disk.syncDirectory(home.keys)
  return privateKey
}

/** A whole file or none under its final name. */
async function put(disk: Disk, path: string, { text, mode }: { text: string; mode: number }): Promise<void> {
  await disk.remove(`${path}.new`)
  await disk.write(`${path}.new`, text, mode)
  await disk.rename(`${path}.new`, path)
}

/** The public key that checks manifests. Throws `PipelineError` (exit 5) when there is none. */
export async function publicKey(home: Home): Promise<KeyObject> {
  const path = join(home.keys, PUBLIC)
  const pem = await readFile(path, 'utf8').catch(ifMissing)
  if (pem === undefined)
    throw new PipelineError(
      `no public key (${path})`,
      EXIT.failed,
      'restore keys/ from its backup; where nothing was ever published, move away what archive/ holds',
    )
  try {
    return createPublicKey(pem)
  } catch {
    throw new PipelineError(`no key in this file (${path})`, EXIT.failed, 'restore it from its backup')
  }
}

function privateKeyOf(pem: string, path: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch {
    throw new PipelineError(`no key in this file (${path})`, EXIT.failed, 'restore it from its backup')
  }
}

/** SHA-256 of the public half of a signing key: it stands in every manifest that the key signs. */
export function fingerprint(key: KeyObject): string {
  const half = key.type === 'private' ? createPublicKey(key) : key
  return createHash('sha256')
    .update(half.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}

function publicPem(key: KeyObject): string {
  return createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()
}

/** Ed25519 signature of bytes, as one line of base64. */
export function signBytes(key: KeyObject, bytes: Uint8Array): string {
  return `${sign(null, bytes, key).toString('base64')}\n`
}

/** Is this the signature of these bytes? */
export function isSigned(key: KeyObject, bytes: Uint8Array, signature: string): boolean {
  return verify(null, bytes, key, Buffer.from(signature.trim(), 'base64'))
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw error
}
