import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where a force keeps state when no `--home` is given: `.foresite` in the project. */
export const DEFAULT_HOME = fileURLToPath(new URL('../../.foresite', import.meta.url))

/**
 * The places inside a home. `live` is a symbolic link to one folder of `served`, which holds the two web
 * roots, so `live/areas` and `live/people` change together.
 */
export interface Home {
  readonly root: string
  /** Signed weeks, written once. */
  readonly archive: string
  /** Web roots, made from archived weeks and made again whenever they are not whole. */
  readonly served: string
  readonly live: string
  /** What is known outside the weeks, one file a product: the web roots lead to it. */
  readonly status: string
  /** What was found and does not belong here: moved, never deleted. */
  readonly aside: string
  /** Tiles under the maps, a folder each by its hash: they belong to no week. */
  readonly baseMaps: string
  readonly keys: string
  readonly log: string
  /** One line for each week that was published. */
  readonly chain: string
  readonly lock: string
  /** Names the week that a run is publishing, from before its first byte until it is live. */
  readonly journal: string
}

/** The places inside the home at `root`. Nothing is made. */
export function homeOf(root: string): Home {
  return {
    root,
    archive: join(root, 'archive'),
    served: join(root, 'served'),
    live: join(root, 'live'),
    status: join(root, 'status'),
    aside: join(root, 'aside'),
    baseMaps: join(root, 'basemap'),
    keys: join(root, 'keys'),
    log: join(root, 'log'),
    chain: join(root, 'log', 'chain.jsonl'),
    lock: join(root, 'lock'),
    journal: join(root, 'journal.json'),
  }
}
