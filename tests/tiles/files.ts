import { writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { gzipSync } from 'node:zlib'
import { zxyToTileId } from 'pmtiles'
import type { Tile } from './tiles.ts'

/** Writes an `.mbtiles` file; rows are counted from the south unless `xyz`. */
export function writeMbtiles(
  path: string,
  tiles: readonly Tile[],
  { metadata = {}, xyz = false }: { metadata?: Record<string, string>; xyz?: boolean } = {},
): string {
  const database = new DatabaseSync(path)
  database.exec(`CREATE TABLE metadata (name text, value text);
    CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);
    CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row); BEGIN`)
  const put = database.prepare('INSERT INTO tiles VALUES (?, ?, ?, ?)')
  for (const { z, x, y, bytes } of tiles) put.run(z, x, xyz ? y : 2 ** z - 1 - y, bytes)
  const say = database.prepare('INSERT INTO metadata VALUES (?, ?)')
  for (const [name, value] of Object.entries({ name: 'town', format: 'pbf', ...metadata }))
    say.run(name, value)
  database.exec('COMMIT')
  database.close()
  return path
}

const TYPES = { mvt: 1, png: 2, jpg: 3, webp: 4 } as const

/** Writes a `.pmtiles` file (version 3) with one directory. */
export function writePmtiles(
  path: string,
  tiles: readonly Tile[],
  { attribution = '', format = 'mvt' as keyof typeof TYPES, zipped = true } = {},
): string {
  const sorted = tiles
    .map(tile => ({ id: zxyToTileId(tile.z, tile.x, tile.y), bytes: tile.bytes }))
    .sort((a, b) => a.id - b.id)
  const directory = gzipSync(directoryOf(sorted))
  const metadata = gzipSync(JSON.stringify({ attribution }))
  const data = Buffer.concat(sorted.map(({ bytes }) => bytes))
  const header = Buffer.alloc(127)
  header.write('PMTiles', 0, 'latin1')
  header[7] = 3
  const sizes = [127, directory.length, 127 + directory.length, metadata.length]
  const after = 127 + directory.length + metadata.length
  for (const [i, value] of [...sizes, after, 0, after, data.length].entries())
    header.writeBigUInt64LE(BigInt(value), 8 + 8 * i)
  for (const i of [72, 80, 88]) header.writeBigUInt64LE(BigInt(tiles.length), i)
  header[96] = 1
  header[97] = 2
  header[98] = zipped ? 2 : 1
  header[99] = TYPES[format]
  header[100] = Math.min(...tiles.map(({ z }) => z))
  header[101] = Math.max(...tiles.map(({ z }) => z))
  for (const [i, degrees] of [-3, 52, -1, 53].entries()) header.writeInt32LE(degrees * 1e7, 102 + 4 * i)
  writeFileSync(path, Buffer.concat([header, directory, metadata, data]))
  return path
}

function directoryOf(entries: readonly { readonly id: number; readonly bytes: Uint8Array }[]): Buffer {
  const out: number[] = []
  const put = (value: number) => {
    let rest = value
    while (rest > 127) {
      out.push((rest % 128) + 128)
      rest = Math.floor(rest / 128)
    }
    out.push(rest)
  }
  put(entries.length)
  for (const [i, { id }] of entries.entries()) put(id - (entries[i - 1]?.id ?? 0))
  for (const _ of entries) put(1)
  for (const { bytes } of entries) put(bytes.length)
  let offset = 0
  entries.forEach(({ bytes }, i) => {
    put(i > 0 ? 0 : offset + 1)
    offset += bytes.length
  })
  return Buffer.from(out)
}
