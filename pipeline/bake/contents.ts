import { readFile } from 'node:fs/promises'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { type Duck, identifier, literal, openDuck } from '../lib/duck.ts'

/**
 * What a file holds, in every layer in which a text can lie: its bytes, what they are packed from (gzip,
 * brotli, the pixels and texts of PNG), and the values of a database.
 */
export async function contentsOf(path: string): Promise<Uint8Array[]> {
  const bytes = await readFile(path)
  if (path.endsWith('.gz')) return [gunzipSync(bytes)]
  if (path.endsWith('.br')) return [brotliDecompressSync(bytes)]
  if (path.endsWith('.png')) return [bytes, ...inflatedPng(bytes)]
  if (path.endsWith('.duckdb')) return [bytes, ...(await valuesOf(path))]
  return [bytes]
}

const SIGNATURE = 8
/** Length and type before the data of a chunk, and the checksum behind them. */
const [HEAD, TAIL] = [8, 4]

/** The unpacked parts of a PNG: the rows of its pixels, and compressed texts and profiles. */
function inflatedPng(bytes: Buffer): Buffer[] {
  const pixels: Buffer[] = []
  const texts: Buffer[] = []
  for (let at = SIGNATURE; at + HEAD <= bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + HEAD)
    const data = bytes.subarray(at + HEAD, at + HEAD + length)
    if (type === 'IDAT') pixels.push(data)
    if (['zTXt', 'iTXt', 'iCCP'].includes(type)) texts.push(...inflatedTail(data))
    at += HEAD + length + TAIL
  }
  return [...(pixels.length > 0 ? [inflateSync(Buffer.concat(pixels))] : []), ...texts]
}

/** What stands compressed behind the keyword of a chunk of text: it begins after one of its zero bytes. */
function inflatedTail(data: Buffer): Buffer[] {
  for (let at = data.indexOf(0); at >= 0; at = data.indexOf(0, at + 1)) {
    for (const start of [at + 1, at + 2]) {
      try {
        return [inflateSync(data.subarray(start))]
      } catch {}
    }
  }
  return []
}

/** Every value of every table of a database, as text: its files are compressed in ways of their own. */
async function valuesOf(path: string): Promise<Buffer[]> {
  const duck = await openDuck()
  try {
    await duck.run(`ATTACH ${literal(path)} AS held (READ_ONLY)`)
    const columns = await duck.rows<{ table: string; column: string }>(
      `SELECT table_name AS "table", column_name AS "column" FROM duckdb_columns()
       WHERE database_name = 'held' AND NOT internal ORDER BY ALL`,
    )
    const found: Buffer[] = []
    for (const column of columns) found.push(await valuesIn(duck, column))
    return found
  } finally {
    duck.close()
  }
}

async function valuesIn(duck: Duck, { table, column }: { table: string; column: string }): Promise<Buffer> {
  const rows = await duck.rows<{ value: string }>(
    `SELECT DISTINCT CAST(${identifier(column)} AS VARCHAR) AS value FROM held.${identifier(table)}
     WHERE ${identifier(column)} IS NOT NULL ORDER BY value`,
  )
  return Buffer.from(rows.map(({ value }) => value).join('\n'))
}
