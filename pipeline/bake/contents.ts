import { readFile } from 'node:fs/promises'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { type Duck, identifier, literal, openDuck } from '../lib/duck.ts'

/** One layer of a file. */
export interface Content {
  readonly bytes: Uint8Array
  /** Length of the shortest text that does not stand in such bytes by chance; 0 where they can be text. */
  readonly least: number
}

/**
 * What a file holds, in every layer in which a text can lie: its bytes, what they are packed from (gzip,
 * brotli, the pixels and texts of PNG), and the values of a database.
 */
export async function contentsOf(path: string): Promise<Content[]> {
  const bytes = await readFile(path)
  if (path.endsWith('.gz')) return [asText(gunzipSync(bytes))]
  if (path.endsWith('.br')) return [asText(brotliDecompressSync(bytes))]
  if (path.endsWith('.png')) return [asText(bytes), ...inflatedPng(bytes)]
  if (path.endsWith('.duckdb')) return [bytes, ...(await valuesOf(path))].map(asText)
  return [asText(bytes)]
}

const asText = (bytes: Uint8Array): Content => ({ bytes, least: 0 })

const SIGNATURE = 8
/** Length and type before the data of a chunk, and the checksum behind them. */
const [HEAD, TAIL] = [8, 4]
/** Where the kind of colour stands in the data of the first chunk, and the kind that has a palette. */
const [COLOUR_AT, PALETTE] = [9, 3]
/**
 * A pixel of a palette is the number of a colour, so a few flat colours in a row read as a letter and digits:
 * one map in ten held a reference of eight such signs. Pseudonyms are longer.
 */
const LEAST_OF_PALETTE = 16

/** The unpacked parts of a PNG: the rows of its pixels, and compressed texts and profiles. */
function inflatedPng(bytes: Buffer): Content[] {
  const pixels: Buffer[] = []
  const texts: Buffer[] = []
  let least = 0
  for (let at = SIGNATURE; at + HEAD <= bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + HEAD)
    const data = bytes.subarray(at + HEAD, at + HEAD + length)
    if (type === 'IHDR' && data[COLOUR_AT] === PALETTE) least = LEAST_OF_PALETTE
    if (type === 'IDAT') pixels.push(data)
    if (['zTXt', 'iTXt', 'iCCP'].includes(type)) texts.push(...inflatedTail(data))
    at += HEAD + length + TAIL
  }
  const rows = pixels.length > 0 ? [{ bytes: inflateSync(Buffer.concat(pixels)), least }] : []
  return [...rows, ...texts.map(asText)]
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
