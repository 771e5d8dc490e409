import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Writes a new file whole: exclusive create, write, fsync, close. Fails with EEXIST if the file is there.
 * Parents are made as needed. Only the owner may write; `mode` narrows who may read.
 */
export async function writeNew(path: string, data: string | Uint8Array, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode)
  await withHandle(file, async () => {
    await file.writeFile(data)
    await file.sync()
  })
}

/**
 * Writes a file by one rename, over one that is there: whoever looks, also after a kill, finds a whole file
 * or what stood there before. `syncDirectory` makes it durable.
 */
export async function writeWhole(path: string, data: string | Uint8Array, mode: number): Promise<void> {
  // What a killed run left.
  await rm(`${path}.new`, { force: true })
  await writeNew(`${path}.new`, data, mode)
  await rename(`${path}.new`, path)
}

/** Makes a rename or a creation in a directory durable. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, constants.O_RDONLY)
  await withHandle(directory, () => directory.sync())
}

/** Reads a file and parses it as JSON. The value is unknown until a schema has seen it. */
export async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'))
}

/** Relative paths of all files under a folder, sorted by code unit; no folder, no file. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(ignoreMissing)
  return entries
    .filter(entry => !entry.isDirectory())
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(folder.length + 1))
    .sort()
}

function ignoreMissing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return []
  throw error
}

async function withHandle(handle: FileHandle, use: () => Promise<void>): Promise<void> {
  try {
    await use()
  } finally {
    await handle.close()
  }
}
