import { existsSync } from 'node:fs'
import { link, open, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { listFiles, syncDirectory, writeNew } from '../lib/files.ts'
import type { Home } from './home.ts'

/** What was done in one place outside the sealed weeks, and how often. */
export interface Swept {
  readonly place: string
  readonly done: string
  readonly count: number
}

/** As long as a pseudonym, so that a log may be mended in place while a server writes to its end. */
const NOBODY = '0'.repeat(32)
const PSEUDONYM = /(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/g

/**
 * Takes the pseudonyms of disposed people out of all logs: in their place stand zeros, so that the lines
 * still count who looked when. Compressed logs are written anew.
 *
 * @param isDisposed whether a pseudonym is one of a disposed person
 */
export async function sweepLogs(home: Home, isDisposed: (pseudonym: string) => boolean): Promise<Swept> {
  let count = 0
  for (const name of await listFiles(home.log)) {
    const path = join(home.log, name)
    const packed = name.endsWith('.gz')
    const bytes = await readFile(path)
    const text = (packed ? gunzipSync(bytes) : bytes).toString('latin1')
    const places = [...text.matchAll(PSEUDONYM)].filter(([pseudonym]) => isDisposed(pseudonym))
    if (places.length === 0) continue
    count += places.length
    if (!packed)
      await overwriteParts(
        path,
        places.map(({ index }) => index),
      )
    else {
      const mended = text.replace(PSEUDONYM, found => (isDisposed(found) ? NOBODY : found))
      await overwriteWhole(path, gzipSync(Buffer.from(mended, 'latin1')))
    }
  }
  return { place: 'log', done: 'pseudonyms made zeros', count }
}

/** Files of a quarantine whose values may be about a person. */
const PEOPLE_FILES = new Set(['persons.csv', 'charges.csv', 'decisions.csv'])
/** Lists of people that earlier versions wrote. */
const OLD_LISTS = new Set(['changes-persons.csv', 'changes-charges.csv'])

/**
 * Empties the values of all quarantined rows about people: a row does not say whose it is. Code, file, line
 * and column stay, so that the accounts still add up.
 */
export async function sweepQuarantine(home: Home): Promise<Swept> {
  const folder = join(home.root, 'quarantine')
  let count = 0
  for (const name of await listFiles(folder)) {
    const path = join(folder, name)
    if (OLD_LISTS.has(basename(name))) await shred(path)
    else if (PEOPLE_FILES.has(basename(name))) {
      const { text, emptied } = withoutValues(await readFile(path, 'utf8'))
      if (emptied > 0) await overwriteWhole(path, Buffer.from(text))
      count += emptied
    }
  }
  return { place: 'quarantine', done: 'values about people emptied', count }
}

/** A quarantine file without its last column, `value`, which alone may hold commas, quotes and line ends. */
function withoutValues(text: string): { text: string; emptied: number } {
  let emptied = 0
  const kept = text.replace(/^((?:[\w.-]+,){4})(?:"(?:[^"]|"")*"|[^"\r\n]*)$/gm, (row, facts: string) => {
    if (row === 'code,file,line,column,value' || row === facts || row === `${facts}""`) return row
    emptied++
    return facts
  })
  return { text: kept, emptied }
}

/**
 * Puts another file in the place of one, whole or not at all, and overwrites the old one's bytes. What a
 * killed run left of an old one is overwritten as well.
 */
export async function replaceWhole(path: string, bytes: Buffer): Promise<void> {
  const [next, old] = [`${path}.new`, `${path}.old`]
  if (existsSync(old)) await shred(old)
  await rm(next, { force: true })
  await writeNew(next, bytes, 0o600)
  await link(path, old)
  await rename(next, path)
  await syncDirectory(dirname(path))
  await shred(old)
}

/** Overwrites a file's bytes with zeros, durably, and removes it. */
export async function shred(path: string): Promise<void> {
  await overwriteWhole(path, Buffer.alloc(0))
  await rm(path)
}

/** Puts other bytes into a file, with no older copy left: zeros first, then the new bytes. */
async function overwriteWhole(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'r+')
  try {
    const { size } = await file.stat()
    await file.write(Buffer.alloc(size), 0, size, 0)
    await file.sync()
    await file.write(bytes, 0, bytes.length, 0)
    await file.truncate(bytes.length)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function overwriteParts(path: string, places: readonly number[]): Promise<void> {
  const file = await open(path, 'r+')
  try {
    for (const at of places) await file.write(NOBODY, at, 'latin1')
    await file.sync()
  } finally {
    await file.close()
  }
}
