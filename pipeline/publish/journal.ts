import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { canonicalJson } from '../lib/hash.ts'
import type { Disk } from './disk.ts'
import type { Home } from './home.ts'

const Journal = z.strictObject({
  runId: z.string(),
  /** The name of its week in the archive. */
  name: z.string(),
  /** The folder in the home in which the week is put together. */
  stage: z.string(),
})

/** What a run is publishing. */
export type Journal = Readonly<z.infer<typeof Journal>>

/**
 * Names what is going to be published, durably, before a byte of it is written: whoever comes after a killed
 * run knows by it which folders are that run's own, and touches no other.
 */
export async function writeJournal(home: Home, disk: Disk, journal: Journal): Promise<void> {
  const next = `${home.journal}.next`
  await disk.remove(next)
  await disk.write(next, canonicalJson(journal), 0o600)
  await disk.rename(next, home.journal)
  await disk.syncDirectory(home.root)
}

/** What a killed run was publishing; undefined when the last one came to its end. */
export async function readJournal(home: Home): Promise<Journal | undefined> {
  const text = await readFile(home.journal, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? undefined : Journal.parse(JSON.parse(text))
}

/** The week is live and whole: nothing of the run is left to do. */
export async function closeJournal(home: Home, disk: Disk): Promise<void> {
  await disk.remove(home.journal)
  await disk.remove(`${home.journal}.next`)
  await disk.syncDirectory(home.root)
}
