import type { Square, SquaresFile } from '../../../pipeline/bake/contract/areas.ts'
import { word } from '../../shared/client/state.ts'
import { rooted } from '../../shared/paths.ts'
import { LIVE } from '../words/live.ts'

/** A shard's least id and its file, in order of ids. */
interface Shard {
  readonly first: string
  readonly path: string
}

/** What an address asks for: a square with its shard, or why there is none. */
export type Found =
  | { readonly kind: 'square'; readonly square: Square; readonly file: SquaresFile }
  | { readonly kind: 'missing'; readonly words: string }

const ID = word(/^[a-z0-9.-]{1,40}$/i)

/**
 * The shard that can hold an id: the last that begins at or before it.
 * @example shardOf([{ first: 'a', path: '1' }, { first: 'm', path: '2' }], 'k')?.path === '1'
 * @internal
 */
export function shardOf(shards: readonly Shard[], id: string): Shard | undefined {
  return shards.findLast(({ first }) => first <= id)
}

/** Fetches the square that the address names (`?s=ID`) from the one shard that holds it. */
export async function findSquare(shards: readonly Shard[], search: string): Promise<Found> {
  const text = new URLSearchParams(search).get('s')
  if (text === null) return { kind: 'missing', words: LIVE.noSquareNamed }
  const id = ID.parse(text)
  const unknown = { kind: 'missing', words: LIVE.noSuchSquare } as const
  if (id === null) return unknown
  const shard = shardOf(shards, id)
  if (!shard) return unknown
  const response = await fetch(rooted(shard.path))
  if (!response.ok) throw new Error(`the data of the square could not be read (${response.status})`)
  const file = (await response.json()) as SquaresFile
  const square = file.squares.find(one => one.id === id)
  return square ? { kind: 'square', square, file } : unknown
}
