import { createReadStream, createWriteStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Scan } from './scan.ts'

/** Must the file be copied without its bad parts before DuckDB may read it strictly? */
export function needsCleaning({ drops, lineEnds }: Scan): boolean {
  return drops.length > 0 || (lineEnds.lf > 0 && lineEnds.crlf > 0)
}

/**
 * Copies a scanned CSV file without the byte ranges that hold no good record, with LF line ends outside
 * quotes.
 */
export async function cleanCsv(path: string, target: string, scan: Scan): Promise<void> {
  await pipeline(
    createReadStream(path),
    dropRanges(scan.drops),
    lineFeeds(),
    createWriteStream(target, { flags: 'wx' }),
  )
}

function dropRanges(drops: Scan['drops']): Transform {
  let offset = 0
  let next = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let from = 0
      for (; next < drops.length; next++) {
        const [start, end] = drops[next]!
        if (start >= offset + chunk.length) break
        this.push(chunk.subarray(from, Math.max(from, start - offset)))
        from = Math.min(chunk.length, end - offset)
        if (end > offset + chunk.length) break
      }
      this.push(chunk.subarray(from))
      offset += chunk.length
      done()
    },
  })
}

/** Leaves out every carriage return outside quotes; all records are known to be well formed. */
function lineFeeds(): Transform {
  let quoted = false
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const kept = Buffer.allocUnsafe(chunk.length)
      let length = 0
      for (const byte of chunk) {
        if (byte === 34) quoted = !quoted
        if (byte !== 13 || quoted) kept[length++] = byte
      }
      done(null, kept.subarray(0, length))
    },
  })
}
