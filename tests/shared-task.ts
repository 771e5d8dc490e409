import { existsSync } from 'node:fs'
import { it } from 'vitest'

/**
 * The folder of a benchmark task of real open data, and `it` for the tests that need it. They lie beside the
 * project; where the folder is missing the tests are skipped, and a line and their names say so.
 */
export function sharedTask(task: string): {
  folder: string
  itWith: (fact: string, test: () => Promise<void>) => void
} {
  const folder = `../shared/tasks/${task}`
  const here = existsSync(folder)
  if (!here) console.warn(`skipped, for there is no folder ${folder}`)
  return {
    folder,
    itWith: (fact, test) => it.skipIf(!here)(here ? fact : `${fact} (skipped: no folder ${folder})`, test),
  }
}
