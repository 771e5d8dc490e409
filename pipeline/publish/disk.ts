import { chmod, link, mkdir, rename, rm, symlink } from 'node:fs/promises'
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
  rename(from: string, to: string): Promise<void>
  chmod(path: string, mode: number): Promise<void>
  syncDirectory(path: string): Promise<void>
  /** Removes a file or a whole folder; absent is fine. */
  remove(path: string): Promise<void>
}

/** The disk itself. */
export const realDisk: Disk = {
  write: writeNew,
  makeDirectory: async (path, mode = 0o755) => {
    await mkdir(path, { recursive: true, mode })
  },
  link,
  symlink,
  rename,
  chmod,
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
}

/** Runs a step and turns any error of the disk into one clear `PipelineError` (exit 5). */
export async function withDiskErrors<T>(root: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException
    if (error instanceof PipelineError || code === undefined) throw error
    const where = path?.startsWith(root) ? path.slice(root.length + 1) : (path ?? root)
    throw new PipelineError(
      `${CAUSES[code] ?? 'cannot write'}: ${code} (${where})`,
      EXIT.failed,
      `mend the disk that holds ${root} and run again; the last week stays live`,
    )
  }
}
