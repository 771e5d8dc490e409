import { chmod, chown, link, mkdir, open, rename, rm, symlink } from 'node:fs/promises'
import { EXIT, PipelineError } from '../lib/error.ts'
import { syncDirectory, writeNew } from '../lib/files.ts'

/**
 * Every change that publishing makes to a disk. A parameter, so that tests can fail or kill a run at each of
 * them.
 */
export interface Disk {
  /** Writes a new file whole (exclusive create, write, fsync, close) with its parents. */
  write(path: string, data: Uint8Array | string, mode?: number): Promise<void>
  makeDirectory(path: string, mode?: number): Promise<void>
  /** Hard link: a second name of the same bytes. */
  link(from: string, to: string): Promise<void>
  symlink(target: string, path: string): Promise<void>
  /** Adds a line to a file (0600, made if need be) and makes it durable. */
  append(path: string, line: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  chmod(path: string, mode: number): Promise<void>
  /** Gives a file or folder, not what a link leads to, to a group. */
  chgrp(path: string, group: number): Promise<void>
  syncDirectory(path: string): Promise<void>
  /** Removes a file or a whole folder; absent is fine. */
  remove(path: string): Promise<void>
}

/** The disk itself. */
export const realDisk: Disk = {
  write: writeNew,
  makeDirectory: async (path, mode = 0o750) => {
    await mkdir(path, { recursive: true, mode })
  },
  link,
  symlink,
  append: async (path, line) => {
    const file = await open(path, 'a', 0o600)
    try {
      await file.writeFile(line)
      await file.sync()
    } finally {
      await file.close()
    }
  },
  rename,
  chmod,
  chgrp: (path, group) => chown(path, process.getuid?.() ?? 0, group),
  syncDirectory,
  remove: path => rm(path, { recursive: true, force: true }),
}

const CAUSES: Readonly<Record<string, string>> = {
  ENOSPC: 'disk full',
  EDQUOT: 'disk quota used up',
  EIO: 'disk error',
  EROFS: 'disk is read-only',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EMFILE: 'too many open files',
  ENOTDIR: 'a file stands where a folder should be',
}

/** What other programs print when the disk is full. */
const FULL = /ENOSPC|No space left on device|disk full/i

/**
 * Runs a step and turns any error of the disk into one clear `PipelineError` (exit 5): the system's own error
 * codes, and what the database or the site build say of a full disk.
 */
export async function withDiskErrors<T>(root: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    const { code, path, dest, message } = error as NodeJS.ErrnoException & { dest?: string }
    const full = code === undefined && FULL.test(message)
    if (error instanceof PipelineError ? !FULL.test(message) : code === undefined && !full) throw error
    const at = dest ?? path ?? root
    const where = at.startsWith(`${root}/`) ? at.slice(root.length + 1) : at
    const what = full || code === undefined ? 'ENOSPC' : code
    throw new PipelineError(
      `${CAUSES[what] ?? 'cannot write'}: ${what} (${where})`,
      EXIT.failed,
      `mend the disk that holds ${root} and run again; the last week stays live`,
    )
  }
}
