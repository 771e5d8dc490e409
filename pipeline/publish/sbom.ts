import { z } from 'zod'
import { readJson } from '../lib/files.ts'
import { canonicalJson } from '../lib/hash.ts'

const LockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
    }),
  ),
})

/**
 * The software bill of materials in CycloneDX 1.5, from the lock file alone: every package with its version,
 * licence and the hash that `npm ci` checks. The same lock file gives the same bytes (`npm sbom` would stamp
 * a time and a serial number).
 */
export async function softwareBill(
  lockFile = new URL('../../package-lock.json', import.meta.url).pathname,
): Promise<string> {
  const { packages } = LockFile.parse(await readJson(lockFile))
  const components = Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, { version = '', integrity, license, dev }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
      return {
        type: 'library',
        name,
        version,
        purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
        scope: dev ? 'optional' : 'required',
        ...(integrity && { hashes: integrity.split(' ').map(cycloneHash) }),
        ...(license && { licenses: [{ license: { name: license } }] }),
      }
    })
    .sort((a, b) => (a.purl < b.purl ? -1 : a.purl > b.purl ? 1 : 0))
  return canonicalJson({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, components })
}

/** @example cycloneHash('sha512-AA==') // { alg: 'SHA-512', content: '00' } */
function cycloneHash(integrity: string): { alg: string; content: string } {
  const [algorithm = '', base64 = ''] = integrity.split(/-(.*)/)
  return { alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(base64, 'base64').toString('hex') }
}
