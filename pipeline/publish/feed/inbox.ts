import { lstat, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, PipelineError } from '../../lib/error.ts'

/** The folder into which a sender puts extracts, and what becomes of them. */
export interface Inbox {
  readonly root: string
  /** Extracts that were published, or were known already. */
  readonly done: string
  /** Extracts that were refused, each with `NAME.reason.txt` beside it. */
  readonly refused: string
  readonly lock: string
}

/** Something that lies in an inbox. */
export interface Entry {
  readonly name: string
  readonly path: string
  /** Names, sizes and times of all that belongs to it: the same as long as nobody writes there. */
  readonly stamp: string
  /** When something of it was last written, in milliseconds. */
  readonly changed: number
  /** Why no run is made of it, whatever comes; absent of what may be an extract. */
  readonly stray?: string
}

/** Names that a sender may give: nothing that a shell, a log or a reader could take for something else. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._()-]{0,120}$/u

/**
 * The inbox at a path, with its folders for what was done and what was refused.
 *
 * Throws `PipelineError` (exit 5) when it is no folder, or its folders are links or on another disk: then
 * nothing could be moved by one rename.
 */
export async function openInbox(root: string): Promise<Inbox> {
  const found = await lstat(root).catch(() => undefined)
  if (!found?.isDirectory())
    throw new PipelineError(`no such folder: ${root} (--inbox)`, EXIT.failed, 'make it, or name another')
  const inbox = {
    root,
    done: join(root, 'done'),
    refused: join(root, 'refused'),
    lock: join(root, '.feed'),
  }
  for (const path of [inbox.done, inbox.refused]) {
    await mkdir(path, { mode: found.mode & 0o7777 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    const made = await lstat(path)
    if (made.isDirectory() && made.dev === found.dev) continue
    throw new PipelineError(
      `not a folder of the inbox's own disk: ${path}`,
      EXIT.failed,
      'move away what stands there; the feed makes the folder itself',
    )
  }
  return inbox
}

/** What lies in an inbox, by name; hidden things and the feed's own folders are left out. */
export async function listInbox({ root }: Inbox): Promise<Entry[]> {
  const names = (await readdir(root)).filter(
    name => name !== 'done' && name !== 'refused' && !name.startsWith('.'),
  )
  return Promise.all(names.sort().map(name => entryOf(name, join(root, name))))
}

/** A name as it may stand in a line of a log. */
export function shownName(name: string): string {
  return NAME.test(name) ? name : JSON.stringify(name.slice(0, 60))
}

async function entryOf(name: string, path: string): Promise<Entry> {
  const found = await lstat(path).catch(() => undefined)
  const entry = { name, path, stamp: '', changed: found?.mtimeMs ?? 0 }
  if (!NAME.test(name) || name.endsWith('.reason.txt'))
    return { ...entry, stray: 'its name is not plain: letters, digits, . _ - and spaces' }
  if (!found) return { ...entry, stray: 'it cannot be read' }
  if (found.isDirectory()) return { ...entry, ...(await stampOf(path, found.mtimeMs)) }
  if (!found.isFile()) return { ...entry, stray: 'it is a link, a pipe or a device' }
  if (!name.endsWith('.zip')) return { ...entry, stray: 'it is neither a folder nor a .zip' }
  return { ...entry, stamp: `${found.ino} ${found.size} ${found.mtimeMs}` }
}

async function stampOf(folder: string, made: number): Promise<Pick<Entry, 'stamp' | 'changed'>> {
  const names = await readdir(folder).catch(() => [])
  const found = await Promise.all(
    names.sort().map(async name => {
      const one = await lstat(join(folder, name)).catch(() => undefined)
      return { text: `${name} ${one?.ino} ${one?.size} ${one?.mtimeMs}`, changed: one?.mtimeMs ?? 0 }
    }),
  )
  const changed = found.reduce((latest, one) => Math.max(latest, one.changed), made)
  return { stamp: `${made}\n${found.map(({ text }) => text).join('\n')}`, changed }
}
