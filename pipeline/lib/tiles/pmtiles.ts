import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { Compression, type Header, PMTiles, ResolvedValueCache, type Source } from 'pmtiles'
import { EXIT, PipelineError } from '../error.ts'
import { opened } from './content.ts'
import { cutOff, damaged, type TileArchive, type TileFacts } from './tile-file.ts'

/**
 * Opens a `.pmtiles` file (version 3), which is always in web mercator.
 *
 * Throws `PipelineError` (exit 3) where the file is cut off, corrupt, of another version, or compressed
 * in a way that is not read.
 */
export async function openPmtiles(path: string): Promise<TileArchive> {
  const file = await open(path, 'r')
  try {
    return await archiveOf(file, path)
  } catch (error) {
    await file.close()
    throw error
  }
}

async function archiveOf(file: FileHandle, path: string): Promise<TileArchive> {
  const { size } = await file.stat()
  const tiles = new PMTiles(
    sourceOf(file, size, path),
    new ResolvedValueCache(undefined, undefined, openWithin),
    openWithin,
  )
  const header = await told(path, () => tiles.getHeader())
  refuse(header, size, path)
  const metadata = await told(path, async () => (await tiles.getMetadata()) as Record<string, unknown> | null)
  return {
    facts: factsOf(header, String(metadata?.attribution ?? '')),
    tile: async (z, x, y) => {
      const found = await told(path, () => tiles.getZxy(z, x, y))
      return found && new Uint8Array(found.data)
    },
    close: () => file.close(),
  }
}

function sourceOf(file: FileHandle, size: number, path: string): Source {
  return {
    getKey: () => path,
    getBytes: async (offset, length) => {
      const wanted = Math.min(length, size - offset)
      if (wanted < 0) throw cutOff(path, size, offset + length)
      const { buffer, bytesRead } = await file.read({
        buffer: Buffer.alloc(wanted),
        position: offset,
        length: wanted,
      })
      // The first read asks for more than a small file has; what the header promised is checked apart.
      return { data: new Uint8Array(buffer.subarray(0, bytesRead)).buffer }
    },
  }
}

/** How pmtiles opens what is compressed: by the bytes themselves, within bounds. */
async function openWithin(bytes: ArrayBuffer, compression: Compression): Promise<ArrayBuffer> {
  if (compression === Compression.Brotli || compression === Compression.Zstd)
    throw new Error('its tiles are compressed with brotli or zstd; gzip is read')
  return new Uint8Array(opened(new Uint8Array(bytes))).buffer
}

function refuse(header: Header, size: number, path: string): void {
  if (header.specVersion !== 3)
    throw new PipelineError(
      `not read: ${basename(path)} is PMTiles version ${header.specVersion}`,
      EXIT.refusedData,
      'convert it to version 3 (pmtiles upgrade)',
    )
  const needed = header.tileDataOffset + (header.tileDataLength ?? 0)
  if (needed > size) throw cutOff(path, size, needed)
}

function factsOf(header: Header, attribution: string): TileFacts {
  return {
    kind: 'pmtiles',
    minZoom: header.minZoom,
    maxZoom: header.maxZoom,
    attribution,
    otherCrs: '',
    bounds: [header.minLon, header.minLat, header.maxLon, header.maxLat],
  }
}

/** Runs a step of pmtiles and says in plain words what it throws. */
async function told<T>(path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (error instanceof PipelineError) throw error
    throw damaged(path, 'pmtiles', (error as Error).message)
  }
}
