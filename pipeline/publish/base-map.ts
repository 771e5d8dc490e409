import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ImportedMap, Put } from '../bake/base-map/import.ts'
import { canonicalJson, sha256 } from '../lib/hash.ts'
import type { Disk } from './disk.ts'
import type { Home } from './home.ts'
import { readersOf } from './seal.ts'

const FOLDER = 0o2750
const FILE = 0o640
const STAGE = '.stage'
const CHOSEN = 'chosen.txt'
/** A name in the folder of base maps: the first half of the hash of all that it holds. */
const HASH = /^[0-9a-f]{16}$/

/** A base map in a home. */
export interface StoredMap {
  readonly hash: string
  readonly folder: string
}

/** The base map that was chosen last; undefined where the home has none. */
export async function chosenMap({ baseMaps }: Home): Promise<StoredMap | undefined> {
  const hash = (await readFile(join(baseMaps, CHOSEN), 'utf8').catch(() => '')).trim()
  const folder = join(baseMaps, hash)
  return HASH.test(hash) && existsSync(join(folder, 'meta.json')) ? { hash, folder } : undefined
}

/** Names of all base maps of a home, sorted: older weeks show older ones. */
export async function storedMaps({ baseMaps }: Home): Promise<string[]> {
  const names = await readdir(baseMaps).catch(() => [])
  return names.filter(name => HASH.test(name)).sort()
}

/**
 * Stores a base map whole or not at all, under the hash of its files, and makes it the chosen one. What is
 * there already stays.
 *
 * @param make writes every tile with `put`, then says what they are
 * @returns the base map and whether anything changed
 */
export async function storeMap<T extends Pick<ImportedMap, 'map' | 'streets'>>(
  home: Home,
  disk: Disk,
  make: (put: Put) => Promise<T>,
): Promise<StoredMap & { readonly made: T; readonly isNew: boolean }> {
  const stage = join(home.baseMaps, STAGE)
  await disk.remove(stage)
  await makeFolder(disk, home.baseMaps, await readersOf(home, 'areas'))
  await makeFolder(disk, stage, await readersOf(home, 'areas'))
  try {
    const { made, hash } = await writeMap(stage, disk, make)
    const folder = join(home.baseMaps, hash)
    const isThere = existsSync(join(folder, 'meta.json'))
    const isNew = !isThere || (await chosenMap(home))?.hash !== hash
    if (!isThere) await disk.rename(stage, folder)
    if (isNew) await choose(home, disk, hash)
    return { hash, folder, made, isNew }
  } finally {
    await disk.remove(stage)
  }
}

async function writeMap<T extends Pick<ImportedMap, 'map' | 'streets'>>(
  stage: string,
  disk: Disk,
  make: (put: Put) => Promise<T>,
): Promise<{ made: T; hash: string }> {
  const all = createHash('sha256')
  const folders = new Set<string>()
  const put: Put = async (path, bytes) => {
    const folder = dirname(join(stage, path))
    if (!folders.has(folder)) {
      await makeFolder(disk, dirname(folder))
      await makeFolder(disk, folder)
      folders.add(folder)
    }
    await disk.write(join(stage, path), bytes, FILE)
    all.update(`${path} ${sha256(bytes)}\n`)
  }
  const made = await make(put)
  await put('streets.json', Buffer.from(JSON.stringify({ kind: 'streets', streets: made.streets })))
  await put('meta.json', Buffer.from(canonicalJson(made.map)))
  for (const folder of folders) await disk.syncDirectory(folder)
  await disk.syncDirectory(stage)
  return { made, hash: all.digest('hex').slice(0, 16) }
}

async function choose({ baseMaps }: Home, disk: Disk, hash: string): Promise<void> {
  const next = join(baseMaps, `${CHOSEN}.next`)
  await disk.remove(next)
  await disk.write(next, `${hash}\n`, FILE)
  await disk.rename(next, join(baseMaps, CHOSEN))
  await disk.syncDirectory(baseMaps)
}

async function makeFolder(disk: Disk, path: string, group?: number): Promise<void> {
  await disk.makeDirectory(path)
  if (group !== undefined) await disk.chgrp(path, group)
  await disk.chmod(path, FOLDER)
}
