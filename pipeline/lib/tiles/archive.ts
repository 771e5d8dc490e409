import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { EXIT, PipelineError } from '../error.ts'
import { openMbtiles } from './mbtiles.ts'
import { openPmtiles } from './pmtiles.ts'
import type { TileArchive } from './tile-file.ts'

const REMEDY =
  'give an .mbtiles or .pmtiles file in web mercator, such as OS Open Zoomstack (vector tiles), ' +
  'OS Open Roads (vector tiles) or an OpenStreetMap extract'

/** Other files that people have beside their tiles, by their first bytes. */
const OTHERS: readonly (readonly [start: string, name: string])[] = [
  ['PK\x03\x04', 'a .zip: unpack it first'],
  ['\x1f\x8b', 'compressed (gzip): unpack it first'],
  ['{', 'JSON: a layer of areas belongs into the boundary settings, not here'],
  ['%PDF', 'a PDF'],
  ['\x89PNG', 'one picture'],
  ['II*\0', 'a TIFF picture'],
  ['MM\0*', 'a TIFF picture'],
]

/**
 * Opens an `.mbtiles` or `.pmtiles` file; which of the two it is, its content tells.
 *
 * Throws `PipelineError` (exit 3) that says what the file is instead, or what is wrong with it; exit 5
 * where it cannot be read at all.
 */
export async function openArchive(path: string): Promise<TileArchive> {
  const start = await firstBytes(path)
  const text = start.toString('latin1')
  if (text.startsWith('SQLite format 3\0')) return openMbtiles(path)
  if (text.startsWith('PMTiles')) return openPmtiles(path)
  const other = OTHERS.find(([first]) => text.startsWith(first))?.[1]
  const what = start.length === 0 ? 'is empty' : other ? `is ${other}` : 'begins like neither format'
  throw new PipelineError(`not a file of tiles: ${basename(path)} ${what}`, EXIT.refusedData, REMEDY)
}

async function firstBytes(path: string): Promise<Buffer> {
  // Not blocked by a pipe that nobody writes to.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(({ code }) => {
    const what = code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`
    throw new PipelineError(`${what}: ${path}`, EXIT.failed, 'check the path of the file')
  })
  try {
    if (!(await file.stat()).isFile())
      throw new PipelineError(`not a file: ${path}`, EXIT.failed, 'give the path of one file')
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(64), position: 0 })
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
