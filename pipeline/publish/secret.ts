import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { homeOf } from './home.ts'

/**
 * The key of the pseudonyms in the people product's addresses: 32 random bytes in `keys/pseudonym.key`
 * (0600), made on the first run. With another key every address changes; without it none can be traced to a
 * person.
 */
export async function pseudonymKey(root: string): Promise<Buffer> {
  const { keys } = homeOf(root)
  const path = join(keys, 'pseudonym.key')
  await mkdir(keys, { recursive: true, mode: 0o700 })
  await writeFile(path, randomBytes(32), { flag: 'wx', mode: 0o600 }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    },
  )
  return readFile(path)
}
