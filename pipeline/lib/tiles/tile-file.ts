import { basename } from 'node:path'
import { EXIT, PipelineError } from '../error.ts'

/** What a file of tiles says of itself; what it does not say is empty. */
export interface TileFacts {
  readonly kind: 'mbtiles' | 'pmtiles'
  readonly minZoom: number
  readonly maxZoom: number
  /** Whom the data come from, as the file has it; perhaps with HTML. */
  readonly attribution: string
  /** Name of a coordinate system other than web mercator. */
  readonly otherCrs: string
  /** West, south, east, north in degrees, where the file says so. */
  readonly bounds: readonly [number, number, number, number] | undefined
}

/** A file of tiles, open for reading. */
export interface TileArchive {
  readonly facts: TileFacts
  /**
   * The bytes of a tile as they lie in the file, rows counted from the north; undefined where there is
   * none.
   */
  tile(z: number, x: number, y: number): Promise<Uint8Array | undefined>
  close(): Promise<void>
}

/** A file that is not what it should be, in the words of who found it. */
export function damaged(path: string, kind: TileFacts['kind'], why: string): PipelineError {
  return new PipelineError(
    `cannot be read as .${kind}: ${basename(path)} (${why})`,
    EXIT.refusedData,
    'the file is damaged or not of this format: copy or download it again',
  )
}

/** A file that is shorter than it says itself. */
export function cutOff(path: string, size: number, needed: number): PipelineError {
  return new PipelineError(
    `cut off: ${basename(path)} has ${size} bytes and says that it has ${needed}`,
    EXIT.refusedData,
    'copy or download the file again and compare its size',
  )
}
