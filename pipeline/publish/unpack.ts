import { statSync } from 'node:fs'
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { listFiles, readJson, syncDirectory } from '../lib/files.ts'
import { sha256 } from '../lib/hash.ts'
import { inParallel } from '../lib/parallel.ts'
import { removeTree } from '../lib/remove-tree.ts'
import type { ArchivedWeek } from './archive.ts'
import { disposalText, personKeys } from './disposals.ts'
import type { Home } from './home.ts'
import { readManifest } from './manifest.ts'
import { sharePacks } from './packs.ts'
import { PACKS } from './people-week.ts'
import type { PersonKeys } from './person-keys.ts'
import { type KnownPeople, type UnpackedRow, unpackPages } from './unpack-work.ts'

/** Who may read an unpacked people site: its owner and the web server's group. */
const FILE_MODE = 0o640
const FOLDER_MODE = 0o2750

const Stamp = z.strictObject({ kind: z.literal('stamp'), files: z.string() })

/**
 * Unpacks the people site of an archived week into a new folder: its static pages as hard links (copies on
 * another file system), and for each unit `lomu/CODE/list.json`, `lomu/CODE/children.json` (rows in the order
 * of the list) and `lomu/CODE/person/PSEUDONYM.json`. People whose key was destroyed are left out. Nothing is
 * synced file by file: all of it can be made again.
 *
 * Throws `PipelineError` (exit 5) when a pack was changed.
 *
 * @returns all files with their sizes
 */
export async function unpackPeople(
  week: ArchivedWeek,
  people: KnownPeople,
  target: string,
): Promise<SizedFile[]> {
  await mkdir(target, { recursive: true, mode: FOLDER_MODE })
  const files = await linkPages(join(week.folder, 'people'), target)
  const names = await readdir(join(week.folder, PACKS)).catch(() => [])
  const packs = await inParallel(names, async name => ({
    bytes: await readFile(join(week.folder, PACKS, name)),
    place: { revision: week.name, unit: name.replace(/\.pack$/, '') },
  }))
  const folderOf = (unit: string) => join(target, 'lomu', unit)
  for (const { place } of packs)
    await mkdir(join(folderOf(place.unit), 'person'), { recursive: true, mode: FOLDER_MODE })
  const placed = sharePacks(packs).map(pack => ({ ...pack, folder: folderOf(pack.place.unit) }))
  const rows = await unpackPages(placed, people, FILE_MODE)
  for (const { pack, pseudonym, bytes } of rows)
    files.push({ path: `lomu/${packs[pack]!.place.unit}/person/${pseudonym}.json`, bytes })
  for (const [i, { folder, place }] of placed.entries()) {
    const lists = await writeLists(
      folder,
      rows.filter(row => row.pack === i),
    )
    files.push(...lists.map(({ path, bytes }) => ({ path: `lomu/${place.unit}/${path}`, bytes })))
  }
  return files
}

interface SizedFile {
  /** Relative to the site. */
  readonly path: string
  readonly bytes: number
}

/**
 * The folder in which the people site of a week lies unpacked, made if it is not there or not whole. The name
 * tells the week and the disposals up to now: after a disposal it is another folder, and the older ones are
 * removed by `dropUnpacked` once nothing leads to them.
 *
 * @param listed keys of those whom the week lists, where they are at hand
 * @returns an absolute path, for example `HOME/unpacked/2026-W47.0123456789ab`
 */
export async function ensureUnpacked(home: Home, week: ArchivedWeek, listed?: PersonKeys): Promise<string> {
  const { folder, whole } = await findUnpacked(home, week)
  if (whole) return folder
  const next = join(unpackedRoot(home), `.next-${week.name}`)
  await rm(next, { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
  const files = await unpackPeople(week, { listed, keys: () => personKeys(home.root) }, next)
  await writeFile(stampOf(folder), JSON.stringify({ kind: 'stamp', files: markOf(files) }), { mode: 0o600 })
  await rename(next, folder)
  await syncDirectory(dirname(folder))
  return folder
}

/** Where the people site of a week lies unpacked, or would, and whether it is whole. Nothing is made. */
export async function findUnpacked(home: Home, week: ArchivedWeek) {
  const folder = join(unpackedRoot(home), await unpackedName(home, week))
  return { folder, whole: await isWhole(folder) }
}

/** Removes every unpacked site but those named, with what a killed run left. */
export async function dropUnpacked(home: Home, keep: readonly string[]): Promise<void> {
  const kept = new Set(keep.flatMap(path => [path, stampOf(path)]))
  // In order, so that what was going before is gone when the same name follows.
  for (const name of (await readdir(unpackedRoot(home)).catch(() => [])).sort()) {
    const path = join(unpackedRoot(home), name)
    if (kept.has(path)) continue
    // Under another name: a run that follows one that was killed here may unpack the same week again.
    const going = name.startsWith(GOING) ? path : join(unpackedRoot(home), GOING + name)
    if (going !== path) await rename(path, going)
    const units = await readdir(join(going, 'lomu')).catch(() => [])
    await removeTree(
      going,
      units.map(unit => `lomu/${unit}/person`),
    )
  }
}

const GOING = '.going-'

function unpackedRoot({ root }: Home): string {
  return join(root, 'unpacked')
}

function stampOf(folder: string): string {
  return `${folder}.stamp`
}

async function unpackedName(home: Home, week: ArchivedWeek): Promise<string> {
  const { hash } = await readManifest(week.folder)
  return `${week.name}.${sha256(`${hash} ${await disposalText(home)}`).slice(0, 12)}`
}

async function isWhole(folder: string): Promise<boolean> {
  const stamp = Stamp.safeParse(await readJson(stampOf(folder)).catch(() => undefined))
  return stamp.success && stamp.data.files === markOf(await filesOf(folder))
}

/** Hash over the names and sizes of all files. */
function markOf(files: readonly SizedFile[]): string {
  const lines = files.map(({ path, bytes }) => `${path} ${bytes}`)
  return sha256(lines.sort().join('\n'))
}

async function filesOf(folder: string): Promise<SizedFile[]> {
  const paths = await listFiles(folder)
  // Many: to join each path takes half as long again as to ask for it.
  return paths.map(path => ({ path, bytes: statSync(`${folder}/${path}`).size }))
}

async function linkPages(from: string, to: string): Promise<SizedFile[]> {
  const files = await filesOf(from)
  await inParallel(files, async ({ path }) => {
    await mkdir(dirname(join(to, path)), { recursive: true, mode: FOLDER_MODE })
    await link(join(from, path), join(to, path)).catch(async () => {
      await writeFile(join(to, path), await readFile(join(from, path)), { flag: 'wx', mode: FILE_MODE })
    })
  })
  return files
}

async function writeLists(folder: string, rows: readonly UnpackedRow[]): Promise<SizedFile[]> {
  const inOrder = [...rows].sort((a, b) => a.place - b.place)
  const files: SizedFile[] = []
  for (const [list, name] of [
    ['adults', 'list.json'],
    ['children', 'children.json'],
  ] as const) {
    const listed = inOrder.filter(row => row.list === list).map(({ row }) => row)
    const text = `{"kind":"list","rows":[${listed.join()}]}`
    await writeFile(join(folder, name), text, { flag: 'wx', mode: FILE_MODE })
    files.push({ path: name, bytes: Buffer.byteLength(text) })
  }
  return files
}
