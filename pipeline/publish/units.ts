import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { listFiles } from '../lib/files.ts'

/**
 * The marks by which a web server knows whose people are whose: for each pseudonym that anything under
 * `lomu/CODE/` of the built people site names, an empty file `person/PSEUDONYM/.unit-CODE`. A server gives a
 * person's page to a reader of unit CODE only where that file stands; dotfiles themselves are never served.
 *
 * @param folder the built people site
 * @returns paths relative to it
 */
export async function unitMarks(folder: string): Promise<string[]> {
  const marks = new Set<string>()
  for (const file of await listFiles(join(folder, 'lomu'))) {
    const [code] = file.split('/')
    const text = await readFile(join(folder, 'lomu', file), 'latin1')
    for (const [pseudonym] of text.matchAll(/\b[0-9a-f]{32}\b/g))
      marks.add(`person/${pseudonym}/.unit-${code}`)
  }
  return [...marks].filter(mark => existsSync(join(folder, mark, '..', 'index.html')))
}
