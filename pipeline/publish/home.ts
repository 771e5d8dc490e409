import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where a force keeps state when no `--home` is given: `.foresite` in the project. */
export const DEFAULT_HOME = fileURLToPath(new URL('../../.foresite', import.meta.url))

/**
 * The places inside a home. `live` is a symbolic link to one archived week, so `live/areas` and `live/people`
 * change together.
 */
export interface Home {
  readonly root: string
  readonly archive: string
  readonly live: string
  readonly keys: string
  readonly log: string
  readonly lock: string
}

/** The places inside the home at `root`. Nothing is made. */
export function homeOf(root: string): Home {
  return {
    root,
    archive: join(root, 'archive'),
    live: join(root, 'live'),
    keys: join(root, 'keys'),
    log: join(root, 'log'),
    lock: join(root, 'lock'),
  }
}
