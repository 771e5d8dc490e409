/**
 * The recorded offences of a target as one small file for the browser: a header in JSON, then columns of
 * small whole numbers, one row an offence. No schema library stands behind it.
 */

/** Days of a period: the finest time in which offences of a sensitive clause stand. */
export const PERIOD_DAYS = 28

/** A square as the history names it. */
export interface HistorySquare {
  readonly id: string
  /** Centre, in metres. */
  readonly x: number
  readonly y: number
  readonly place: string
  readonly district: string
  /** Its rank in the forecast: scopes name their squares by it. */
  readonly rank: number
}

/** What the columns mean. */
export interface HistoryHeader {
  readonly kind: 'history'
  readonly slug: string
  readonly title: string
  readonly cellMetres: number
  /** ISO day of row day 0, whole periods of four weeks before the day of the forecast. */
  readonly from: string
  readonly periods: number
  readonly rows: number
  readonly squares: readonly HistorySquare[]
  /** Types of venue; the hour 24 and the venue after the last are those that are not shown. */
  readonly venues: readonly string[]
  readonly clauses: readonly {
    readonly name: string
    readonly kind: 'target' | 'related'
    readonly sensitive: boolean
    /** Crimes that it lets in, wherever they were. */
    readonly count: number
  }[]
}

/** The columns, one value an offence, sorted by day, square, hour, venue and clause. */
export interface HistoryColumns {
  /** Days after `from`; of a sensitive clause the first day of its period. */
  readonly day: Uint16Array
  readonly cell: Uint16Array
  /** 0 to 23; `HOUR_NOT_SHOWN` of a sensitive clause. */
  readonly hour: Uint8Array
  readonly venue: Uint8Array
  readonly clause: Uint8Array
}

export interface History {
  readonly header: HistoryHeader
  readonly columns: HistoryColumns
}

/** Stands for an hour that is not shown; a venue that is not shown is the one after the last. */
export const HOUR_NOT_SHOWN = 24

const MAGIC = 'FSH1'
const PREFIX = 8

/**
 * The bytes of a history, before compression: magic, length of the header, header, then the columns byte
 * plane by byte plane, which compresses best.
 *
 * @example decodeHistory(encodeHistory(history)).columns.day.length === history.header.rows
 */
export function encodeHistory({ header, columns }: History): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(JSON.stringify(header))
  const n = columns.day.length
  const bytes = new Uint8Array(PREFIX + head.length + 7 * n)
  bytes.set(new TextEncoder().encode(MAGIC))
  new DataView(bytes.buffer).setUint32(4, head.length, true)
  bytes.set(head, PREFIX)
  let at = PREFIX + head.length
  const plane = (value: (i: number) => number) => {
    for (let i = 0; i < n; i++) bytes[at + i] = value(i)
    at += n
  }
  for (const wide of [columns.day, columns.cell]) {
    plane(i => wide[i]! >> 8)
    plane(i => wide[i]! & 255)
  }
  for (const narrow of [columns.hour, columns.venue, columns.clause]) plane(i => narrow[i]!)
  return bytes
}

/**
 * A history of its bytes. Throws Error where they are none, or cut short.
 */
export function decodeHistory(bytes: Uint8Array): History {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < PREFIX || new TextDecoder().decode(bytes.subarray(0, 4)) !== MAGIC)
    throw new Error('the history is not in the form that this page reads')
  const start = PREFIX + view.getUint32(4, true)
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(PREFIX, start))) as HistoryHeader
  const n = header.rows
  if (bytes.length !== start + 7 * n) throw new Error('the history is cut short')
  const plane = (k: number) => bytes.subarray(start + k * n, start + (k + 1) * n)
  const wide = (k: number) => {
    const [high, low] = [plane(k), plane(k + 1)]
    return Uint16Array.from({ length: n }, (_, i) => (high[i]! << 8) | low[i]!)
  }
  const columns = { day: wide(0), cell: wide(2), hour: plane(4), venue: plane(5), clause: plane(6) }
  return { header, columns }
}
