import { existsSync } from 'node:fs'

/**
 * A file or folder of `../shared`, the open data that stand beside the project and not in it; undefined, with one line
 * that says so, where they do not stand. For `it.skipIf(!path)`.
 *
 * @example sharedFolder('tasks/baltimore-knife') === '../shared/tasks/baltimore-knife'
 */
export function sharedFolder(name: string): string | undefined {
  const path = `../shared/${name}`
  if (existsSync(path)) return path
  process.stderr.write(`skipped: ${path} is not here\n`)
  return undefined
}
