import { cp, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

const KEPT = 2

/** Folder in which the last run before `week` remembered its rows, or undefined when there is none. */
export async function lastMemory(home: string, week: string): Promise<string | undefined> {
  const last = (await memories(home)).findLast(name => name < week)
  return last && join(home, 'ledger', 'memory', last)
}

/** Keeps a published run's memory of its rows for the next run, and drops all but the newest two. Private. */
export async function keepMemory(home: string, week: string, from: string): Promise<void> {
  const folder = join(home, 'ledger', 'memory')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await rm(join(folder, week), { recursive: true, force: true })
  await cp(from, join(folder, week), { recursive: true })
  for (const old of (await memories(home)).slice(0, -KEPT)) await rm(join(folder, old), { recursive: true })
}

async function memories(home: string): Promise<string[]> {
  const names = await readdir(join(home, 'ledger', 'memory')).catch(() => [])
  return names.sort()
}
