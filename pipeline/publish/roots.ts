import { readdir, readFile, readlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { listFiles } from '../lib/files.ts'
import { sha256 } from '../lib/hash.ts'
import { inParallel } from '../lib/parallel.ts'
import type { Disk } from './disk.ts'
import type { Home } from './home.ts'
import type { Place, Plan } from './plan.ts'
import { readersOf } from './seal.ts'

/** Folders that both web servers pass through, and their own roots. */
const FOLDER = 0o2750
const FILE = 0o640
const NEXT = '.next'

/** The name of the folder that holds the roots of a plan: the week that is live, and a hash of the plan. */
export function rootName(week: string, plan: Plan): string {
  return `${week}-${sha256(JSON.stringify([...plan].sort(byPath))).slice(0, 8)}`
}

/** The week that a folder of roots shows. @example weekOfRoot('2026-W47.2-0a1b2c3d') === '2026-W47.2' */
export function weekOfRoot(name: string): string {
  return name.replace(/-[0-9a-f]{8}$/, '')
}

/**
 * The folder `served/NAME` with both web roots as planned, made if it is not there or differs. It is put
 * together beside and renamed, so that it is there whole or not at all.
 *
 * @returns NAME
 */
export async function ensureRoots(home: Home, week: string, { plan, disk }: { plan: Plan; disk: Disk }) {
  const name = rootName(week, plan)
  const folder = join(home.served, name)
  if (await isAsPlanned(folder, plan)) return name
  const next = join(home.served, NEXT)
  await disk.remove(next)
  await makeFolder(disk, home.served)
  await makeFolder(disk, next)
  for (const product of ['areas', 'people'])
    await makeFolder(disk, join(next, product), await readersOf(home, product))
  for (const parent of parentsOf(plan)) await disk.makeDirectory(join(next, parent), FOLDER)
  await inParallel([...plan], ([path, place]) => put(disk, join(next, path), place))
  // A folder each, not a file each: after a loss of power the link must not lead to half a root.
  for (const parent of parentsOf(plan)) await disk.syncDirectory(join(next, parent))
  await disk.syncDirectory(next)
  await disk.remove(folder)
  await disk.rename(next, folder)
  await disk.syncDirectory(home.served)
  return name
}

/** Removes all roots but one: they can be made again. */
export async function dropRoots(home: Home, disk: Disk, keep: string): Promise<void> {
  for (const name of await readdir(home.served).catch(() => [])) {
    if (name !== keep) await disk.remove(join(home.served, name))
  }
}

/** Does a folder of roots hold what was planned, each link and text, and nothing else? */
export async function isAsPlanned(folder: string, plan: Plan): Promise<boolean> {
  const found = await listFiles(folder)
  if (found.length !== plan.size) return false
  const same = await inParallel(found, async path => {
    const place = plan.get(path)
    if (!place) return false
    const at = join(folder, path)
    const now = 'to' in place ? await readlink(at).catch(() => '') : await textAt(at)
    return now === ('to' in place ? place.to : place.text)
  })
  return same.every(Boolean)
}

async function textAt(path: string): Promise<string> {
  // A link where a text should be is another thing, whatever it leads to.
  const isLink = await readlink(path).then(
    () => true,
    () => false,
  )
  return isLink ? '' : readFile(path, 'utf8')
}

async function put(disk: Disk, path: string, place: Place): Promise<void> {
  if ('to' in place) await disk.symlink(place.to, path)
  else await disk.write(path, place.text, FILE)
}

async function makeFolder(disk: Disk, path: string, group?: number): Promise<void> {
  await disk.makeDirectory(path)
  if (group !== undefined) await disk.chgrp(path, group)
  await disk.chmod(path, FOLDER)
}

function parentsOf(plan: Plan): string[] {
  const parents = new Set([...plan.keys()].map(path => dirname(path)))
  return [...parents].sort()
}

function byPath([a]: readonly [string, Place], [b]: readonly [string, Place]): number {
  return a < b ? -1 : 1
}
