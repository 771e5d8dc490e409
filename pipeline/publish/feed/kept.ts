import { createReadStream } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { EXIT, PipelineError } from '../../lib/error.ts'
import { listFiles } from '../../lib/files.ts'

/** An extract that lies in an inbox after its run, and what is known of a person in it. */
export interface KeptExtract {
  /** From the inbox: `done/2026-W47`. */
  readonly name: string
  readonly about: 'holds-the-person' | 'cannot-be-searched'
}

const FOLDERS = ['done', 'refused'] as const

/**
 * The extracts that a feed keeps in `done/` and `refused/` and that hold one of these references in any of
 * their bytes; those that cannot be searched as they lie (zip, Parquet, what does not inflate) are named as
 * such. Nothing is changed. A reference that begins like a longer one is found in it too: rather a name too
 * many.
 *
 * Throws `PipelineError` (exit 5) when the inbox is no folder.
 */
export async function keptExtracts(inbox: string, references: readonly string[]): Promise<KeptExtract[]> {
  await refuseNoInbox(inbox)
  const needles = references.map(reference => Buffer.from(reference))
  const kept: KeptExtract[] = []
  for (const folder of FOLDERS) {
    for (const name of (await readdir(join(inbox, folder)).catch(() => [])).sort()) {
      if (name.endsWith('.reason.txt')) continue
      const about = await whatOf(join(inbox, folder, name), needles)
      if (about) kept.push({ name: `${folder}/${name}`, about })
    }
  }
  return kept
}

/** Throws `PipelineError` (exit 5) when an inbox is no folder. */
export async function refuseNoInbox(inbox: string): Promise<void> {
  const found = await lstat(inbox).catch(() => undefined)
  if (found?.isDirectory()) return
  const remedy = 'name the folder that the feed watches, or leave --inbox out'
  throw new PipelineError(`no such folder: ${inbox} (--inbox)`, EXIT.failed, remedy)
}

async function whatOf(path: string, needles: readonly Buffer[]): Promise<KeptExtract['about'] | undefined> {
  const isFolder = (await lstat(path)).isDirectory()
  const files = isFolder ? (await listFiles(path)).map(name => join(path, name)) : [path]
  let about: KeptExtract['about'] | undefined
  for (const file of files) {
    if (!(await lstat(file)).isFile() || /\.(zip|parquet)$/i.test(file)) about = 'cannot-be-searched'
    else {
      const found = await holds(file, needles).catch(() => undefined)
      if (found) return 'holds-the-person'
      if (found === undefined) about = 'cannot-be-searched'
    }
  }
  return about
}

async function holds(file: string, needles: readonly Buffer[]): Promise<boolean> {
  const longest = needles.reduce((most, { length }) => Math.max(most, length), 1)
  let found = false
  const search = async (pieces: AsyncIterable<Buffer>) => {
    let rest = Buffer.alloc(0)
    for await (const piece of pieces) {
      const text = Buffer.concat([rest, piece])
      found ||= needles.some(needle => text.includes(needle))
      rest = text.subarray(Math.max(0, text.length - longest + 1))
    }
  }
  const source = createReadStream(file)
  await (file.endsWith('.gz') ? pipeline(source, createGunzip(), search) : pipeline(source, search))
  return found
}
