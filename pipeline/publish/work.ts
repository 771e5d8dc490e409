import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** A private folder for this run; what a killed run left behind is removed first. */
export async function workFolder(home: string): Promise<string> {
  const work = join(home, 'work')
  // Its builds end with a killed run, but one may still be at a long breath.
  await rm(work, { recursive: true, force: true, maxRetries: 5 })
  await mkdir(work, { recursive: true, mode: 0o700 })
  return work
}
