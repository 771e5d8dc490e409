import type { SearchFile, SearchShard } from '../../pipeline/bake/contract/areas.ts'
import { shardPath } from '../../pipeline/bake/contract/vocabulary.ts'
import { hashedPath } from './cells.ts'

/** What the search box fetches at its first letter, and where each shard stands that the index names. */
export interface SearchIndex {
  readonly index: SearchFile
  readonly shards: Readonly<Record<string, string>>
}

/** A file of the built site: its path and its text. */
export interface SiteFile {
  readonly path: string
  readonly text: string
}

/** The files of the search, the index first; each is named by the hash of its text. */
export function searchFiles(index: SearchFile, shards: readonly SearchShard[]): SiteFile[] {
  const files = shards.map(shard => {
    const text = JSON.stringify(shard)
    return {
      named: shardPath(shard.kind, shard.key),
      path: hashedPath(`${shard.kind}-${shard.key}`, text),
      text,
    }
  })
  const at = Object.fromEntries(files.map(({ named, path }) => [named, path]))
  const text = JSON.stringify({ index, shards: at } satisfies SearchIndex)
  return [{ path: hashedPath('search', text), text }, ...files]
}
