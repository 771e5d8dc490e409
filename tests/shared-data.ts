import { existsSync } from 'node:fs'
import { it } from 'vitest'

/**
 * `it` for the tests that need open data files: they lie beside the project, in `../shared/data`. Where one
 * is missing the tests are skipped, and a line and their names say so.
 */
export function withSharedData(...names: string[]): (fact: string, test: () => Promise<void> | void) => void {
  const missing = names.map(name => `../shared/data/${name}`).filter(path => !existsSync(path))
  if (missing.length > 0) console.warn(`skipped: ${missing.join(', ')} is not there`)
  const why = missing.length === 0 ? '' : ` (skipped: no ${missing.join(', ')})`
  return (fact, test) => it.skipIf(missing.length > 0)(`${fact}${why}`, test)
}
