import { statSync } from 'node:fs'
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { listFiles, readJson, syncDirectory } from '../lib/files.ts'
import { sha256 } from '../lib/hash.ts'
import { inParallel } from '../lib/parallel.ts'
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
 */
export async function unpackPeople(week: ArchivedWeek, people: KnownPeople, target: string): Promise<void> {
  await mkdir(target, { recursive: true, mode: FOLDER_MODE })
  await linkPages(join(week.folder, 'people'), target)
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
  for (const [i, { folder }] of placed.entries())
    await writeLists(
      folder,
      rows.filter(row => row.pack === i),
    )
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
  await unpackPeople(week, { listed, keys: () => personKeys(home.root) }, next)
  await writeFile(stampOf(folder), JSON.stringify({ kind: 'stamp', files: await fileList(next) }), {
    mode: 0o600,
  })
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
  for (const name of await readdir(unpackedRoot(home)).catch(() => [])) {
    const path = join(unpackedRoot(home), name)
    // Several at a time: of files a week old the disk has to look each up (1.6 to 2.2 s; one by one 2.8 s).
    if (!kept.has(path)) await rm(path, { recursive: true, force: true })
  }
}

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
  return stamp.success && stamp.data.files === (await fileList(folder))
}

/** Hash over the names and sizes of all files. */
async function fileList(folder: string): Promise<string> {
  const paths = await listFiles(folder)
  // Many: to join each path takes half as long again as to ask for it.
  const sizes = paths.map(path => statSync(`${folder}/${path}`).size)
  return sha256(paths.map((path, i) => `${path} ${sizes[i]}`).join('\n'))
}

async function linkPages(from: string, to: string): Promise<void> {
  await inParallel(await listFiles(from), async path => {
    await mkdir(dirname(join(to, path)), { recursive: true, mode: FOLDER_MODE })
    await link(join(from, path), join(to, path)).catch(async () => {
      await writeFile(join(to, path), await readFile(join(from, path)), { flag: 'wx', mode: FILE_MODE })
    })
  })
}

async function writeLists(folder: string, rows: readonly UnpackedRow[]): Promise<void> {
  const inOrder = [...rows].sort((a, b) => a.place - b.place)
  for (const [list, name] of [
    ['adults', 'list.json'],
    ['children', 'children.json'],
  ] as const) {
    const listed = inOrder.filter(row => row.list === list).map(({ row }) => row)
    const text = `{"kind":"list","rows":[${listed.join()}]}`
    await writeFile(join(folder, name), text, { flag: 'wx', mode: FILE_MODE })
  }
}
