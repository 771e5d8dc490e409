import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { listFiles } from '../lib/files.ts'
import type { Home } from './home.ts'

/** Files above this size are read in pieces. */
const NOT_SEARCHED = ['archive/', 'keys/']

/**
 * The files of a home, outside archive and keys, that hold one of these texts in any of their bytes, inflated
 * ones included. Sorted paths.
 */
export async function filesThatName({ root }: Home, texts: readonly string[]): Promise<string[]> {
  const needles = texts.map(text => Buffer.from(text))
  const found: string[] = []
  for (const name of await listFiles(root)) {
    if (NOT_SEARCHED.some(folder => name.startsWith(folder))) continue
    const path = join(root, name)
    if (!(await lstat(path)).isFile()) continue
    const contents = inflated(name, await readFile(path))
    if (contents.some(bytes => needles.some(needle => bytes.includes(needle)))) found.push(name)
  }
  return found
}

function inflated(name: string, bytes: Buffer): Buffer[] {
  try {
    if (name.endsWith('.gz')) return [bytes, gunzipSync(bytes)]
    if (name.endsWith('.br')) return [bytes, brotliDecompressSync(bytes)]
  } catch {
    // What cannot be inflated is searched as it is.
  }
  return [bytes]
}
