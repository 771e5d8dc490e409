import { createHash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { isoDate } from '../lib/week.ts'
import { DAY } from './plan.ts'

/**
 * A CSV file being written: values go in one after another, each followed by its comma or the end of its row.
 */
export interface Sheet {
  /** Plain ASCII text that needs no quotes (or already has them), and a comma. */
  text(value: string): void
  /** Free text, quoted where it must be, and a comma. */
  free(value: string): void
  /** A whole number and a comma. */
  whole(value: number): void
  /** A local date-time from minutes since 1970 (empty for 0), and a comma. */
  minute(value: number): void
  /** Ends the row: the last comma becomes the line's end. */
  end(): void
  close(): Written
}

/** What was written: rows without the header, and the SHA-256 of the bytes. */
export interface Written {
  readonly rows: number
  readonly sha256: string
}

const CHUNK = 1 << 20
const ROOM = 4096 // longest row

/**
 * Opens a CSV file for writing with its header row: bytes are built, hashed and written in chunks of a
 * megabyte.
 */
export function openSheet(path: string, columns: readonly string[]): Sheet {
  const file = openSync(path, 'w')
  const hash = createHash('sha256')
  const bytes = Buffer.allocUnsafe(CHUNK + ROOM)
  const days = new Map<number, string>()
  let at = 0
  let rows = -1
  const put = (text: string) => {
    for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i)
    bytes[at++] = 44
  }
  const flush = () => {
    const done = bytes.subarray(0, at)
    hash.update(done)
    writeSync(file, done)
    at = 0
  }
  const minute = (value: number) => {
    if (value === 0) return put('')
    const day = Math.floor(value / DAY)
    const date = days.get(day) ?? isoDate(day)
    days.set(day, date)
    put(date)
    const clock = value - day * DAY
    const hour = Math.floor(clock / 60)
    at = putClock(bytes, at - 1, [hour, clock - hour * 60])
  }
  const end = () => {
    bytes[at - 1] = 10
    rows++
    if (at >= CHUNK) flush()
  }
  for (const column of columns) put(column)
  end()
  return {
    text: put,
    free: value => put(/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value),
    whole: value => put(String(value)),
    minute,
    end,
    close: () => {
      flush()
      closeSync(file)
      return { rows, sha256: hash.digest('hex') }
    },
  }
}

/** Writes Thh:mm:00 and a comma; returns where it ends. */
function putClock(bytes: Buffer, start: number, [hour, minute]: readonly [number, number]): number {
  let at = start
  bytes[at++] = 84
  bytes[at++] = 48 + Math.floor(hour / 10)
  bytes[at++] = 48 + (hour % 10)
  bytes[at++] = 58
  bytes[at++] = 48 + Math.floor(minute / 10)
  bytes[at++] = 48 + (minute % 10)
  bytes[at++] = 58
  bytes[at++] = 48
  bytes[at++] = 48
  bytes[at++] = 44
  return at
}
