import { readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Disk } from './disk.ts'
import type { Home } from './home.ts'

/** Of an archived week nobody may write to anything, and others may not even read. */
const FILE = 0o440
const FOLDER = 0o2550
/** What no web server reads. */
const PRIVATE_FILE = 0o400
const PRIVATE_FOLDER = 0o500

/** Folders of a week whose readers are a web server's group; the rest is the owner's alone. */
const PUBLIC = ['areas', 'people']

/** The mode of a file of an archived week: it is written with it, so that no loss of power leaves it open. */
export function fileMode(path: string): number {
  const [top, ...below] = path.split('/')
  return below.length === 0 || PUBLIC.includes(top!) ? FILE : PRIVATE_FILE
}

/**
 * Makes an archived week read-only, from the inside out, and gives the pages of each product to the group of
 * its readers: of areas the group of `live/areas`, of people that of `unpacked`; before there are any, the
 * home's. An administrator sets those once and every later week follows.
 */
export async function sealWeek(home: Home, folder: string, disk: Disk): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (!entry.isDirectory()) await setAccess(path, disk, { group: undefined, mode: FILE })
    else if (PUBLIC.includes(entry.name)) await sealTree(path, disk, await readersOf(home, entry.name))
    else await sealTree(path, disk, undefined)
  }
  await disk.chmod(folder, FOLDER)
  await disk.syncDirectory(folder)
  await disk.syncDirectory(dirname(folder))
}

/** The group of the readers of a product. */
export async function readersOf(home: Home, product: string): Promise<number> {
  const place = product === 'areas' ? join(home.live, 'areas') : join(home.root, 'unpacked')
  const { gid } = await stat(place).catch(() => stat(home.root))
  return gid
}

async function sealTree(folder: string, disk: Disk, group: number | undefined): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await sealTree(path, disk, group)
    else await setAccess(path, disk, { group, mode: group === undefined ? PRIVATE_FILE : FILE })
  }
  await setAccess(folder, disk, { group, mode: group === undefined ? PRIVATE_FOLDER : FOLDER })
  await disk.syncDirectory(folder)
}

async function setAccess(
  path: string,
  disk: Disk,
  { group, mode }: { group: number | undefined; mode: number },
): Promise<void> {
  const now = await stat(path)
  // A change of group takes the setgid bit away, so the mode comes last.
  if (group !== undefined && now.gid !== group) await disk.chgrp(path, group)
  if ((now.mode & 0o7777) !== mode || (group !== undefined && now.gid !== group)) await disk.chmod(path, mode)
}
